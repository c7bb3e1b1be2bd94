#!/bin/sh
# Calls the synthetic caller once through its alias: it makes a real call and a real look-up.
# usage: smoke.sh DEPLOYMENTS_FILE [FUNCTION]
set -eu

fail() {
    echo "smoke: $2" >&2
    echo "What to do: $3" >&2
    exit "$1"
}

[ $# -ge 1 ] && [ $# -le 2 ] || fail 2 "usage: smoke.sh DEPLOYMENTS_FILE [FUNCTION]" "run apply.sh first, which writes the file"
name=${2:-synthetic-probe}
for command in aws jq; do
    command -v "$command" >/dev/null || fail 3 "there is no $command command" "install it"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

target=$(jq --exit-status --raw-output --arg name "$name" '.[$name] | "\(.function_name // error) \(.alias // error)"' "$1") ||
    fail 50 "$1 has no function $name" "see the root's output deployments"
function=${target% *} alias=${target#* }

error=$(aws lambda invoke --function-name "$function" --qualifier "$alias" --cli-binary-format raw-in-base64-out \
    --payload '{}' --query FunctionError --output text "$work/answer") ||
    fail 51 "$function cannot be invoked" "check that the deploy role may invoke its alias"
jq . "$work/answer" || fail 52 "$function did not answer in JSON" "look at the log group /aws/lambda/$function"
[ "$error" = None ] ||
    fail 52 "$function failed" "its answer above says why; the log group is /aws/lambda/$function"
# The probe reports what does not work instead of failing.
jq --exit-status '.healthy == true' "$work/answer" >/dev/null ||
    fail 53 "$function reports that calls do not work" "its answer above says which check, and why"
echo "$function: calls and look-ups work"
