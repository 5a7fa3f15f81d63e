"""The log: append events to it, and read them.

    log = Log("events.jsonl")
    log.append([{"type": "actor.registered", "subject": "taliban", "data": {"fact": {"name": "Taliban"}}}])

Each line is checked on reading as strictly as on the day it came in.
"""

import base64
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import uuid6

from timeline import jsonline, plugins
from timeline.admission import Admitted, admit
from timeline.archive import Archive
from timeline.draft import Draft, Stamp, in_order
from timeline.errors import Damaged, Refused
from timeline.event import Event
from timeline.fact import Json
from timeline.logfile import START, LogFile, Moved, Position
from timeline.registry import Kinds


class Numbered(NamedTuple):
    """An event and the position behind it; `end.lines` is its line."""

    event: Event
    end: Position


def utc_now() -> str:
    """The time as the log writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Log:
    """A chronology's log.

    `kinds` are those in force (by default ours and those of installed plugins), `authid` is recorded with every event
    that names no other, `now` is the clock, and `report` is told when something had to be mended.
    """

    def __init__(
        self,
        path: str | Path = "events.jsonl",
        *,
        kinds: Kinds | None = None,
        authid: str | None = None,
        now: Callable[[], str] = utc_now,
        report: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.path = Path(path)
        self.kinds = kinds or plugins.kinds(plugins.load())
        self.file = LogFile(path)
        self._authid = authid
        self._now = now
        self._report = report

    def append(self, events: Iterable[Mapping[str, Any]], *, dry_run: bool = False) -> Admitted:
        """Append events, whole or partial: all of them, or none.

        An event needs `type`, `subject` and `data`; the rest is filled in. Returns the events as written and the ids
        that the log had already. Raises Refused with every problem, Conflict when a change builds on what no longer
        stands, Damaged, Unknown when the disk did not confirm; nothing is written but perhaps in the last case.
        """
        return self.append_drafts(
            [Draft(f"event {n}", dict(event)) for n, event in enumerate(events, 1)], dry_run=dry_run
        )

    def append_drafts(self, drafts: Sequence[Draft], *, dry_run: bool = False) -> Admitted:
        """`append`, with a name for each event by which problems call it."""
        with self.file.locked():
            if dry_run or not drafts:
                return self._admitted(drafts)[0]
            self.file.mend()
            self._tell()
            return self._written(drafts)

    def _written(self, drafts: Sequence[Draft]) -> Admitted:
        admitted, end = self._admitted(drafts)
        try:
            self.file.append([jsonline.write(as_line(event)) for event in admitted.events], end)
        except Moved:  # git put another file here meanwhile: the same events again
            return self._written(_again(admitted))
        finally:
            self._tell()
        return admitted

    def _admitted(self, drafts: Sequence[Draft]) -> tuple[Admitted, Position]:
        archive, end = self._caught_up()
        return admit(drafts, archive, self._stamp()), end

    def _tell(self) -> None:
        while self.file.mended:
            self._report(str(self.file.mended.pop(0)))

    def read(self, start: Position = START) -> Iterator[Numbered]:
        """The events from `start` on; raises Damaged with every line that cannot be read, once all were tried."""
        problems = []
        for line in self.file.read(start):
            try:
                yield Numbered(self.kinds.read(line.raw), line.end)
            except Refused as refusal:
                where = f"{self.path.name}:{line.end.lines}"
                problems += [replace(problem, where=where) for problem in refusal.problems]
        if problems:
            advice = f"Nothing was changed. `git diff {self.path.name}` shows what became of the lines that git has."
            raise Damaged("\n".join([*map(str, problems), advice]))

    def archive(self) -> Archive:
        """All of the log by id and subject; raises Damaged."""
        return self._caught_up()[0]

    def _caught_up(self) -> tuple[Archive, Position]:
        archive, end = Archive(self.kinds), START
        for numbered in self.read():
            archive.add(numbered.event)
            end = numbered.end
        return archive, end

    def _stamp(self) -> Stamp:
        return Stamp(self._now(), lambda: str(uuid6.uuid7()), _salt, self._authid)


def as_line(event: Event) -> Json:
    """The attributes of an event in the order of the log."""
    return in_order(event.model_dump(exclude_unset=True))


def _again(admitted: Admitted) -> list[Draft]:
    """What was admitted, to be admitted once more: the ids are given now."""
    known = [Draft(event_id, {"id": event_id}) for event_id in admitted.known]
    return [*known, *(Draft(event.id, as_line(event)) for event in admitted.events)]


def _salt() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()
