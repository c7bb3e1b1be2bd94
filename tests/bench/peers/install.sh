#!/bin/sh
# Installs a peer in a Python environment of its own, once, and prints the Python that has it.
# usage: install.sh PEER, where PEER.txt pins the peer and what it imports
set -eu

need() { # need WHAT PACKAGE, in one line: it stands in the report
    echo "The peers need $1. Install it (Debian: $2) and run make again." >&2
    exit 1
}

command -v python3 >/dev/null 2>&1 || need "Python 3.11 or newer" "python3 python3-venv"
python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    need "Python 3.11 or newer" "python3 python3-venv"
python3 -c 'import venv, ensurepip' 2>/dev/null || need "Python's venv module" python3-venv

peer=$1
folder=$(cd "${0%/*}" && pwd)
pins=$folder/$peer.txt
version=$(sed -n "s/^$peer==\([^ ]*\).*/\1/p" "$pins")
# Outside the checkout, so that every clone on a machine shares one.
parent=${XDG_CACHE_HOME:-$HOME/.cache}/switchboard
root=$parent/peer-$peer-$version
if ! cmp -s "$pins" "$root/pins.txt" || ! "$root/bin/python" -c "import $peer" 2>/dev/null; then
    echo "Installing $peer $version (once)" >&2
    mkdir -p "$parent"
    # Beside its place, so that it comes to be there whole.
    fetched=$(mktemp -d "$root.XXXXXX")
    trap 'rm -rf "$fetched"' EXIT
    python3 -m venv "$fetched" >&2
    pip() { # A peer without a wheel is built here, with the pinned setuptools only.
        "$fetched/bin/python" -m pip --disable-pip-version-check --quiet install \
            --no-deps --no-build-isolation --require-hashes "$@" >&2
    }
    pip -r "$folder/build.txt"
    pip -r "$pins"
    "$fetched/bin/python" -c "import $peer"
    cp "$pins" "$fetched/pins.txt"
    rm -rf "$root"
    mv "$fetched" "$root"
fi
echo "$root/bin/python"
