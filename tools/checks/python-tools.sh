#!/bin/sh
# Installs the programs that a requirements file pins, once, and prints the folder of their commands.
# usage: python-tools.sh NAME REQUIREMENTS
set -eu

name=$1
pins=$2
if ! command -v python3 >/dev/null 2>&1; then
    cat >&2 <<MESSAGE
To install $name, python3 is needed. Install it, then run make again:
  Debian   sudo apt-get install python3 python3-venv
MESSAGE
    exit 1
fi
# Outside the checkout, so that every clone on a machine shares one. Changed pins get another folder.
sum=$(cksum <"$pins")
root=${XDG_CACHE_HOME:-$HOME/.cache}/switchboard/$name-${sum%% *}
if [ ! -e "$root/ready" ]; then
    echo "Installing $name (once)" >&2
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
            echo "python3 lacks its module venv. On Debian: sudo apt-get install python3-venv" >&2
            exit 1
        fi
        apt-get update -qq >&2
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 python3-venv >&2
    fi
    python3 -m venv --clear "$root"
    "$root/bin/pip" install --quiet --disable-pip-version-check -r "$pins" >&2
    : >"$root/ready"
fi
printf '%s\n' "$root/bin"
