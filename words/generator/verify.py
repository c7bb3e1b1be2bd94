"""Checks of the committed files that need neither network nor third-party inputs."""

import re
from pathlib import Path
from typing import Callable, Iterator, List

from pinned.modes import output_problems

from .build import MAX_LETTERS, ONE_LETTER, POSSESSED_GRADE, POSSESSIVE_STEPS, VOWELS
from .classes import ORDER, written
from .forms import form_problems
from .lists import JUNK_REASONS, REASONS, TRADE_FIELDS, VERDICTS, HandLists, read_hand_lists, rows

_WORD = re.compile(r"[a-z]+\Z")
_LEVELS = ("0", "10", "20", "35", "40", "50", "55", "60", "70", "80", "95")
# The crate numbers words with 16 bits.
_MAX_WORDS = 65_535

_COLUMNS = {
    "words.tsv": 4,
    "compounds.tsv": 2,
    "exclude.tsv": 4,
    "forms.tsv": 3,
    "keep2.tsv": 2,
    "abbr.tsv": 3,
    "contractions.tsv": 4,
    "extra.tsv": 2,
    "classes.tsv": 3,
    "junk.tsv": 2,
    "trade.tsv": 2,
}


def problems(folder: Path) -> List[str]:
    """Return one line per fault found; no line means that the files are sound."""
    found = [problem for file in _COLUMNS for problem in _form_problems(folder, file)]
    if found:
        return found  # the checks below rely on the form
    hand = read_hand_lists(folder)
    checks: List[Callable[[], Iterator[str]]] = [
        lambda: iter(output_problems(folder)),
        lambda: _word_problems(folder, hand),
        lambda: _possessive_problems(folder, hand),
        lambda: _compound_problems(folder),
        lambda: _trade_problems(folder, hand),
        lambda: form_problems({row[0] for row in rows(folder / "words.tsv")}, hand),
        lambda: _hand_problems(hand),
    ]
    return [problem for check in checks for problem in check()]


def _form_problems(folder: Path, file: str) -> Iterator[str]:
    """Check encoding, line ends, number of columns, and order without repetition."""
    content = (folder / file).read_bytes()
    if not content.isascii() or b"\r" in content or not content.endswith(b"\n"):
        yield f"{file}: must be ASCII with LF line ends, the last line included"
        return
    table = rows(folder / file)
    key_columns = 2 if file in ("compounds.tsv", "forms.tsv") else 1
    keys = [row[:key_columns] for row in table]
    for number, row in enumerate(table, 1):
        if len(row) != _COLUMNS[file] or not all(row) or not _WORD.match(row[0]):
            yield f"{file}:{number}: must have {_COLUMNS[file]} columns, the first a word in a-z"
        elif number > 1 and keys[number - 1] <= keys[number - 2]:
            yield f"{file}:{number}: {row[0]}: must be sorted by bytes, each entry once"


def _word_problems(folder: Path, hand: HandLists) -> Iterator[str]:
    """Check the values in words.tsv, and that nothing blocked or junk is in it."""
    table = rows(folder / "words.tsv")
    if len(table) > _MAX_WORDS:
        yield f"words.tsv: {len(table)} rows, at most {_MAX_WORDS} fit"
    for word, grade, classes, level in table:
        if grade not in map(str, range(16)) or level not in _LEVELS:
            yield f"words.tsv: {word}: grade or level out of range"
        if classes != written(classes):
            yield f"words.tsv: {word}: classes must be letters of {ORDER} in this order, or -"
        if len(word) > MAX_LETTERS:
            yield f"words.tsv: {word}: longer than {MAX_LETTERS} letters"
        if len(word) <= 2 and word not in hand.two_letters | ONE_LETTER:
            yield f"words.tsv: {word}: short words must be in keep2.tsv"
        if word in hand.blocked or word in hand.junk:
            yield f"words.tsv: {word}: is blocked or junk"


def _possessive_problems(folder: Path, hand: HandLists) -> Iterator[str]:
    """Check that names can be said as words, and that every possessive has a name's marks."""
    table = {row[0]: row[1:] for row in rows(folder / "words.tsv")}
    for word, (grade, classes, level) in table.items():
        if "N" in classes and not VOWELS & set(word):
            yield f"words.tsv: {word}: without a vowel it is an abbreviation, not a name"
        if classes != "pN" or word in hand.classes:
            continue
        name_grade, name_classes, name_level = table.get(word[:-1], ("99", "-", "-"))
        if "N" not in name_classes or int(name_grade) > POSSESSED_GRADE:
            yield f"words.tsv: {word}: is not a possessive of a well-known name"
        elif (int(grade), level) != (int(name_grade) + POSSESSIVE_STEPS, name_level):
            yield f"words.tsv: {word}: its grade or level does not follow from the name's"


def _compound_problems(folder: Path) -> Iterator[str]:
    """Check that both words of every compound are listed."""
    listed = {row[0] for row in rows(folder / "words.tsv")}
    for first, second in rows(folder / "compounds.tsv"):
        if first not in listed or second not in listed or len(first + second) > MAX_LETTERS:
            yield f"compounds.tsv: {first} {second}: too long, or not both are in words.tsv"


def _trade_problems(folder: Path, hand: HandLists) -> Iterator[str]:
    """Check that every advertising word is listed, in a known field."""
    listed = {row[0] for row in rows(folder / "words.tsv")}
    for word, field in hand.trade.items():
        if field not in TRADE_FIELDS:
            yield f"trade.tsv: {word}: unknown field"
        if word not in listed or hand.verdicts.get(word, "allow") != "allow":
            yield f"trade.tsv: {word}: is not in words.tsv, or its verdict is not allow"


def _hand_problems(hand: HandLists) -> Iterator[str]:
    """Check the lists written by hand, each alone and against each other."""
    for word, reason, sources, verdict in hand.exclusions:
        if reason not in REASONS or verdict not in VERDICTS or not sources:
            yield f"exclude.tsv: {word}: unknown reason or verdict, or no source"
    for word, reason in hand.junk.items():
        if reason not in JUNK_REASONS:
            yield f"junk.tsv: {word}: unknown reason"
    for word in sorted(hand.two_letters):
        if len(word) != 2:
            yield f"keep2.tsv: {word}: must have two letters"
    for word, classes in hand.classes.items():
        if classes != written(classes):
            yield f"classes.tsv: {word}: classes must be letters of {ORDER} in this order, or -"
    for word, grade in hand.contractions.items():
        if grade not in range(16):
            yield f"contractions.tsv: {word}: grade must be 0 to 15"
    for word in sorted(hand.wanted & (hand.junk.keys() | hand.blocked)):
        yield f"{word}: is both wanted and dropped by the lists written by hand"
