"""The three modes of a generator: rebuild, compare (`--check`) and check alone (`--verify`)."""

import argparse
import sys
from pathlib import Path
from typing import Callable, Dict, List

from .fetch import FetchError
from .manifest import read_manifest, record_output, sha256


def run(
    folder: Path,
    description: str,
    rebuild: Callable[[Path], Dict[str, bytes]],
    problems: Callable[[Path], List[str]],
) -> int:
    """Run the mode that the command line asks for and return the exit code.

    `rebuild` takes the folder of the cached inputs and returns the content of every generated
    file. `problems` checks the committed files of `folder` without the inputs.
    """
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="rebuild and compare")
    mode.add_argument("--verify", action="store_true", help="check without the inputs")
    parser.add_argument("--cache", type=Path, default=folder / ".cache", help="where inputs go")
    options = parser.parse_args()

    if not options.verify:
        try:
            files = rebuild(options.cache)
        except FetchError as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
        if options.check:
            return _compare(folder, files)
        _write(folder, files)
    return _report(problems(folder), "all checks passed")


def output_problems(folder: Path) -> List[str]:
    """Check the generated files against the sums in SOURCES.toml; return one line per fault."""
    return [
        f"{file}: differs from its sha256 in SOURCES.toml; run generate.py"
        for file, table in read_manifest(folder).outputs.items()
        if sha256((folder / file).read_bytes()) != table["sha256"]
    ]


def _compare(folder: Path, files: Dict[str, bytes]) -> int:
    """Compare the rebuilt files with the committed ones, byte for byte."""
    different = [
        f"{file}: differs from what generate.py builds; run generate.py and review the diff"
        for file, content in files.items()
        if (folder / file).read_bytes() != content
    ]
    return _report(different, "the committed files are what the inputs give")


def _write(folder: Path, files: Dict[str, bytes]) -> None:
    """Write the generated files and record their sums in SOURCES.toml."""
    for file, content in files.items():
        (folder / file).write_bytes(content)
        record_output(folder, file, content)
        lines = content.count(b"\n")
        print(f"wrote     {file}: {lines:,} rows", flush=True)
    print("next: review the diff and commit it together with SOURCES.toml")


def _report(faults: List[str], success: str) -> int:
    """Print the faults, or that there are none, and return the exit code."""
    for fault in faults:
        print(f"error: {fault}", file=sys.stderr)
    if not faults:
        print(f"ok: {success}")
    return 1 if faults else 0
