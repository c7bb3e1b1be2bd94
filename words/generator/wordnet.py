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
# The lexicographer files of animals and of plants: mostly the names of species.
_SPECIES_FILES = {"05", "20"}


class WordNet(NamedTuple):
    """The parts of WordNet that are used."""

    classes: Dict[str, Set[str]]  # lemma -> class letters
    irregular: Dict[Tuple[str, str], List[str]]  # (inflected form, class letter) -> lemmas
    compounds: Dict[Tuple[str, str], Set[str]]  # two words -> class letters
    species: Set[Tuple[str, str]]  # compounds that only name an animal or plant, seldom written


def read_wordnet(package: Path) -> WordNet:
    """Read WordNet's index and exception files out of the Debian package."""
    wordnet = WordNet({}, {}, {}, set())
    with open_debian_package(package) as tar:
        species = {
            offset
            for offset, file in (
                line.split(" ", 2)[:2] for line in _lines(tar, f"{_FOLDER}data.noun")
            )
            if file in _SPECIES_FILES
        }
        for suffix, letter in _CLASS_OF_FILE.items():
            for line in _lines(tar, f"{_FOLDER}index.{suffix}"):
                lemma = line.split(" ", 1)[0]
                _add_lemma(wordnet, lemma, letter)
                if letter == "n" and _is_rare_species(line, species):
                    _add_species(wordnet, lemma)
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


def _is_rare_species(line: str, species: Set[str]) -> bool:
    """Return whether all senses of a noun are species, none of them met in WordNet's texts.

    A line of index.noun ends in the number of senses, the number of those met in
    the texts that WordNet counted, and one offset into data.noun for each sense.
    """
    fields = line.split()
    senses = int(fields[2])
    return fields[-senses - 1] == "0" and species.issuperset(fields[-senses:])


def _add_species(wordnet: WordNet, lemma: str) -> None:
    """File a species if its name is a two-word compound."""
    compound = _COMPOUND.match(lemma)
    if compound:
        wordnet.species.add((compound[1], compound[2]))


def _lines(tar: tarfile.TarFile, name: str) -> Iterator[str]:
    """Yield a member's lines without the licence text, whose lines begin with spaces."""
    for line in read_member(tar, name).decode("ascii").splitlines():
        if line and not line.startswith(" "):
            yield line
