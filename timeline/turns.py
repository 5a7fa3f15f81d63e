"""Writers take turns: who has locked a file keeps the others out until it is done, or until its process ends.

The kernel queues those who wait, and lets the next one in at once. The file stays: were it removed, one writer could
wait for the file that went while another locks the one that came.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from timeline import durable

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def turn(lock: Path) -> Iterator[None]:
    """Wait for the lock of a file, which is made when it is missing, and hold it; raises TimelineError.

    It is taken on the open file, so threads of one process wait for each other too.
    """
    if fcntl is None:
        from filelock import FileLock  # takes longer to load than the lock to be taken

        with FileLock(lock):
            yield
        return
    while True:
        with durable.opened(lock, _FLAGS) as descriptor:
            with durable.refusing(lock):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if os.fstat(descriptor).st_nlink:  # somebody may have removed it all the same
                yield
                return
