"""One process that appends: `python -m benchmarks.writer WAY FOLDER INTO EVENTS`; tells how fast it was.

It appends to a copy of the log in FOLDER the events that follow there in a longer log of the same seed.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks import generate, work
from timeline import Log

_BATCH = 1_000


def one(log: Log, lines: list[bytes]) -> None:
    """Ours, an event at a time."""
    for line in lines:
        log.append([json.loads(line)])


def plain(log: Log, lines: list[bytes]) -> None:
    """A line at a time, written and synced, and nothing else."""
    with log.path.open("ab", buffering=0) as file:
        for line in lines:
            file.write(line)
            os.fsync(file.fileno())


def batch(log: Log, lines: list[bytes]) -> None:
    """Ours, by the thousand."""
    for some in _batches(lines):
        log.append([json.loads(line) for line in some])


def encoded(log: Log, lines: list[bytes]) -> None:
    """By the thousand: each event made a line, the line read by the models, all written and synced once."""
    with log.path.open("ab", buffering=0) as file:
        for some in _batches(lines):
            made = [json.dumps(json.loads(line), ensure_ascii=False, separators=(",", ":")).encode() for line in some]
            for line in made:
                log.kinds.read(line)
            file.write(b"".join(line + b"\n" for line in made))
            os.fsync(file.fileno())


WAYS: dict[str, Callable[[Log, list[bytes]], None]] = {"one": one, "plain": plain, "batch": batch, "encoded": encoded}


def _batches(lines: list[bytes]) -> Iterator[list[bytes]]:
    return (lines[start : start + _BATCH] for start in range(0, len(lines), _BATCH))


def _log(path: Path) -> Log:
    return Log(path)


def alone(way: str, folder: Path, into: Path, events: int) -> dict[str, float]:
    """Append so many events in one way, to a fresh copy of the log."""
    work.copy(folder / "events.jsonl", work.emptied(into))
    log, there = _log(into / "events.jsonl"), sum(1 for _ in (folder / "events.jsonl").open("rb"))
    lines = list(islice(generate.lines(there + events), there, None))
    log.append([json.loads(line) for line in lines], dry_run=True)  # makes what is made once, such as models
    start = time.perf_counter()
    WAYS[way](log, lines)
    return {"events a second": events / (time.perf_counter() - start)}


def shared(into: Path, events: int, writer: str, begin: float) -> dict[str, float]:
    """Append so many events to a log that others append to, from a time on."""
    log = _log(into / "events.jsonl")
    log.append([])  # reads what is there
    time.sleep(max(0, begin - time.time()))
    for number in range(events):
        log.append([_event(f"by-{writer}-{number}")])
    return {"seconds": time.time() - begin}


def _event(subject: str) -> dict[str, Any]:
    data = {"fact": {"title": "Something more", "date": "2026-11-23"}, "source": "document-1"}
    return {"type": "background.reported", "subject": subject, "data": data}


if __name__ == "__main__":
    way, folder, into, events, *rest = sys.argv[1:]
    if way == "shared":
        figures = shared(Path(into), int(events), rest[0], float(rest[1]))
    else:
        figures = alone(way, Path(folder), Path(into), int(events))
    sys.stdout.write(json.dumps(figures))
