#!/bin/sh
# Lints the description of the HTTP API (OpenAPI) by the rules in redocly.yaml.
set -eu

here=$(cd "${0%/*}" && pwd)
file=infra/modules/http-api/openapi.yaml
cd "$here/../.."
node=$("$here/node.sh")
redocly=$("$here/npm-package.sh" @redocly/cli "$here/redocly.sha512")
# It must not report home, nor ask for a newer version.
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
if ! output=$("$node" "$redocly/bin/cli.js" lint --config "$here/redocly.yaml" --format codeframe "$file" 2>&1); then
    # Not with its advice to ignore what it found.
    printf '%s\n' "$output" | grep -v -e --generate-ignore-file >&2
    echo "$file breaks a rule of tools/checks/redocly.yaml: see above." >&2
    exit 1
fi
echo "openapi ok"
