#!/bin/sh
# Builds functions as they are deployed, and refuses binaries that Amazon Linux 2023 cannot load.
# usage: release-build.sh FUNCTION...
set -eu

if [ "$(uname -s)" != Linux ]; then
    echo "Functions are built on Linux, the system they run on; this is $(uname -s)." >&2
    exit 1
fi

packages=
for function in "$@"; do packages="$packages -p switchboard-$function"; done
# shellcheck disable=SC2086 # one word a package
cargo build --locked --release $packages

# provided.al2023 has glibc 2.34.
newest=2.34
for function in "$@"; do
    binary=target/release/$function
    wanted=$(grep -aoE 'GLIBC_2\.[0-9]+' "$binary" | sort -V | tail -n 1 | sed 's/GLIBC_//')
    if [ "$(printf '%s\n%s\n' "$newest" "$wanted" | sort -V | tail -n 1)" != "$newest" ]; then
        echo "$binary needs glibc $wanted, Lambda's provided.al2023 has $newest: build on an older system" >&2
        exit 1
    fi
done
