#!/usr/bin/env python3
"""Build and check the word data of this folder.

    generate.py            rebuild words.tsv and compounds.tsv
    generate.py --check    rebuild in memory and compare with the committed files
    generate.py --verify   check the committed files alone; needs no network

The first two fetch the inputs pinned in SOURCES.toml (about 110 MB, once) with
pip, npm and apt-get. README.md says how to add or drop a word.
"""

import argparse
import sys
from pathlib import Path
from typing import Dict, List

from generator import build, frequency, profanity, scowl, verify, wordnet
from generator.fetch import FetchError, fetch
from generator.lists import HandLists, read_hand_lists
from generator.manifest import read_manifest, record_output

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Run one of the three modes and return the exit code."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="rebuild and compare")
    mode.add_argument("--verify", action="store_true", help="check without the inputs")
    parser.add_argument("--cache", type=Path, default=FOLDER / ".cache", help="where inputs go")
    options = parser.parse_args()

    if not options.verify:
        try:
            files = rebuild(options.cache)
        except FetchError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        if options.check:
            return compare(files)
        write(files)
    return report(verify.problems(FOLDER), "all checks passed")


def rebuild(cache: Path) -> Dict[str, bytes]:
    """Return the content of every generated file, made from the verified inputs."""
    pinned = read_manifest(FOLDER).inputs
    paths = {name: fetch(source, cache) for name, source in pinned.items()}
    print("reading   inputs", flush=True)
    hand = read_hand_lists(FOLDER)
    voices = {
        **profanity.scowl_voices(scowl.read_taboo(paths["scowl"])),
        **profanity.read_badwords_list(paths["badwords-list"]),
        **profanity.read_cuss(paths["cuss"]),
        **profanity.read_better_profanity(paths["better-profanity"]),
    }
    require_verdicts(voices, hand)
    inputs = build.Inputs(
        levels=scowl.read_levels(paths["scowl"]),
        frequencies=frequency.read_frequencies(
            paths["spacy-lookups-data"], pinned["spacy-lookups-data"]["member"]
        ),
        wordnet=wordnet.read_wordnet(paths["wordnet-base"]),
    )
    return {
        "words.tsv": build.words_tsv(inputs, hand),
        "compounds.tsv": build.compounds_tsv(inputs, hand),
    }


def require_verdicts(voices: profanity.Voices, hand: HandLists) -> None:
    """Exit if a word has enough votes but no verdict in exclude.tsv."""
    judged = {row.word for row in hand.exclusions}
    unjudged = [
        f"{word}\t?\t{sources}\t?"
        for word, sources in profanity.nominations(voices).items()
        if word not in judged and len(word) <= build.MAX_LETTERS
    ]
    if unjudged:
        sys.exit("exclude.tsv needs a row with a verdict for each of:\n" + "\n".join(unjudged))


def compare(files: Dict[str, bytes]) -> int:
    """Compare the rebuilt files with the committed ones, byte for byte."""
    different = [
        f"{file}: differs from what generate.py builds; run generate.py and review the diff"
        for file, content in files.items()
        if (FOLDER / file).read_bytes() != content
    ]
    return report(different, "the committed files are what the inputs and hand lists give")


def write(files: Dict[str, bytes]) -> None:
    """Write the generated files and record their sums in SOURCES.toml."""
    for file, content in files.items():
        (FOLDER / file).write_bytes(content)
        record_output(FOLDER, file, content)
        lines = content.count(b"\n")
        print(f"wrote     {file}: {lines:,} rows", flush=True)
    print("next: review the diff and commit it together with SOURCES.toml")


def report(faults: List[str], success: str) -> int:
    """Print the faults, or that there are none, and return the exit code."""
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    if not faults:
        print(f"ok: {success}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
