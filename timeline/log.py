"""The log: append events to it, and read them.

log = Log("events.jsonl", db="timeline.db")
log.append([{"type": "actor.registered", "subject": "taliban", "data": {"fact": {"name": "Taliban"}}}])
"""

import base64
import secrets
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from timeline.admission import Admitted, admit
from timeline.archive import Archive, Misfit
from timeline.draft import Draft, Stamp, in_order
from timeline.errors import Problem, Refused, TimelineError, Unknown
from timeline.event import Event
from timeline.fact import Json
from timeline.logfile import Turn
from timeline.memory import Memory
from timeline.openlog import Moved
from timeline.progress import Counting, Reading, unheard
from timeline.reading import Reader
from timeline.registry import Kinds

T = TypeVar("T")
Propose = Callable[[Archive], Sequence[Draft]]
"""Makes drafts from what the log holds, while no other writer can change it."""


def utc_now() -> str:
    """The time as the log writes it."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


class Log(Reader):
    """A chronology's log.

    With `db`, ids and heads are looked up in that database, so that an append costs the same however long the log is.
    `kinds` are those in force (by default ours and those of installed plugins), `authid` is recorded with every event
    that names no other, `now` is the clock, `report` is told when something had to be mended, and `progress` how far
    the log is read where no database knows it.
    """

    def __init__(  # noqa: PLR0913  # all but the first by name
        self,
        path: str | Path = "events.jsonl",
        *,
        db: str | Path | None = None,
        kinds: Kinds | None = None,
        authid: str | None = None,
        now: Callable[[], str] = utc_now,
        report: Callable[[str], None] = lambda _: None,
        progress: Reading = unheard,
    ) -> None:
        super().__init__(path, kinds=kinds)
        self._memory = Memory(self, Path(db) if db else None, report, progress)
        self._authid = authid
        self._now = now
        self._report = report

    def append(self, events: Iterable[Mapping[str, Any]], *, dry_run: bool = False) -> Admitted:
        """Append events, whole or partial: all of them, or none.

        An event needs `type`, `subject` and `data`; the rest is filled in. Returns the events as written and the ids
        that the log had already. Raises Refused with every problem, Conflict when a change builds on what no longer
        stands, Damaged, Unknown when the disk did not confirm; nothing is written but perhaps in the last case.
        """
        drafts = _drafts(events)
        return self.append_proposed(lambda _: drafts, dry_run=dry_run)

    def append_proposed(self, propose: Propose, *, dry_run: bool = False, progress: Counting = unheard) -> Admitted:
        """`append` of what `propose` makes of the log as it is in this writer's turn; problems name each draft.

        `progress` is told how many drafts were checked.
        """
        try:
            return self._append(propose, dry_run, progress)
        except Misfit:
            self._memory.distrust()
            return self.append_proposed(propose, dry_run=dry_run, progress=progress)
        except _Again as again:  # git put another file here meanwhile
            return self._append_again(again)

    def in_turn(self, do: Callable[[Turn, Archive, Stamp], T]) -> T:
        """What `do` makes of the log while no other writer can change it; once more when git put another file here."""
        while True:
            try:
                with self.file.turn() as turn:
                    return do(turn, self._memory.at(turn), self._stamp())
            except Misfit:
                self._memory.distrust()
            except Moved:
                continue

    def _append_again(self, again: "_Again") -> Admitted:
        """What was written once may be in the file that went, or in a commit: a failure is no refusal any more."""
        try:
            return self.append_proposed(again.propose)
        except Unknown:
            raise
        except TimelineError as error:
            advice = "Git may have what was appended before: mend this, and repeat the same append"
            raise Unknown(f"{error}\n{advice}") from error

    def ask(self, question: Callable[[Archive], T]) -> T:
        """What `question` finds in the log as it is now, with no lock; raises what it raises, and Damaged."""
        while True:
            try:
                with self.file.opened() as log:
                    return question(self._memory.at(log))
            except Misfit:
                self._memory.distrust()

    def _append(self, propose: Propose, dry_run: bool, progress: Counting) -> Admitted:
        with self.file.turn(dry_run=dry_run) as turn:
            while self.file.mended:
                self._report(str(self.file.mended.pop(0)))
            archive = self._memory.at(turn)
            drafts = propose(archive)
            admitted, lines = admit(drafts, archive, self._stamp(), progress=progress)
            if drafts and not dry_run:
                self._write(admitted, lines, turn)
            return admitted

    def _write(self, admitted: Admitted, lines: Sequence[bytes], turn: Turn) -> None:
        """Also when all is known already: it is acknowledged once it is durable."""
        try:
            turn.append(lines)
        except Moved as moved:
            raise _Again(admitted) from moved
        self._memory.add(admitted.events, turn)

    def _stamp(self) -> Stamp:
        return Stamp(self._now(), _new_id, _salt, self._authid)


class _Again(Exception):  # noqa: N818  # a word from one turn to the next
    """What was admitted is to be admitted once more, by the ids that it has now."""

    def __init__(self, admitted: Admitted) -> None:
        super().__init__()
        written = {event.id: as_line(event) for event in admitted.events}
        self.drafts = [Draft(event_id, written.get(event_id, {"id": event_id})) for event_id in admitted.ids]

    def propose(self, _: Archive) -> list[Draft]:
        return self.drafts


def as_line(event: Event) -> Json:
    """The attributes of an event in the order of the log."""
    return in_order(event.attributes)


def _drafts(events: Iterable[Mapping[str, Any]]) -> list[Draft]:
    named = [(f"event {number}", event) for number, event in enumerate(events, 1)]
    no_objects = [(where, event) for where, event in named if not isinstance(event, Mapping)]
    if no_objects:
        raise Refused([Problem(where, "", f"{event!r} is not an object of attributes") for where, event in no_objects])
    return [Draft(where, dict(event)) for where, event in named]


def _new_id() -> str:
    import uuid6  # not needed by who names all events

    return str(uuid6.uuid7())


def _salt() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(16)).rstrip(b"=").decode()
