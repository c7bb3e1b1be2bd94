#!/bin/sh
# Zips functions for Lambda: one executable called bootstrap. The same binary always gives the same zip.
# usage: package.sh FUNCTION...
set -eu

if ! command -v zip >/dev/null 2>&1; then
    echo "There is no zip command: install it (Debian: sudo apt-get install zip)." >&2
    exit 1
fi

out=target/package
for function in "$@"; do
    folder=$out/$function
    rm -rf "$folder" "$folder.zip"
    mkdir -p "$folder"
    cp "target/release/$function" "$folder/bootstrap"
    chmod 755 "$folder/bootstrap"
    TZ=UTC touch -t 198001010000 "$folder/bootstrap"
    (cd "$folder" && TZ=UTC zip -q -9 -X "../$function.zip" bootstrap)
    printf '%-16s binary %8d bytes, zip %8d bytes, %s\n' "$function" \
        "$(wc -c <"$folder/bootstrap")" "$(wc -c <"$folder.zip")" "$folder.zip"
done
echo "Built for $(uname -m): the function's architecture must be the same."
