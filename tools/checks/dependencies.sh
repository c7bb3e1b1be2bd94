#!/bin/sh
# Licences, sources and bans of all dependencies, by the rules in deny.toml.
set -eu

version=0.20.2
# Outside the checkout, so that every clone on a machine shares one.
root=${XDG_CACHE_HOME:-$HOME/.cache}/switchboard/cargo-deny-$version
if [ ! -x "$root/bin/cargo-deny" ]; then
    echo "Installing cargo-deny $version (once, two to three minutes)"
    cargo install --quiet --locked --root "$root" "cargo-deny@$version"
fi
# Advisories need a database that is fetched and changes without a commit: not part of a build.
"$root/bin/cargo-deny" --all-features check --hide-inclusion-graph bans licenses sources
