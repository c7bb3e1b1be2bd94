"""Fetches the pinned inputs with the registries' ordinary clients."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

from .manifest import sha256

_APT_FOLDER = Path("/etc/apt")


class FetchError(Exception):
    """An input could not be fetched, or is not the pinned one."""


def fetch(source: Dict[str, str], cache: Path) -> Path:
    """Return the path of an input in the cache, fetching it first if it is not there."""
    path = cache / source["file"]
    if not path.exists():
        print(f"fetching  {source['file']} ({source['registry']})", flush=True)
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as scratch:
            _download(source, Path(scratch))
            fetched = Path(scratch) / source["file"]
            if not fetched.exists():
                raise FetchError(f"the client fetched no file named {source['file']}")
            shutil.move(str(fetched), str(path))
    found = sha256(path.read_bytes())
    if found != source["sha256"]:
        raise FetchError(
            f"{path.name} has sha256 {found}, pinned is {source['sha256']}; "
            f"delete {path} and run again"
        )
    print(f"verified  {source['file']}", flush=True)
    return path


def _download(source: Dict[str, str], folder: Path) -> None:
    """Fetch the pinned file into a folder with the registry's client."""
    name, version = source["name"], source["version"]
    if source["registry"] == "PyPI":
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        _run([*pip, f"{name}=={version}"], folder)
    elif source["registry"] == "npm":
        _run(["npm", "pack", "--silent", f"{name}@{version}"], folder)
    elif source["registry"] == "Debian binary":
        _run(["apt-get", *_apt_options(folder), "download", f"{name}={version}"], folder)
    elif source["registry"] == "Debian source":
        options = _apt_options(folder)
        _run(["apt-get", *options, "source", "--download-only", f"{name}={version}"], folder)
    else:
        raise FetchError(f"no client is known for the registry {source['registry']}")


def _apt_options(folder: Path) -> List[str]:
    """Update a private copy of apt's package lists, with sources, and return its options.

    Most machines do not list source packages; the copy does, and the machine's
    own configuration stays as it is.
    """
    parts, lists = folder / "sources", folder / "lists"
    parts.mkdir()
    (lists / "partial").mkdir(parents=True)
    originals = [_APT_FOLDER / "sources.list", *(_APT_FOLDER / "sources.list.d").glob("*")]
    for original in originals:
        if not original.is_file() or original.suffix not in (".list", ".sources"):
            continue
        lines = []
        for line in original.read_text("utf-8").splitlines():
            lines.append("Types: deb deb-src" if line == "Types: deb" else line)
            if line.startswith("deb "):
                lines.append("deb-src " + line[len("deb ") :])
        (parts / original.name).write_text("\n".join(lines) + "\n", "utf-8")
    settings = {
        "Dir::Etc::sourcelist": os.devnull,
        "Dir::Etc::sourceparts": str(parts),
        "Dir::State::lists": str(lists),
        "Dir::Cache::pkgcache": "",
        "Dir::Cache::srcpkgcache": "",
        "APT::Sandbox::User": "root",
    }
    options = ["-qq"]
    for key, value in settings.items():
        options += ["-o", f"{key}={value}"]
    _run(["apt-get", *options, "update"], folder)
    return options


def _run(command: List[str], folder: Path) -> None:
    """Run a client in a folder; raise FetchError with what it printed if it fails."""
    try:
        subprocess.run(
            command, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
    except FileNotFoundError:
        raise FetchError(f"{command[0]} is not installed") from None
    except subprocess.CalledProcessError as error:
        output = error.stdout.decode("utf-8", "replace").strip()
        raise FetchError(f"{command[0]} failed: {output}") from None
