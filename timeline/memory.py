"""What a writer knows of the log from turn to turn: its news in memory, on what a database has read before them.

Without a database all of the log is news; of a long log those that are there at first lie in a temporary file. Each
turn reads what others have appended since, and begins anew when the log is another file, or no longer ends as it did.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from timeline.archive import Archive
from timeline.errors import TimelineError
from timeline.event import Event
from timeline.logfile import Turn
from timeline.openlog import START, OpenLog, Position
from timeline.progress import Reading, unheard
from timeline.reading import Numbered, Reader, shunned
from timeline.redactions import Shun, tells

if TYPE_CHECKING:  # SQLite is loaded where there is a database
    from timeline.stored import Stored

NEWS = 1_000
"""So many events may have come since the database was brought up to the log; then it is done again."""

LONG = 64 << 20
"""Bytes of news from which on they lie in a temporary file: a hundred thousand events, which would take some 370 MB."""

_END = 4_096
"""Bytes at the end of the log by which it is known again."""


def _redacts(log: OpenLog, start: Position) -> bool:
    """Whether something was redacted behind a place, or came back there: then all is read anew, by the list to shun."""
    return start != START and tells(block.behind_lines for block in log.blocks(start))


class Memory:
    """The events of a log; `path` is a database that may know them, `report` is told when it does not.

    `progress` is told how far the log is read when much of it is news.
    """

    def __init__(
        self, reader: Reader, path: Path | None, report: Callable[[str], None], progress: Reading = unheard
    ) -> None:
        self.reader = reader
        self.path = path if path and path.exists() else None
        self.report, self.progress = report, progress
        self.limit = NEWS
        self.forget()

    def forget(self) -> None:
        """Begin anew with the next turn."""
        self.stored: Stored | None = None
        self.archive = Archive(self.reader.kinds)
        self.shun = Shun()
        self.end = START
        self._known_by: tuple[str | None, bytes] = (None, b"")

    def at(self, log: OpenLog) -> Archive:
        """All events up to the end of the log; raises Damaged."""
        if self._known_by != self._signs(log) or _redacts(log, self.end):
            self._begin(log)
        self._read(log)
        if self.stored and (self.archive.size > self.limit or self.stored.file != log.identity):
            self._bring_up(self.stored, log)
        return self.archive

    def add(self, events: Iterable[Event], turn: Turn) -> None:
        """Take in what this turn has appended."""
        for event in events:
            self.archive.add(event)
            self.end = Position(turn.size, self.end.lines + 1)
        self._known_by = self._signs(turn)

    def distrust(self) -> None:
        """Do without the database, which does not fit the log."""
        self.report(
            f"{self.path}: does not fit the log, which is read whole now; `timeline project --rebuild` mends it"
        )
        self.path = None
        self.forget()

    def _signs(self, log: OpenLog) -> tuple[str | None, bytes]:
        """Which file the log is, and what stands there up to where it was read."""
        return log.identity, log.bytes(max(0, self.end.offset - _END), self.end.offset)

    def _begin(self, log: OpenLog) -> None:
        self.forget()
        if self.path:
            from timeline.stored import stored

            self.stored = stored(self.path, log, self.reader.kinds)
        if self.stored and _redacts(log, self.stored.position):
            self.stored = None
        if self.stored:
            self.archive = Archive(self.reader.kinds, earlier=self.stored)
            self.end = self.stored.position
        self.shun = self.stored.shun() if self.stored else shunned(log.blocks())
        if not self.stored and log.end() > LONG:
            from timeline.shelf import Shelf

            self.archive = Archive(self.reader.kinds, earlier=Shelf(self.reader.kinds, self._news(log)))

    def _read(self, log: OpenLog) -> None:
        if self.stored:
            self.stored.log = log
        self._known_by = (None, b"")  # until all of it was read
        for event, _ in self._news(log):
            self.archive.add(event)
        self._known_by = self._signs(log)

    def _news(self, log: OpenLog) -> Iterator[Numbered]:
        """What comes behind the events that were read; raises Damaged."""
        begun = self.end.lines
        for one in self.reader.events(log.blocks(self.end), self.shun):
            yield one
            self.end = one.line.end
            if (self.end.lines - begun) % NEWS == 0:
                self.progress(self.end)
        if self.end.lines - begun > NEWS:
            self.progress(self.end)

    def _bring_up(self, known: "Stored", log: OpenLog) -> None:
        """The database up to the log; when that fails, the log can be appended to all the same."""
        from timeline.projection import project

        try:
            project(self.reader, known.path, patience=1)
        except TimelineError as error:
            self.report(str(error))
            known.file, self.limit = log.identity, 2 * self.archive.size + NEWS
        else:
            self._begin(log)
            self._read(log)
