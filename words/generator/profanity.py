"""The published word lists whose vote nominates rows of exclude.tsv."""

import re
import tarfile
import zipfile
from pathlib import Path
from typing import Dict, Iterable, List, Set

from .archives import read_member

# The weight of each list's vote. With two points, or one that includes a `cuss` rating of
# 2, a person judges the word; votes alone never block it.
WEIGHTS = {
    "scowl-profane-1": 2.0,
    "scowl-offensive-1": 2.0,
    "scowl-offensive-2": 2.0,
    "scowl-profane-3": 1.0,
    "badwords-list": 1.0,
    "better-profanity": 1.0,
    "cuss-2": 1.0,
    "cuss-1": 0.5,
}
_THRESHOLD = 2.0
_THRESHOLD_WITH_CUSS_2 = 1.0

_LETTERS = re.compile(r"[a-z]{3,}\Z")
_QUOTED = re.compile(r'"([^"]*)"')
_RATED = re.compile(r"^\s*'?([a-z]+)'?: ([012]),?$", re.MULTILINE)

Voices = Dict[str, Set[str]]


def read_badwords_list(package: Path) -> Voices:
    """Read the array of the npm package `badwords-list`."""
    text = _npm_text(package, "package/lib/array.js")
    return {"badwords-list": _words(_QUOTED.findall(text))}


def read_cuss(package: Path) -> Voices:
    """Read the rated words of the npm package `cuss`; rating 0 means nothing."""
    rated = _RATED.findall(_npm_text(package, "package/index.js"))
    return {
        f"cuss-{wanted}": _words(word for word, rating in rated if rating == wanted)
        for wanted in ("1", "2")
    }


def read_better_profanity(wheel: Path) -> Voices:
    """Read the word list of the PyPI package `better-profanity`."""
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read("better_profanity/profanity_wordlist.txt").decode("utf-8")
    return {"better-profanity": _words(text.splitlines())}


def scowl_voices(taboo: Dict[str, Set[str]]) -> Voices:
    """Name SCOWL's taboo lists as sources of exclude.tsv."""
    return {f"scowl-{name.replace('.', '-')}": words for name, words in taboo.items()}


def nominations(voices: Voices) -> Dict[str, str]:
    """Return word -> comma list of sources, for every word that a person has to judge."""
    nominated = {}
    for word in sorted(set().union(*voices.values())):
        sources = sources_of(word, voices)
        weight = sum(WEIGHTS[source] for source in sources)
        threshold = _THRESHOLD_WITH_CUSS_2 if "cuss-2" in sources else _THRESHOLD
        if weight >= threshold:
            nominated[word] = ",".join(sources)
    return nominated


def sources_of(word: str, voices: Voices) -> List[str]:
    """Return the ids of the lists that contain a word, in the order of WEIGHTS."""
    return [source for source in WEIGHTS if word in voices[source]]


def _words(entries: Iterable[str]) -> Set[str]:
    """Return the entries that are plain words of three letters or more."""
    return {entry for entry in entries if _LETTERS.match(entry)}


def _npm_text(package: Path, member: str) -> str:
    with tarfile.open(package) as archive:
        return read_member(archive, member).decode("utf-8")
