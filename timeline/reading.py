"""The log as it is read: every line checked as strictly as on the day it came in."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from timeline import plugins
from timeline.archive import Archive
from timeline.errors import Damaged, Problem, Refused
from timeline.event import Event
from timeline.logfile import LogFile
from timeline.openlog import START, Block, Line, Position
from timeline.redactions import RULE, Shun, listed
from timeline.registry import Kinds


def shunned(blocks: Iterable[Block]) -> Shun:
    """What was redacted, by all blocks of a log."""
    return listed(block.behind_lines for block in blocks)


TOGETHER = 64
"""Lines that are read together: enough for `Kinds.read_all`, and what is made of them stays in the cache as well."""


class Numbered(NamedTuple):
    """An event and its line."""

    event: Event
    line: Line


class Reader:
    """Reads a chronology's log. `kinds` are those in force, by default ours and those of installed plugins."""

    def __init__(self, path: str | Path = "events.jsonl", *, kinds: Kinds | None = None) -> None:
        self.path = Path(path)
        self.kinds = kinds or plugins.kinds(plugins.load())
        self.file = LogFile(path)

    def read(self, start: Position = START) -> Iterator[Numbered]:
        """The events from `start` on; raises Damaged with every line that cannot be read, once all were tried."""
        with self.file.opened() as log:
            yield from self.events(log.blocks(start), shunned(log.blocks()))

    def events(self, blocks: Iterable[Block], shun: Shun) -> Iterator[Numbered]:
        """The events in some blocks of the log that has these redactions; raises Damaged."""
        problems: list[Problem] = []
        try:
            for lines in _together(blocks):
                for read, line in zip(self.kinds.read_all([line.raw for line in lines]), lines, strict=True):
                    if isinstance(read, Refused):
                        problems += self._at(line, read.problems)
                    elif fault := _fault(read, line.raw, shun):
                        problems += self._at(line, [Problem("", RULE, fault)])
                    else:
                        yield Numbered(read, line)
        except Damaged as damage:
            problems += damage.problems
        if problems:
            raise self.damaged(problems)

    def _at(self, line: Line, problems: Iterable[Problem]) -> list[Problem]:
        return [replace(problem, where=f"{self.path.name}:{line.seq}") for problem in problems]

    def archive(self) -> Archive:
        """All of the log by id and subject; raises Damaged."""
        return Archive(self.kinds, (event for event, _ in self.read()))

    def damaged(self, problems: Sequence[Problem]) -> Damaged:
        """All that is wrong with the lines, and how to see, and take back, what became of a line that git has."""
        first = next((problem for problem in problems if problem.path != RULE), None)
        if first is None:
            return Damaged(problems, "Nothing was changed.")
        name, _, line = first.where.rpartition(":")
        git = "git" if self.path.parent == Path() else f"git -C {self.path.parent}"
        advice = (
            f"Nothing was changed. `{git} diff {name}` shows what became of the lines that git has; "
            f"`{git} show HEAD:./{name} | sed -n {line}p` shows line {line} as it was committed, to be put back."
        )
        return Damaged(problems, advice)


def _together(blocks: Iterable[Block]) -> Iterator[list[Line]]:
    for block in blocks:
        rest = block.lines()
        while lines := list(islice(rest, TOGETHER)):
            yield lines


def _fault(event: Event, raw: bytes, shun: Shun) -> str | None:
    return shun.fault(event.id, raw) if event.is_redacted or event.id in shun.by_id else None
