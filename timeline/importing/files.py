"""Files to import: plain, gzip or zip with one file in it, or standard input; read twice, so kept until the end."""

import gzip
import shutil
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

from timeline.errors import Problem, Refused, TimelineError
from timeline.importing.format import Opened

_FAULTS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError)
"""What reading and unpacking raise; the last for what is encrypted or packed in a way that nobody knows here."""

_WORKBOOK = "[Content_Types].xml"
"""What tells a workbook from a zip of files."""


@contextmanager
def opened(path: str, encoding: str | None = None) -> Iterator[Opened]:
    """The bytes of a file, at their start; raises TimelineError and Refused."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(_spooled(sys.stdin.buffer) if path == "-" else _file(Path(path)))
        except _FAULTS as error:
            raise TimelineError(f"{path}: cannot be read: {error}") from error
        yield Opened("stdin" if path == "-" else _plain(Path(path).name), file, encoding)


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw, _unpacked(path.name, raw) as file:
        yield file


@contextmanager
def _unpacked(name: str, raw: BinaryIO) -> Iterator[BinaryIO]:
    """What is in a gzip or zip, by its first bytes; it is unpacked to a file, since it is read twice."""
    start = raw.read(4)
    raw.seek(0)
    if start[:2] == b"\x1f\x8b":
        with gzip.open(raw) as packed, _spooled(packed) as file:
            yield file
    elif start == b"PK\x03\x04":
        with zipfile.ZipFile(raw) as archive:
            if _WORKBOOK in archive.namelist():
                raw.seek(0)
                yield raw
                return
            with archive.open(_only(name, archive)) as member, _spooled(member) as file:
                yield file
    else:
        yield raw


def _only(name: str, archive: zipfile.ZipFile) -> str:
    inside = [
        one.filename for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX")
    ]
    if len(inside) != 1:
        raise Refused(
            [Problem(name, "", f"holds {len(inside)} files ({', '.join(inside[:5])}); unpack it, and name one")]
        )
    return inside[0]


@contextmanager
def _spooled(packed: object) -> Iterator[BinaryIO]:
    with tempfile.TemporaryFile() as file:
        shutil.copyfileobj(cast(IO[bytes], packed), file)
        file.seek(0)
        yield cast(BinaryIO, file)


def _plain(name: str) -> str:
    return name.removesuffix(".gz").removesuffix(".zip")
