#!/bin/sh
# Compares the mails with what mail programs drop, by the data of caniemail.com: see mail-clients.mjs.
set -eu

here=$(cd "${0%/*}" && pwd)
cd "$here/../.."
node=$("$here/node.sh")
# For its data alone, which is one file: the package's program has dependencies, and they are not installed.
data=$("$here/npm-package.sh" caniemail "$here/caniemail.sha512")/data/caniemail.json
mails=target/mail-clients
rm -rf "$mails"
target/debug/examples/gallery "$mails"
"$node" "$here/mail-clients.mjs" "$data" "$mails"
