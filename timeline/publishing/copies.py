"""The log as it may leave, and the tables made from it: whatever is published is made from these two."""

from pathlib import Path
from typing import NamedTuple

from timeline.projection import project
from timeline.projector import Progress
from timeline.publishing.leaving import Held, Rules, held, outgoing
from timeline.reading import Reader


class Made(NamedTuple):
    """What all of it is made from: the log as it leaves, and the tables made from it."""

    log: Path
    db: Path


def made(log: Reader, folder: Path, rules: Rules, progress: Progress = lambda _: None) -> tuple[Made, Held]:
    """Make both in a folder; also what was held back. Raises TimelineError.

    `progress` is told how far the copy is read for the tables, which takes most of the time.
    """
    back = held((event for event, _ in log.read()), rules)
    found = Made(folder / "events.jsonl", folder / "timeline.db")
    with found.log.open("wb") as file:
        for event, line in log.read():
            file.write(outgoing(event, line.raw, back) + b"\n")
    project(Reader(found.log, kinds=log.kinds), found.db, progress=progress)
    return found, back
