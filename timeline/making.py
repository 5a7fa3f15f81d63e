"""The rows of a block of the log: what can be made of each event by itself, in whichever process has the time.

Most facts have one event, so most rows are made here for good. Which ones are not, is known when all is read.
"""

from collections import defaultdict
from typing import Any, NamedTuple, Self

from timeline import prefix
from timeline.changes import Rows
from timeline.errors import Damaged
from timeline.event import Event
from timeline.fold import opening
from timeline.openlog import Block, Position
from timeline.reading import Numbered, Reader
from timeline.redactions import Shun
from timeline.registry import OPENED, REDACTED
from timeline.rows import add_standing, event_row
from timeline.selection import Selection


class Made(NamedTuple):
    """A block as it was read, what was counted in it, its rows, and what is wrong with its lines."""

    digest: prefix.Digest
    lines: int
    last_id: str | None
    events: int
    unknown: int
    subjects: list[str]
    rows: Rows
    problems: list[tuple[str, str, str]]

    @classmethod
    def of(cls, made: tuple[Any, ...]) -> Self:
        """As a `Maker` made it."""
        return cls(prefix.Digest(*made[0]), *made[1:])

    @property
    def end(self) -> Position:
        """Where the block ends."""
        offset, lines, size, _ = self.digest
        return Position(offset + size, lines + self.lines)


class Maker:
    """Makes the rows of blocks; with `opens`, also those of a fact as its first report opens it."""

    def __init__(self, log: Reader, shun: Shun, selection: Selection, behind: Position, *, opens: bool) -> None:
        self.log, self.shun, self.selection, self.behind, self.opens = log, shun, selection, behind, opens

    def made(self, block: Block) -> tuple[Any, ...]:
        """What `Made` is made of, as another process can send it."""
        rows: Rows = defaultdict(list)
        numbered: list[Numbered] = []
        problems: list[tuple[str, str, str]] = []
        try:
            numbered.extend(self.log.events([block.behind(self.behind)], self.shun))
        except Damaged as damage:
            problems = [(problem.where, problem.path, problem.message) for problem in damage.problems]
        taken = [one for one in numbered if self.selection.has(one.event, one.line.seq)]
        for one in taken:
            self._add(rows, one)
        unknown = sum(event.kind not in self.log.kinds and event.type not in (OPENED, REDACTED) for event, _ in taken)
        last_id = numbered[-1].event.id if numbered else None
        subjects = [] if self.opens else [event.subject for event, _ in taken]
        lines = block.raw.count(b"\n")
        return tuple(prefix.digest(block)), lines, last_id, len(taken), unknown, subjects, dict(rows), problems

    def _add(self, rows: Rows, one: Numbered) -> None:
        event, line = one
        rows["events"].append(event_row(line.seq, line.offset, event, line.raw))
        if self.opens and _opens(event) and event.kind in self.log.kinds:
            add_standing(rows, self.log.kinds[event.kind], opening(event), line.seq)


def _opens(event: Event) -> bool:
    return event.verb in ("registered", "reported")
