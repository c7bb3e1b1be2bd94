#!/usr/bin/env python3
"""Build and check the word data of this folder.

    generate.py            rebuild words.tsv and compounds.tsv
    generate.py --check    rebuild in memory and compare with the committed files
    generate.py --verify   check the committed files alone; needs no network

The first two fetch the inputs pinned in SOURCES.toml (about 110 MB, once) with
pip, npm and apt-get. README.md says how to add or drop a word.
"""

import sys
from pathlib import Path
from typing import Dict

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "tools"))

from generator import build, frequency, profanity, scowl, verify, wordnet  # noqa: E402
from generator.lists import HandLists, read_hand_lists  # noqa: E402
from pinned import modes  # noqa: E402
from pinned.fetch import fetch  # noqa: E402
from pinned.manifest import read_manifest  # noqa: E402


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


if __name__ == "__main__":
    sys.exit(modes.run(FOLDER, __doc__ or "", rebuild, verify.problems))
