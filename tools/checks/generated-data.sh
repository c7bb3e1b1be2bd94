#!/bin/sh
# Checks that the committed words and numbering plans match their manifests and their own rules.
set -eu

if ! command -v python3 >/dev/null 2>&1; then
    echo "Generated data is checked by Python scripts: install python3 (3.9 or later)." >&2
    exit 1
fi
python3 words/generate.py --verify
python3 numbering/generate.py --verify
