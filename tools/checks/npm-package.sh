#!/bin/sh
# Fetches the npm package that a checksum file pins, once, and prints the folder of its files. None of its scripts run, and
# nothing else is installed: a pinned package has no dependencies.
# usage: npm-package.sh NAME PIN, a file with one line as sha512sum writes it
set -eu

name=$1
pin=$(cd "${2%/*}" && pwd)/${2##*/}
read -r _ tarball <"$pin"
version=${tarball##*-}
version=${version%.tgz}
# Outside the checkout, so that all clones on a machine share it.
root=${XDG_CACHE_HOME:-$HOME/.cache}/switchboard/${tarball%.tgz}
if [ ! -e "$root/package/package.json" ]; then
    if ! command -v npm >/dev/null 2>&1; then
        if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
            echo "To fetch $name, npm is needed. Install it, then run make again (Debian: sudo apt-get install npm)." >&2
            exit 1
        fi
        echo "Installing npm" >&2
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            -o DPkg::Lock::Timeout=300 npm >/dev/null
    fi
    echo "Fetching $name $version (once)" >&2
    mkdir -p "$root"
    # Fetched beside its place and then moved, so that it is never there in part.
    fetched=$(mktemp -d "$root/fetch.XXXXXX")
    trap 'rm -rf "$fetched"' EXIT
    (
        cd "$fetched"
        npm pack --loglevel=error "$name@$version" >/dev/null
        if ! sha512sum --quiet --check "$pin" >&2; then
            echo "$name $version is not the package that ${pin##*/} pins." >&2
            exit 1
        fi
        tar -xzf "$tarball"
        # Another run may have been quicker.
        mv package "$root/" 2>/dev/null || [ -e "$root/package/package.json" ]
    )
fi
printf '%s\n' "$root/package"
