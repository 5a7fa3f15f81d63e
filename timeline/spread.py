"""Work that is done part by part, by as many processes as the machine has processors for.

A process beside this one has what this one has when it begins, takes every nth part, and writes what it makes of it
into a pipe; when this one ends, however it ends, the pipe breaks and the other ends too.
"""

import marshal
import os
import pickle
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle, islice
from typing import Any, BinaryIO, TypeVar

_ROOM = 1 << 20
"""Bytes that a pipe holds: the most that Linux gives to everybody."""

Part = TypeVar("Part")
Made = TypeVar("Made")


@contextmanager
def spread(parts: Callable[[], Iterable[Part]], make: Callable[[Part], Made], *, most: int) -> Iterator[Iterator[Made]]:
    """What `make` makes of each of `parts`, in their order: something that `marshal` can write.

    `parts` is called in each process. At `most` so many begin at once, and end with the block; where it would be one,
    this one does the work.
    """
    processors = len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
    helpers = min(processors, most)
    if helpers < 2 or threading.active_count() > 1:  # to fork beside a thread is not safe
        yield map(make, parts())
        return
    pipes = [_started(parts, make, number, helpers) for number in range(helpers)]
    try:
        yield _received(pipes)
    finally:
        for _, pipe in pipes:  # all, before one is waited for: each process has the pipes of those before it open too
            pipe.close()
        for process, _ in pipes:
            os.waitpid(process, 0)


def _started(
    parts: Callable[[], Iterable[Part]], make: Callable[[Part], Any], number: int, of: int
) -> tuple[int, BinaryIO]:
    """A process that makes the parts `number`, `number + of` and so on, and the pipe to read them from."""
    ours, theirs = _roomy_pipe()
    process = os.fork()
    if process:
        os.close(theirs)
        return process, os.fdopen(ours, "rb", 1 << 20)
    try:
        os.close(ours)
        with os.fdopen(theirs, "wb") as pipe:
            _send(pipe, map(make, islice(parts(), number, None, of)))
    finally:
        os._exit(0)  # nothing of what the other process has open is to be closed here


def _roomy_pipe() -> tuple[int, int]:
    """A pipe that holds a part or two, so that who makes them goes on while they are inserted."""
    ours, theirs = os.pipe()
    if sys.platform == "linux":
        import fcntl

        with suppress(OSError):  # where there may be no pipe of this size, an ordinary one is slower and right
            fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, _ROOM)
    return ours, theirs


def _send(pipe: BinaryIO, made: Iterator[Any]) -> None:
    """Each part as its length and its content; an exception in place of one ends it."""
    try:
        for part in made:
            _frame(pipe, b"+", marshal.dumps(part))
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001  raised again where it is waited for
        _frame(pipe, b"-", pickle.dumps(error))
    else:
        _frame(pipe, b".", b"")


def _frame(pipe: BinaryIO, kind: bytes, content: bytes) -> None:
    pipe.write(kind + len(content).to_bytes(8))
    pipe.write(content)
    pipe.flush()


def _received(pipes: list[tuple[int, BinaryIO]]) -> Iterator[Any]:
    for _, pipe in cycle(pipes):
        kind, length = pipe.read(1), int.from_bytes(pipe.read(8))
        content = pipe.read(length)
        if kind == b"-":
            raise pickle.loads(content)
        if kind != b"+":
            if kind != b".":
                raise ChildProcessError("a process beside this one was ended; try again")
            return
        yield marshal.loads(content)
