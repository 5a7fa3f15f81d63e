"""How far a long reading of the log is: a bar on a terminal, nothing in a pipe."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

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
def stages() -> Iterator[Callable[[str, int, int], None]]:
    """What to tell which stage is at work, and how many of how many it has done: a bar for each."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    with contextlib.ExitStack() as bars:
        shown: dict[str, Any] = {}

        def told(stage: str, done: int, of: int) -> None:
            if stage not in shown:
                bars.close()
                bar = click.progressbar(length=of, label=f"{stage:<17}", file=sys.stderr, width=24)
                shown[stage] = bars.enter_context(bar)
            shown[stage].length = of
            shown[stage].update(done - shown[stage].pos)

        yield told


@contextlib.contextmanager
def counting(label: str) -> Iterator[Callable[[int, int], None]]:
    """What to tell how many of how many are done, where there is one stage."""
    with stages() as told:
        yield lambda done, of: told(label, done, of)
