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
