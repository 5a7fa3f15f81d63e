"""The blocks of a log, each made into rows, by as many processes as the machine has processors for.

A process beside this one reads the log by itself, takes every nth block, and writes what it makes of it into a pipe;
when this one ends, however it ends, the pipe breaks and the other ends too.
"""

import gc
import marshal
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import cycle, islice
from typing import Any, BinaryIO

from timeline.making import Made
from timeline.openlog import Block

_MOST = 3
"""More processes than these make rows faster than one can insert them."""

_WORTH = 16 << 20
"""Bytes from which on a process is worth its start."""

_ROOM = 1 << 20
"""Bytes that a pipe holds: the most that Linux gives to everybody."""

Make = Callable[[Block], Made]


def spread(blocks: Callable[[], Iterable[Block]], make: Make, size: int) -> Iterator[Made]:
    """What `make` makes of each of `blocks`, in their order; `size` is how many bytes they are."""
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    helpers = min(processors, _MOST)
    if helpers < 2 or size < _WORTH or threading.active_count() > 1:  # to fork beside a thread is not safe
        yield from map(make, blocks())
        return
    pipes = [_started(blocks, make, number, helpers) for number in range(helpers)]
    try:
        yield from _received(pipes)
    finally:
        for process, pipe in pipes:
            pipe.close()
            os.waitpid(process, 0)


def _started(blocks: Callable[[], Iterable[Block]], make: Make, number: int, of: int) -> tuple[int, BinaryIO]:
    """A process that makes the blocks `number`, `number + of` and so on, and the pipe to read them from."""
    ours, theirs = _roomy_pipe()
    process = os.fork()
    if process:
        os.close(theirs)
        return process, os.fdopen(ours, "rb", 1 << 20)
    try:
        os.close(ours)
        gc.disable()
        with os.fdopen(theirs, "wb", 1 << 20) as pipe:
            _send(pipe, islice(blocks(), number, None, of), make)
    finally:
        os._exit(0)  # nothing of what the other process has open is to be closed here


def _roomy_pipe() -> tuple[int, int]:
    """A pipe that holds a block or two of rows, so that who makes them goes on while they are inserted."""
    ours, theirs = os.pipe()
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # where there may be no pipe of this size, an ordinary one is slower and right
            fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, _ROOM)
    return ours, theirs


def _send(pipe: BinaryIO, blocks: Iterator[Block], make: Make) -> None:
    """Each block as its length and its rows; an exception in place of one ends it."""
    try:
        for block in blocks:
            _frame(pipe, b"+", marshal.dumps(_plain(make(block))))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  raised again where it is waited for
        _frame(pipe, b"-", pickle.dumps(error))
    else:
        _frame(pipe, b".", b"")


def _plain(made: Made) -> tuple[Any, ...]:
    return (tuple(made.digest), *made[1:])


def _frame(pipe: BinaryIO, kind: bytes, content: bytes) -> None:
    pipe.write(kind + len(content).to_bytes(8) + content)


def _received(pipes: list[tuple[int, BinaryIO]]) -> Iterator[Made]:
    for _, pipe in cycle(pipes):
        kind, length = pipe.read(1), int.from_bytes(pipe.read(8))
        content = pipe.read(length)
        if kind == b"-":
            raise pickle.loads(content)
        if kind != b"+":
            if kind != b".":
                raise ChildProcessError("a process that reads the log was ended; try again")
            return
        digest, *rest = marshal.loads(content)
        yield Made(digest, *rest)
