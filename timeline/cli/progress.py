"""How far long work is: a bar for each of its stages on a terminal, nothing in a pipe or of what is soon done."""

import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import click

from timeline import progress
from timeline.logfile import LogFile
from timeline.openlog import Position

_SOON = 0.5
"""Seconds of work of which nobody needs to be told."""


class Bars:
    """Draws the stages, each from its first word to its last or until the next one begins; it may come again."""

    def __init__(self, drawn: ExitStack) -> None:
        self._start = time.monotonic()
        self._drawn = drawn
        self._stage = ""
        self._bar: Any = None

    def __call__(self, stage: str, done: int, of: int, rate: str = "") -> None:
        if of == 0 or time.monotonic() - self._start < _SOON:
            return
        if stage != self._stage or (done < of and not self._bar):
            self._begin(stage)
        if self._bar:
            self._bar.length = of
            self._bar.update(done - self._bar.pos, rate)
            if done >= of:
                self._end()

    def _begin(self, stage: str) -> None:
        if self._bar:
            self._bar.update(self._bar.length - self._bar.pos)
            self._end()
        bar = click.progressbar(length=1, label=f"{stage:<17}", file=sys.stderr, item_show_func=_shown, width=24)
        self._stage, self._bar = stage, self._drawn.enter_context(bar)

    def _end(self) -> None:
        self._drawn.close()
        self._bar = None


def _shown(rate: str | None) -> str:
    return rate or ""


@contextmanager
def bars() -> Iterator[progress.Stage]:
    """What to tell of stages; at the end of the block the last one ends, however far it is."""
    with ExitStack() as drawn:
        yield Bars(drawn) if sys.stderr.isatty() else progress.unheard


def reading(stage: progress.Stage, log: LogFile) -> progress.Reading:
    """What to tell how far a log is read; the share done, the time left and the events a second are shown.

    It may be read more than once, one time after the other.
    """
    if not isinstance(stage, Bars):
        return progress.unheard
    with log.opened() as there:
        size = there.end()
    begun, lines = (0, 0.0), sys.maxsize

    def told(position: Position) -> None:
        nonlocal begun, lines
        now = time.monotonic()
        if position.lines < lines:  # a reading begins, perhaps behind what a database knows
            begun = position.lines, now
        lines, (first, start) = position.lines, begun
        rate = f"{(lines - first) / (now - start):,.0f} events/s" if now > start else ""
        stage(f"Reading {log.name}", position.offset, size, rate)

    return told
