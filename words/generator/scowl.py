"""SCOWL: which strings are words, names or abbreviations, and how common (its "level")."""

import re
import tarfile
import unicodedata
from pathlib import Path
from typing import Dict, Set

from .archives import read_member

# Only the lists an American reader needs; British, Canadian and Australian
# spellings and the hacker and Roman-numeral specials stay out.
_MEMBER = re.compile(
    r".*/final/(?:english|american)-(words|upper|proper-names|abbreviations)\.(\d\d)$"
)
_TABOO = re.compile(r".*/misc/(profane|offensive)\.(\d)$")
_LETTERS = re.compile(r"[a-z]+\Z")

# kind of list ("words", "upper", ...) -> word in lower case -> lowest level
Levels = Dict[str, Dict[str, int]]


def read_levels(archive: Path) -> Levels:
    """Return the lowest level of every purely alphabetic entry, by kind of list."""
    levels: Levels = {"words": {}, "upper": {}, "proper-names": {}, "abbreviations": {}}
    with tarfile.open(archive) as tar:
        for member in tar:
            match = _MEMBER.match(member.name)
            if not match:
                continue
            by_word, level = levels[match[1]], int(match[2])
            for word in _lines(tar, member):
                by_word[word] = min(level, by_word.get(word, level))
    return levels


def read_taboo(archive: Path) -> Dict[str, Set[str]]:
    """Return SCOWL's own lists of taboo words, such as `{"profane.1": {...}}`."""
    taboo: Dict[str, Set[str]] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            match = _TABOO.match(member.name)
            if match:
                taboo[f"{match[1]}.{match[2]}"] = set(_lines(tar, member))
    return taboo


def _lines(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Set[str]:
    """Return a list's entries in lower case, without those that contain more than a-z.

    A keypad has no accents, so they are dropped, not the word: cafe, fiance, jalapeno.
    """
    text = read_member(tar, member).decode("latin-1").lower()
    text = unicodedata.normalize("NFD", text)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    return {line for line in text.splitlines() if _LETTERS.match(line)}
