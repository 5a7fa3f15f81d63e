"""The rows of a block of the log: what can be made of each event by itself, in whichever process has the time.

Most facts have one event, so most rows are made here for good. Which ones are not, is known when all is read.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import islice
from typing import Any, NamedTuple, Self

from timeline import prefix
from timeline.changes import Rows
from timeline.errors import Damaged
from timeline.event import Event
from timeline.fold import is_report, opening
from timeline.openlog import Block, Position
from timeline.reading import TOGETHER, Numbered, Reader
from timeline.redactions import Shun
from timeline.registry import OPENED, REDACTED
from timeline.rows import Stood, add_standing, event_row
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
        taken: list[Event] = []
        last_id, problems = None, []
        numbered = self.log.events([block.behind(self.behind)], self.shun)
        try:
            while some := list(islice(numbered, TOGETHER)):
                taken += self._add(rows, [one for one in some if self.selection.has(one.event, one.line.seq)])
                last_id = some[-1].event.id
        except Damaged as damage:
            problems = [(problem.where, problem.path, problem.message) for problem in damage.problems]
        unknown = sum(event.kind not in self.log.kinds and event.type not in (OPENED, REDACTED) for event in taken)
        subjects = [] if self.opens else [event.subject for event in taken]
        lines = block.raw.count(b"\n")
        return tuple(prefix.digest(block)), lines, last_id, len(taken), unknown, subjects, dict(rows), problems

    def _add(self, rows: Rows, taken: Sequence[Numbered]) -> list[Event]:
        """The rows of events, which are returned."""
        rows["events"] += [event_row(line.seq, line.offset, event, line.raw) for event, line in taken]
        if self.opens:
            opened = ((event, line.seq) for event, line in taken if is_report(event) and event.kind in self.log.kinds)
            add_standing(rows, [Stood(self.log.kinds[event.kind], opening(event), seq) for event, seq in opened])
        return [event for event, _ in taken]
