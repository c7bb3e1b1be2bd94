"""Checks of the committed files that need neither network nor third-party inputs."""

import re
from pathlib import Path
from typing import Iterator, List

from pinned.modes import output_problems

_CODE = re.compile(r"[1-9]\d{0,2}\Z")
_LENGTHS = re.compile(r"\d{1,2}(,\d{1,2})*\Z")
_TRUNKS = re.compile(r"-\Z|\d{1,2}(,\d{1,2})*\Z")
_START = re.compile(r"-\Z|\d*(\d|\[[\d-]+\])\Z")
_GROUPING = re.compile(r"(\(\d+(-\d+)*\)|\d+)(-\d+)*\Z")
# The crate numbers groupings with 8 bits.
_MAX_GROUPINGS = 255


def problems(folder: Path) -> List[str]:
    """Return one line per fault found; no line means that the files are sound."""
    return [*output_problems(folder), *_row_problems(folder)]


def _rows(path: Path) -> Iterator[List[str]]:
    for line in path.read_text("ascii").splitlines():
        yield line.split("\t")


def _row_problems(folder: Path) -> Iterator[str]:
    lengths = {}
    for number, row in enumerate(_rows(folder / "plans.tsv"), 1):
        if len(row) != 3 or not (_CODE.match(row[0]) and _LENGTHS.match(row[1])):
            yield f"plans.tsv:{number}: must be a country code, lengths and trunk prefixes"
        elif not _TRUNKS.match(row[2]):
            yield f"plans.tsv:{number}: trunk prefixes have one or two digits"
        else:
            lengths[row[0]] = set(map(int, row[1].split(",")))
    known = set()
    for number, row in enumerate(_rows(folder / "groups.tsv"), 1):
        groupings = row[2].split(" ") if len(row) == 3 else []
        if not groupings or row[0] not in lengths or not _START.match(row[1]):
            yield f"groups.tsv:{number}: must be a code of plans.tsv, a start and groupings"
            continue
        known.update(groupings)
        for grouping in groupings:
            digits = sum(map(int, re.findall(r"\d+", grouping)))
            if not _GROUPING.match(grouping) or digits not in lengths[row[0]]:
                yield f"groups.tsv:{number}: {grouping} is not a grouping of a possible length"
    if len(known) > _MAX_GROUPINGS:
        yield f"groups.tsv: {len(known)} groupings, at most {_MAX_GROUPINGS} fit"
