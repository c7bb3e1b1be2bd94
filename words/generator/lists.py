"""The lists written by hand, which the generator reads and never writes."""

from pathlib import Path
from typing import Dict, List, NamedTuple, Set

# The fields of docs/words-policy.md.
REASONS = (
    "profanity", "slur", "violence", "death", "illness", "sex", "drugs", "religion", "identity",
    "insult", "other",
)  # fmt: skip
VERDICTS = ("block", "last", "allow")
JUNK_REASONS = (
    "British", "archaic", "clipping", "foreign", "function-plural", "gross", "insult",
    "interjection", "jargon", "letter-name", "misspelling", "name", "prefix", "rare", "slang",
    "spelling",
)  # fmt: skip
TRADE_FIELDS = (
    "auto", "beauty", "call-to-action", "charity", "clothes", "education", "events", "faith",
    "farm", "food", "gifts", "health", "helpline", "home", "industry", "insurance", "law",
    "media", "medicine", "money", "pets", "phone", "property", "public", "quality", "season",
    "sport", "technology", "trade", "travel", "work",
)  # fmt: skip


class Exclusion(NamedTuple):
    """One row of exclude.tsv."""

    word: str
    reason: str
    sources: str
    verdict: str


class Form(NamedTuple):
    """One row of forms.tsv."""

    form: str
    word: str
    reason: str


class HandLists(NamedTuple):
    """All decisions of people."""

    two_letters: Set[str]
    abbreviations: Set[str]
    contractions: Dict[str, int]  # word -> grade
    extra: Set[str]
    classes: Dict[str, str]  # word -> class letters
    junk: Dict[str, str]  # word -> reason
    exclusions: List[Exclusion]
    forms: List[Form]  # forms of words whose verdict is not that of the word
    trade: Dict[str, str]  # advertising word -> field; the crate reads it, not this build

    @property
    def wanted(self) -> Set[str]:
        """Return the words that people asked for, whatever the sources say about them."""
        return self.two_letters | self.abbreviations | self.contractions.keys() | self.extra

    @property
    def blocked(self) -> Set[str]:
        """Return the words that may never be suggested."""
        return {row.word for row in self.exclusions if row.verdict == "block"}

    @property
    def verdicts(self) -> Dict[str, str]:
        """Return the verdict of every word that was judged; all others are allowed."""
        return {row.word: row.verdict for row in self.exclusions}


def read_hand_lists(folder: Path) -> HandLists:
    """Read all lists written by hand from the data folder."""
    return HandLists(
        two_letters={row[0] for row in rows(folder / "keep2.tsv")},
        abbreviations={row[0] for row in rows(folder / "abbr.tsv")},
        contractions={row[0]: int(row[1]) for row in rows(folder / "contractions.tsv")},
        extra={row[0] for row in rows(folder / "extra.tsv")},
        classes={row[0]: row[1] for row in rows(folder / "classes.tsv")},
        junk=dict(rows(folder / "junk.tsv")),
        exclusions=[Exclusion(*row) for row in rows(folder / "exclude.tsv")],
        forms=[Form(*row) for row in rows(folder / "forms.tsv")],
        trade=dict(rows(folder / "trade.tsv")),
    )


def rows(path: Path) -> List[List[str]]:
    """Return the TAB-separated rows of a file."""
    return [line.split("\t") for line in path.read_text("ascii").splitlines()]
