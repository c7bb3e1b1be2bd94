"""The lists kept by hand, which the generator reads and never writes."""

from pathlib import Path
from typing import Dict, List, NamedTuple, Set

REASONS = ("slur", "profanity", "sexual", "insult", "drug", "violence", "other")
VERDICTS = ("block", "allow")


class Exclusion(NamedTuple):
    """One row of exclude.tsv."""

    word: str
    reason: str
    sources: str
    verdict: str


class HandLists(NamedTuple):
    """Everything a person has decided."""

    two_letters: Set[str]
    abbreviations: Set[str]
    contractions: Dict[str, int]  # word -> grade
    classes: Dict[str, str]  # word -> class letters
    junk: Dict[str, str]  # word -> reason
    exclusions: List[Exclusion]

    @property
    def blocked(self) -> Set[str]:
        """Return the words that may never be suggested."""
        return {row.word for row in self.exclusions if row.verdict == "block"}


def read_hand_lists(folder: Path) -> HandLists:
    """Read all lists kept by hand from the data folder."""
    return HandLists(
        two_letters={row[0] for row in rows(folder / "keep2.txt")},
        abbreviations={row[0] for row in rows(folder / "abbr.txt")},
        contractions={word: int(grade) for word, grade in rows(folder / "contractions.txt")},
        classes=dict(rows(folder / "classes.tsv")),
        junk=dict(rows(folder / "junk.txt")),
        exclusions=[Exclusion(*row) for row in rows(folder / "exclude.tsv")],
    )


def rows(path: Path) -> List[List[str]]:
    """Return the TAB-separated rows of a file."""
    return [line.split("\t") for line in path.read_text("ascii").splitlines()]
