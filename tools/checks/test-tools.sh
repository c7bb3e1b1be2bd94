#!/bin/sh
# Installs what the tests need, if it is missing: Chromium with its driver and axe-core for the browser tests, and git,
# jq, openssl, an S3 API and the AWS CLI for the tests of the deploy scripts.
set -eu

# Installs packages only as root, that is, on a new machine or in a container.
need() { # need WHAT PACKAGE...
    what=$1
    shift
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        cat >&2 <<MESSAGE
The tests need $what. Install it, then run make again:
  Debian   sudo apt-get install $*
  others   put google-chrome or chromium and the chromedriver of the same version on the PATH
MESSAGE
        exit 1
    fi
    echo "Installing $*"
    apt-get update -qq
    # Without the recommended packages, which are half a desktop. Waits for the lock of another apt-get.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "$@" >/dev/null
}

found() { # found COMMAND...: whether one of them is there
    for command in "$@"; do
        if command -v "$command" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

for tool in git jq openssl; do
    found "$tool" || need "$tool" "$tool"
done

if ! found chromium google-chrome || ! found chromedriver; then
    # The driver's package depends on the browser of the same version. The layout depends on the fonts.
    need "Chromium and its driver" chromium chromium-driver fonts-dejavu-core
fi

# The tests read the version from the first file too.
here=$(cd "${0%/*}" && pwd)
"$here/npm-package.sh" axe-core "$here/../../tests/browser/axe-core.sha512" >/dev/null

# What the examples of docs/api.md are run with.
clients=$here/../../tests/scenarios/clients
"$here/node.sh" >/dev/null
"$here/npm-package.sh" aws4fetch "$clients/aws4fetch.sha512" >/dev/null
"$here/python-tools.sh" api-clients "$clients/requirements.txt" >/dev/null

# A real API of S3 for one test of the deploy scripts.
"$here/python-tools.sh" aws-api "$here/../../infra/tests/aws-api.txt" >/dev/null
