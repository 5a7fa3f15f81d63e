"""Bytes reach a file whole and durable, or not at all.

No buffered file object: Python would write a refused buffer once more on closing it. After an error the file is cut
back to what it was, and TimelineError says so. A failed fsync is never called again to make it good, for the kernel may
have dropped the pages and would then report a success that is none: the answer is Unknown. A new name is durable
once its folder is.
"""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from timeline.errors import TimelineError, Unknown

EXTEND = os.O_RDWR | os.O_APPEND
"""How a file is opened that is only ever extended."""

_BLOCK = 1 << 20

_REMEDIES = {
    errno.EACCES: "give this account the right to read and write it",
    errno.EPERM: "give this account the right to read and write it",
    errno.EROFS: "choose a disk that can be written to",
    errno.EISDIR: "give the name of a file",
    errno.ENOENT: "create its folder first",
    errno.ENOSPC: "free some space and repeat",
    errno.EDQUOT: "free some space and repeat",
    errno.EFBIG: "raise the limit on the size of a file (ulimit -f) and repeat",
}


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Turn what the system reports about `path` into a TimelineError: where, what, what to do."""
    try:
        yield
    except OSError as error:
        raise _refusal(path, error) from error


@contextmanager
def opened(path: Path, flags: int = EXTEND | os.O_CREAT) -> Iterator[int]:
    """A descriptor for `path`, which is made when it is missing; raises TimelineError."""
    try:
        descriptor = os.open(path, flags, 0o666)
    except OSError as error:
        raise _refusal(path, error) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def existing(path: Path, flags: int) -> Iterator[int | None]:
    """A descriptor for `path`, or None where there is no file; raises TimelineError."""
    try:
        descriptor = os.open(path, flags)
    except FileNotFoundError:
        yield None
        return
    except OSError as error:
        raise _refusal(path, error) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def identity(descriptor: int) -> str:
    """Which file it is, as long as it is open somewhere or has a name."""
    status = os.fstat(descriptor)
    return f"{status.st_dev}:{status.st_ino}"


def append(path: Path, descriptor: int, data: bytes) -> None:
    """Add `data`, durably; raises TimelineError or Unknown. Empty data makes durable what others wrote."""
    size = os.fstat(descriptor).st_size
    try:
        _write(descriptor, data)
    except OSError as error:
        cut(path, descriptor, size)
        raise _refusal(path, error) from error
    try:
        _sync(path, descriptor, new=size == 0)
    except OSError as error:
        with suppress(OSError):
            os.ftruncate(descriptor, size)
        raise _unknown(path, error) from error


def cut(path: Path, descriptor: int, size: int) -> None:
    """Shorten the file to `size` bytes, durably; raises Unknown."""
    try:
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    except OSError as error:
        raise _unknown(path, error) from error


def set_aside(path: Path, descriptor: int, size: int, target: Path) -> None:
    """Move all that lies behind `size` to the end of `target`, where it is durable before it is cut here."""
    offset = size
    with opened(target) as copy:
        while block := os.pread(descriptor, _BLOCK, offset):
            append(target, copy, block)
            offset += len(block)
    cut(path, descriptor, size)


def replace(path: Path, data: bytes) -> None:
    """Put a file with `data` at `path`, durably; a reader finds the old one or the new one. Raises TimelineError."""
    beside = path.with_name(f"{path.name}.new")
    create(beside, [data])
    rename(beside, path)


def create(path: Path, blocks: Iterable[bytes], like: os.stat_result | None = None) -> None:
    """A new file of these blocks, whole and durable, with owner and rights of another; raises TimelineError."""
    with refusing(path):
        path.unlink(missing_ok=True)
        with opened(path) as descriptor:
            for block in blocks:
                _write(descriptor, block)
            if like:
                with suppress(PermissionError):
                    os.fchown(descriptor, like.st_uid, like.st_gid)
                os.fchmod(descriptor, like.st_mode)
            os.fsync(descriptor)


def rename(path: Path, target: Path) -> None:
    """Let a durable file take the place of another, durably; raises TimelineError, Unknown."""
    with refusing(target):
        path.replace(target)
    try:
        sync(target.parent)
    except OSError as error:
        raise _unknown(target, error) from error


def current(path: Path, descriptor: int | None) -> bool:
    """Whether `path` still names the open file, or none; git puts a new one in its place."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return descriptor is None
    return descriptor is not None and os.path.samestat(there, os.fstat(descriptor))


def sync(path: Path) -> None:
    """Make durable what a file or a folder holds; raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _sync(path: Path, descriptor: int, *, new: bool) -> None:
    os.fsync(descriptor)
    if new:
        sync(path.parent)


def _refusal(path: Path, error: OSError) -> TimelineError:
    remedy = _REMEDIES.get(error.errno or 0, "mend the cause and repeat")
    return TimelineError(f"{error.filename or path}: {error.strerror}, nothing was changed; {remedy}")


def _unknown(path: Path, error: OSError) -> Unknown:
    return Unknown(
        f"{path}: {error.strerror}, so it is unknown what is on the disk; "
        "mend the cause and repeat the same append: it is safe"
    )
