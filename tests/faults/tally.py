"""What faults did to a log, in numbers, and the judgement on each: the bar is the same for all of them."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from timeline import Damaged, Log
from timeline.check import check
from timeline.registry import Kinds
from timeline.shelf import Shelf

T = TypeVar("T")

FULL = 300
ROUNDS = int(os.environ.get("TIMELINE_FAULT_ROUNDS", "3"))
"""`make faults` tries all cases, FULL of FULL; the tests of every day these few."""

FAULTS = (
    "kill -9 while lines of 300 bytes are written",
    "kill -9 while lines of 8 KB are written",
    "kill -9 while lines of 64 KB are written",
    "the Nth write fails: ENOSPC, EIO, EDQUOT, EINTR",
    "the Nth write and all after it fail, and so does the cut back",
    "the Nth fsync fails: EIO, ENOSPC; the same append again",
    "the Nth fsync and the cut back fail; the same append again",
    "short writes: room for part of an append (RLIMIT_FSIZE)",
    "full disk (tmpfs), then space freed",
    "crash states: part of an append, zeros, a lost sector",
    "noise of 1 to 1,024 bytes at the end",
    "one flipped bit in the log, with a database and git beside it",
    "eight writers, an event at a time",
    "eight writers, batches of 200",
    "eight writers, one fact, one head",
    "git switches, rebases and merges under writers",
    "projector killed at random",
    "projector killed at its Nth write",
    "projector on a full disk",
    "database with a broken page",
    "one flipped bit in the database, then the same appends again",
    "a writer and a reader beside redactions",
    "a redaction killed at its Nth call",
    "the Nth call of a redaction fails: ENOSPC, EIO; the same again",
    "the clock a year back or forward, another time zone",
    "read-only file, folder or mount",
)
"""The rows of the table, as docs/reliability.md has them."""


def some(cases: Sequence[T], least: int = 1) -> list[T]:
    """All of the cases in full size; otherwise their share, `least` of them or more, spread evenly."""
    count = min(len(cases), max(least, len(cases) * ROUNDS // FULL))
    return [cases[(2 * number + 1) * len(cases) // (2 * count)] for number in range(count)]


@dataclass
class Tally:
    """The numbers of one row. `unwanted` are events that were refused and are there, or are there twice."""

    fault: str
    kinds: Kinds
    cases: int = 0
    acknowledged: int = 0
    lost: int = 0
    unwanted: int = 0
    broken: int = 0
    notes: dict[str, int] = field(default_factory=dict)

    def judge(self, path: Path, told: Iterable[str], refused: Iterable[str] = (), *, cases: int = 1) -> list[str]:
        """The ids in the log after the next append. It works, nothing is lost or there unasked, and all is sound."""
        told, following = set(told), f"next-{self.cases}"
        Log(path, kinds=self.kinds).append([source(following)])
        ids = self._ids(path)
        self.cases += cases
        self.acknowledged += len(told)
        self.lost += len({*told, following} - set(ids))
        self.unwanted += len(set(ids) & set(refused)) + len(ids) - len(set(ids))
        assert (self.lost, self.unwanted, self.broken) == (0, 0, 0)
        return ids

    def unfinished(self, path: Path) -> int:
        """Bytes behind the last whole append."""
        return Log(path, kinds=self.kinds).file.unfinished()

    def note(self, what: str) -> None:
        """Count something that only this fault has."""
        self.notes[what] = self.notes.get(what, 0) + 1

    def _ids(self, path: Path) -> list[str]:
        log = Log(path, kinds=self.kinds)
        numbered = []
        try:
            numbered += log.read()
        except Damaged as damage:
            self.broken += len(damage.problems)
        self.broken += sum(not warning for _, warning in check(Shelf(self.kinds, numbered), path.name))
        self.broken += bool(self.unfinished(path))
        return [event.id for event, _ in numbered]

    @property
    def numbers(self) -> dict[str, Any]:
        """What goes into the table."""
        return {name: value for name, value in asdict(self).items() if name != "kinds"}


def source(name: str, title: str = "T") -> dict[str, Any]:
    """An event that needs no other but the opening, with its id for a subject."""
    return {"type": "source.registered", "subject": name, "id": name, "data": {"fact": {"title": title}}}


def opened(path: Path, kinds: Kinds) -> Log:
    """A log that was opened."""
    log = Log(path, kinds=kinds)
    log.append([{"type": "log.opened", "subject": "talks", "id": "opened", "data": {"title": "Talks"}}])
    return log
