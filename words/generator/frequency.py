"""spaCy's lexeme table: how common a word is and whether it is written with a capital."""

import gzip
import json
import math
import re
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional

_LETTERS = re.compile(r"[A-Za-z]+\Z")


class Frequency(NamedTuple):
    """Relative frequency of a word, summed over its case forms."""

    total: float
    capitalised: float

    @property
    def log10(self) -> float:
        """Return the decimal logarithm of the relative frequency."""
        return math.log10(self.total)

    @property
    def is_mostly_capitalised(self) -> bool:
        """Return whether forms with a capital outweigh the lower-case form fourfold."""
        return self.capitalised > 4 * (self.total - self.capitalised)


def read_frequencies(wheel: Path, member: str) -> Dict[str, Frequency]:
    """Return the frequency of every purely alphabetic token, keyed in lower case."""
    with zipfile.ZipFile(wheel) as archive:
        table = json.loads(gzip.decompress(archive.read(member)))
    lower: Dict[str, List[float]] = defaultdict(list)
    capital: Dict[str, List[float]] = defaultdict(list)
    for token, log_probability in table.items():
        if _LETTERS.match(token):
            side = lower if token.islower() else capital
            side[token.lower()].append(math.exp(log_probability))
    # fsum: the result must not depend on the order of the table.
    return {
        word: Frequency(
            total=math.fsum(lower[word] + capital[word]),
            capitalised=math.fsum(capital[word]),
        )
        for word in lower.keys() | capital.keys()
    }


def grade(frequency: Optional[Frequency]) -> int:
    """Return the 4-bit grade of a word: 0 is commonest, 15 is rarest or not in the table."""
    if frequency is None:
        return 15
    return min(15, max(0, round((-3.0 - frequency.log10) * 2.5)))
