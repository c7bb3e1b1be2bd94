#!/bin/sh
# Installs what the tests need, if it is missing: Chromium with its driver and axe-core for the browser tests, and git,
# jq and openssl for the tests of the deploy scripts.
set -eu

# Installs packages only as root, that is, on a new machine or in a container.
need() { # need WHAT PACKAGE...
    what=$1
    shift
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
        cat >&2 <<MESSAGE
The tests need $what. Install it, then run make again:
  Debian   sudo apt-get install $*
  others   put google-chrome or chromium, the chromedriver of the same version, and npm on the PATH
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

# The tests read the version from this file too.
pin=$(cd "${0%/*}/../../tests/browser" && pwd)/axe-core.sha512
read -r _ tarball <"$pin"
version=${tarball#axe-core-}
version=${version%.tgz}
# Outside the checkout, so that all clones on a machine share it.
root=${XDG_CACHE_HOME:-$HOME/.cache}/switchboard/axe-core-$version
if [ ! -s "$root/axe.min.js" ]; then
    found npm || need "npm, to fetch axe-core" npm
    echo "Fetching axe-core $version (once)"
    mkdir -p "$root"
    # Fetched beside its place and then moved, so that the file is never there in part.
    fetched=$(mktemp -d "$root/fetch.XXXXXX")
    trap 'rm -rf "$fetched"' EXIT
    (
        cd "$fetched"
        npm pack --loglevel=error "axe-core@$version" >/dev/null
        if ! sha512sum --quiet --check "$pin" >&2; then
            echo "axe-core $version is not the package that ${pin##*/} pins." >&2
            exit 1
        fi
        tar -xzf "$tarball" package/axe.min.js
        mv package/axe.min.js "$root/"
    )
fi
