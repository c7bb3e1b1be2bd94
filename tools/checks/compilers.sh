#!/bin/sh
# Checks for Rust and a C compiler (for SQLite and ring) before a build, and says what to install.
set -eu

if ! command -v cargo >/dev/null 2>&1; then
    cat >&2 <<'MESSAGE'
Rust is not installed: there is no `cargo` on the PATH.
Install it with rustup (https://rustup.rs), open a new shell and run make again.
MESSAGE
    exit 1
fi

if ! command -v "${CC:-cc}" >/dev/null 2>&1; then
    cat >&2 <<'MESSAGE'
There is no C compiler; two dependencies (SQLite and ring) are built with one.
Install it, then run make again:
  Debian, Ubuntu   sudo apt-get install build-essential
  Fedora           sudo dnf install gcc
  macOS            xcode-select --install
MESSAGE
    exit 1
fi
