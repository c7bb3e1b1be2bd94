#!/bin/sh
# Checks that the committed word data matches its manifest and its own rules.
set -eu

if ! command -v python3 >/dev/null 2>&1; then
    echo "The word data is checked by a Python script: install python3 (3.9 or later)." >&2
    exit 1
fi
exec python3 words/generate.py --verify
