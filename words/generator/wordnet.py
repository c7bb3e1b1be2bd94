"""WordNet: parts of speech of lemmas, irregular inflections, two-word compounds."""

import re
import tarfile
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Set, Tuple

from .archives import open_debian_package, read_member

_FOLDER = "./usr/share/wordnet/"
# WordNet's file suffix -> our class letter
_CLASS_OF_FILE = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
_LEMMA = re.compile(r"[a-z]+\Z")
_COMPOUND = re.compile(r"([a-z]+)[_-]([a-z]+)\Z")


class WordNet(NamedTuple):
    """The three things taken from WordNet."""

    classes: Dict[str, Set[str]]  # lemma -> class letters
    irregular: Dict[Tuple[str, str], List[str]]  # (inflected form, class letter) -> lemmas
    compounds: Dict[Tuple[str, str], Set[str]]  # two words -> class letters


def read_wordnet(package: Path) -> WordNet:
    """Read WordNet's index and exception files out of the Debian package."""
    wordnet = WordNet({}, {}, {})
    with open_debian_package(package) as tar:
        for suffix, letter in _CLASS_OF_FILE.items():
            for line in _lines(tar, f"{_FOLDER}index.{suffix}"):
                _add_lemma(wordnet, line.split(" ", 1)[0], letter)
            for line in _lines(tar, f"{_FOLDER}{suffix}.exc"):
                form, *lemmas = line.split()
                wordnet.irregular.setdefault((form, letter), []).extend(lemmas)
    return wordnet


def _add_lemma(wordnet: WordNet, lemma: str, letter: str) -> None:
    """File one entry of an index as a single word or as a two-word compound."""
    if _LEMMA.match(lemma):
        wordnet.classes.setdefault(lemma, set()).add(letter)
        return
    compound = _COMPOUND.match(lemma)
    if compound:
        pair = (compound[1], compound[2])
        wordnet.compounds.setdefault(pair, set()).add(letter)


def _lines(tar: tarfile.TarFile, name: str) -> Iterator[str]:
    """Yield a member's lines without the licence text, whose lines begin with spaces."""
    for line in read_member(tar, name).decode("ascii").splitlines():
        if line and not line.startswith(" "):
            yield line
