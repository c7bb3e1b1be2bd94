"""Expands the regular expressions of libphonenumber's metadata into sequences of digit sets.

The metadata use digits, sets, alternatives, groups and counted repetitions only. So every
expression stands for a finite number of sequences, and each place of a sequence is a set of digits.
A set is a number of ten bits, bit n for digit n. Any other construct stops the generator.
"""

from typing import Any, FrozenSet, Iterable, List, NamedTuple, Set, Tuple

try:
    from re import _parser as sre  # Python 3.11 and later
except ImportError:
    import sre_parse as sre  # type: ignore[no-redef]

ANY = (1 << 10) - 1

Places = Tuple[int, ...]


class Sequence(NamedTuple):
    """The first places of a sequence, and how many places it has in all."""

    places: Places
    length: int


def expand(expression: str, depth: int) -> FrozenSet[Sequence]:
    """Return the sequences of an expression, each cut after `depth` places."""
    return frozenset(_all_of(sre.parse(expression), depth))


def trimmed(places: Places) -> Places:
    """Return the places without those at the end where any digit may stand."""
    end = len(places)
    while end and places[end - 1] == ANY:
        end -= 1
    return places[:end]


def both(one: Places, other: Places) -> Places:
    """Return the places that satisfy two sequences. A place may hold no digit at all."""
    length = max(len(one), len(other))
    padded = [places + (ANY,) * (length - len(places)) for places in (one, other)]
    return tuple(a & b for a, b in zip(*padded))


def _all_of(items: Iterable[Tuple[Any, Any]], depth: int) -> Set[Sequence]:
    found = {Sequence((), 0)}
    for item in items:
        found = _joined(found, _each(item, depth), depth)
    return found


def _joined(heads: Set[Sequence], tails: Set[Sequence], depth: int) -> Set[Sequence]:
    return {
        Sequence((head.places + tail.places)[:depth], head.length + tail.length)
        for head in heads
        for tail in tails
    }


def _each(item: Tuple[Any, Any], depth: int) -> Set[Sequence]:
    kind, value = str(item[0]), item[1]
    if kind == "LITERAL":
        return {Sequence((_digits([item]),), 1)}
    if kind == "IN":
        return {Sequence((_digits(value),), 1)}
    if kind == "SUBPATTERN":
        return _all_of(value[3], depth)
    if kind == "BRANCH":
        return {sequence for branch in value[1] for sequence in _all_of(branch, depth)}
    if kind == "MAX_REPEAT":
        least, most, repeated = value
        once = _all_of(repeated, depth)
        found: Set[Sequence] = set()
        times = {Sequence((), 0)}
        for count in range(int(most) + 1):
            if count >= least:
                found |= times
            times = _joined(times, once, depth)
        return found
    raise ValueError(f"an expression of the metadata has {kind}, which is not understood")


def _digits(members: List[Tuple[Any, Any]]) -> int:
    mask = 0
    for kind, value in members:
        if str(kind) == "LITERAL":
            mask |= 1 << int(chr(value))
        elif str(kind) == "RANGE":
            mask |= sum(1 << int(chr(code)) for code in range(value[0], value[1] + 1))
        elif str(kind) == "CATEGORY" and str(value) == "CATEGORY_DIGIT":
            mask |= ANY
        else:
            raise ValueError(f"a set of the metadata has {kind}, which is not understood")
    return mask
