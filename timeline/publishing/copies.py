"""The log as it may leave, and the tables made from it: whatever is published is made from these two."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from timeline.event import Event
from timeline.note import Verifier
from timeline.progress import Stage, unheard
from timeline.projection import project
from timeline.publishing.leaving import Held, Rules, held, outgoing
from timeline.publishing.signed import take_along
from timeline.reading import Reader

_OFTEN = 500
"""Events after which we say how far we are."""

"""Told which stage is at work, how much of it is done, and of how much."""


class Made(NamedTuple):
    """What all of it is made from: the log as it leaves, and the tables made from it.

    `unsigned` says why no checkpoint lies beside that log; it is empty where one does. `unknown` are the events of
    kinds that nobody registers here: they are in no table but that of events.
    """

    log: Path
    db: Path
    unsigned: str
    unknown: int


def made(
    log: Reader, folder: Path, rules: Rules, progress: Stage = unheard, keys: Sequence[Verifier] = ()
) -> tuple[Made, Held]:
    """Make both in a folder; also what was held back. Raises TimelineError.

    `keys` are the verifier keys of who signed the log, by default those that are noted beside it.
    """
    copy, db = folder / "events.jsonl", folder / "timeline.db"
    back = _copy_log(log, copy, rules, progress)
    unsigned = take_along(log.path, copy, back, keys)
    size = copy.stat().st_size
    done = project(
        Reader(copy, kinds=log.kinds), db, progress=lambda at: progress("Making the tables", at.offset, size)
    )
    return Made(copy, db, unsigned, done.unknown), back


def _copy_log(log: Reader, target: Path, rules: Rules, progress: Stage) -> Held:
    """Copy what may leave; what is held back is known when all has been read."""
    count, size = 0, log.path.stat().st_size

    def counted() -> Iterator[Event]:
        nonlocal count
        for count, (event, line) in enumerate(log.read(), 1):
            if count % _OFTEN == 0:
                progress("Reading the log", line.offset, size)
            yield event
        progress("Reading the log", size, size)

    back = held(counted(), rules)
    with target.open("wb") as file:
        for done, (event, line) in enumerate(log.read(), 1):
            file.write(outgoing(event, line.raw, back) + b"\n")
            if done % _OFTEN == 0 or done == count:
                progress("Copying the log", done, count)
    return back
