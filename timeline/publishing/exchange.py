"""Two folders change places: in one step where the system can."""

import ctypes
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def exchange(new: Path, path: Path, aside: Path) -> None:
    """Put `new` where `path` is. What was there is then at `new`, or at `aside`."""
    if not path.exists():
        new.rename(path)
    elif not at_once(new, path):
        path.rename(aside)
        new.rename(path)


def at_once(one: Path, other: Path) -> bool:
    """Exchange two names in one step; False where the system or the disk cannot."""
    names = os.fsencode(one), os.fsencode(other)
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform != "win32" else None
    if sys.platform == "linux" and hasattr(libc, "renameat2"):
        assert libc
        return bool(libc.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0)
    if sys.platform == "darwin" and hasattr(libc, "renamex_np"):
        assert libc
        return bool(libc.renamex_np(*names, _RENAME_SWAP) == 0)
    return False
