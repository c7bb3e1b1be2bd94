#!/usr/bin/env python3
"""Build and check the tables of numbering plans in this folder.

    generate.py            rebuild plans.tsv, groups.tsv and tests/written.tsv
    generate.py --check    rebuild in memory and compare with the committed files
    generate.py --verify   check the committed files alone; needs no network

The first two fetch the input pinned in SOURCES.toml (3 MB, once) with pip.
README.md says what the tables hold and when to build them again.
"""

import importlib
import sys
from pathlib import Path
from typing import Dict

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "tools"))

from generator import forms, plans, verify  # noqa: E402
from pinned import modes  # noqa: E402
from pinned.fetch import fetch  # noqa: E402
from pinned.manifest import read_manifest  # noqa: E402


def rebuild(cache: Path) -> Dict[str, bytes]:
    """Return the content of every generated file, made from the verified input."""
    wheel = fetch(read_manifest(FOLDER).inputs["phonenumbers"], cache)
    # A wheel is a zip file, and Python imports from it.
    sys.path.insert(0, str(wheel))
    phonenumbers = importlib.import_module("phonenumbers")
    print("reading   metadata", flush=True)
    all_plans = plans.read_plans(phonenumbers)
    return {
        "plans.tsv": plans.plans_tsv(all_plans),
        "groups.tsv": plans.groups_tsv(all_plans),
        "tests/written.tsv": forms.written_tsv(phonenumbers),
    }


if __name__ == "__main__":
    sys.exit(modes.run(FOLDER, __doc__ or "", rebuild, verify.problems))
