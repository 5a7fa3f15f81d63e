"""Work that is shared out among as many processes as the machine has processors for.

Each takes its share by itself and sends what it did through a pipe. When this process ends, however it ends, the pipes
break and the others end too; what they hold of a lock is free then.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, Pipe, wait
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")

_MOST = 8

Make = Callable[[int, int], Iterator[T]]
"""What does the share of one: its number from 0, of how many."""


class _Failed(NamedTuple):
    error: Exception


def shared_out(make: Make[T]) -> Iterator[T]:
    """What all shares give, in no order; an exception in one of them is raised here."""
    of = min(len(os.sched_getaffinity(0)), _MOST) if sys.platform == "linux" else 1
    if of < 2 or threading.active_count() > 1:  # to fork beside a thread is not safe
        yield from make(0, 1)
        return
    helpers = [_started(make, number, of) for number in range(of)]
    try:
        yield from _received([pipe for _, pipe in helpers])
    finally:
        for _, pipe in helpers:  # all, before one is waited for: each process has the pipes of those before it open too
            pipe.close()
        for process, _ in helpers:
            os.waitpid(process, 0)


def _started(make: Make[T], number: int, of: int) -> "tuple[int, Connection[Any, Any]]":
    ours, theirs = Pipe(duplex=False)
    process = os.fork()
    if process:
        theirs.close()
        return process, ours
    try:
        ours.close()
        _send(theirs, make(number, of))
    finally:
        os._exit(0)  # nothing of what the other process has open is to be closed here


def _send(pipe: "Connection[Any, Any]", done: Iterator[Any]) -> None:
    try:
        for one in done:
            pipe.send(one)
    except BrokenPipeError:
        return
    except Exception as error:  # noqa: BLE001  raised again where it is waited for
        pipe.send(_Failed(error))
    else:
        pipe.send(None)


def _received(pipes: "list[Connection[Any, Any]]") -> Iterator[Any]:
    while pipes:
        for pipe in wait(pipes):
            assert isinstance(pipe, Connection)
            try:
                one = pipe.recv()
            except EOFError as error:
                raise ChildProcessError("a process that writes pages was ended; try again") from error
            if one is None:
                pipes.remove(pipe)
            elif isinstance(one, _Failed):
                raise one.error
            else:
                yield one
