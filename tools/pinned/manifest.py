"""SOURCES.toml: the pinned inputs and the recorded outputs.

Python's TOML reader came with 3.11; this file keeps to `[[table]]` headers and
`key = "text"` lines, so a few lines of code read it on any Python.
"""

import hashlib
import json
import re
from pathlib import Path
from typing import Dict, List, NamedTuple

FILE = "SOURCES.toml"
_TABLE = re.compile(r"\[\[(input|output)\]\]\Z")
_PAIR = re.compile(r'(\w+) = (".*")\Z')


class Manifest(NamedTuple):
    """The tables of SOURCES.toml, keyed by package name and by file name."""

    inputs: Dict[str, Dict[str, str]]
    outputs: Dict[str, Dict[str, str]]


def read_manifest(folder: Path) -> Manifest:
    """Read SOURCES.toml; raise ValueError at the first line that is not understood."""
    tables: Dict[str, List[Dict[str, str]]] = {"input": [], "output": []}
    for number, line in enumerate((folder / FILE).read_text("ascii").splitlines(), 1):
        table, pair = _TABLE.match(line), _PAIR.match(line)
        if table:
            current: Dict[str, str] = {}
            tables[table[1]].append(current)
        elif pair:
            current[pair[1]] = json.loads(pair[2])
        elif line and not line.startswith("#"):
            raise ValueError(f"{FILE}:{number}: not understood: {line}")
    return Manifest(
        inputs={table["name"]: table for table in tables["input"]},
        outputs={table["file"]: table for table in tables["output"]},
    )


def record_output(folder: Path, file: str, content: bytes) -> None:
    """Write a generated file's new sha256 into its `[[output]]` table."""
    path = folder / FILE
    table = re.compile(rf'(\[\[output\]\]\nfile = "{re.escape(file)}"\nsha256 = ")[^"]*')
    path.write_text(table.sub(rf"\g<1>{sha256(content)}", path.read_text("ascii")), "ascii")


def sha256(content: bytes) -> str:
    """Return the sha256 of some bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
