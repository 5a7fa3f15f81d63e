"""Bytes reach the disk whole, or the file is as it was.

One loop of os.write, since a single call may write less. Any error cuts the file back. Then fsync, and once only: after
a failure the kernel may have dropped the pages, and a second call would report a success that is none (see the
PostgreSQL list on "fsync errors", 2018). A new name is durable when its folder is synced too.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline.errors import TimelineError, Unknown


class Swapped(Exception):
    """Another program, git perhaps, put a new file in the place of the one that was written."""


def append(path: Path, data: bytes, size: int) -> None:
    """Add `data` to the file of `size` bytes, durably; of none, it is made.

    Raises TimelineError when nothing was written, Unknown when the disk did not confirm it, Swapped when the bytes went
    into a file that has meanwhile been replaced.
    """
    _add(path, data, size, os.O_CREAT if size == 0 else 0)


def create(path: Path, data: bytes) -> None:
    """Write a new file, durably; raises TimelineError or Unknown."""
    _add(path, data, 0, os.O_CREAT | os.O_EXCL)


def cut(path: Path, size: int, to: int) -> None:
    """Shorten the file of `size` bytes, durably; raises TimelineError or Unknown."""
    with _opened(path, size, 0) as descriptor:
        try:
            os.ftruncate(descriptor, to)
            os.fsync(descriptor)
        except OSError as error:
            raise _unknown(path, error) from error


def _add(path: Path, data: bytes, size: int, flags: int) -> None:
    with _opened(path, size, flags) as descriptor:
        _write(descriptor, path, data, size)
        _sync(descriptor, path, size)
        try:
            if not os.path.samestat(os.fstat(descriptor), path.stat()):
                raise Swapped(path)
        except FileNotFoundError as error:
            raise Swapped(path) from error


@contextmanager
def _opened(path: Path, size: int, flags: int) -> Iterator[int]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | flags, 0o644)
    except OSError as error:
        raise TimelineError(f"{path}: {error.strerror}; nothing was written") from error
    try:
        if os.fstat(descriptor).st_size != size:
            raise TimelineError(f"{path}: changed while we were about to write; nothing was written, try again")
        yield descriptor
    finally:
        os.close(descriptor)


def _write(descriptor: int, path: Path, data: bytes, size: int) -> None:
    rest = memoryview(data)
    try:
        os.lseek(descriptor, size, os.SEEK_SET)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
    except OSError as error:
        _cut_back(descriptor, path, size, error)
        raise TimelineError(f"{path}: {error.strerror}; nothing was written, make room and try again") from error


def _sync(descriptor: int, path: Path, size: int) -> None:
    """The bytes, and the name too where the file is new."""
    try:
        os.fsync(descriptor)
        if size == 0:
            _sync_folder(path.parent)
    except OSError as error:
        _cut_back(descriptor, path, size, error)
        raise _unknown(path, error) from error


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _cut_back(descriptor: int, path: Path, size: int, cause: OSError) -> None:
    try:
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    except OSError as error:
        raise _unknown(path, cause) from error


def _unknown(path: Path, error: OSError) -> Unknown:
    return Unknown(
        f"{path}: {error.strerror}; it is unknown whether the events are on the disk. "
        "Mend the cause, then repeat the same append with the same ids: it is safe."
    )
