"""Reads members out of the package formats of the registries."""

import io
import lzma
import tarfile
from pathlib import Path
from typing import Union


def read_member(archive: tarfile.TarFile, member: Union[str, tarfile.TarInfo]) -> bytes:
    """Return the content of a regular file in a tar archive."""
    stream = archive.extractfile(member)
    if stream is None:
        raise ValueError(f"{member} is not a regular file")
    return stream.read()


def open_debian_package(package: Path) -> tarfile.TarFile:
    """Return the files that a .deb package, an `ar` archive, would install."""
    content = package.read_bytes()
    position = len(b"!<arch>\n")
    while position < len(content):
        header = content[position : position + 60]
        name, size = header[:16].decode().strip().rstrip("/"), int(header[48:58])
        if name == "data.tar.xz":
            data = content[position + 60 : position + 60 + size]
            return tarfile.open(fileobj=io.BytesIO(lzma.decompress(data)))
        position += 60 + size + size % 2  # members start at even offsets
    raise ValueError(f"{package.name} holds no data.tar.xz")
