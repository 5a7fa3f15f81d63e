"""How far a long reading of the log is: a bar on a terminal, nothing in a pipe."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from timeline.openlog import Position

Progress = Callable[[Position], None]

_LONG = 5_000_000
"""Bytes that take about a second."""


@contextlib.contextmanager
def reading(log: Path) -> Iterator[Progress]:
    """What to tell how far the log is read; it shows the share done, the time left and the events a second."""
    size = log.stat().st_size if log.exists() else 0
    if not sys.stderr.isatty() or size < _LONG:
        yield lambda _: None
        return
    start = time.monotonic()

    def rate(position: Position | None) -> str:
        return f"{position.lines / (time.monotonic() - start):,.0f} events/s" if position else ""

    label = f"Reading {log.name}"
    with click.progressbar(length=size, label=label, file=sys.stderr, item_show_func=rate, width=24) as bar:
        yield lambda position: bar.update(position.offset - bar.pos, position)


@contextlib.contextmanager
def counting(label: str) -> Iterator[Callable[[int, int], None]]:
    """What to tell how many of how many are done."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr, width=24) as bar:

        def told(done: int, of: int) -> None:
            bar.length = of
            bar.update(done - bar.pos)

        yield told
