"""Each stage of a rebuild by itself: `python -m benchmarks.stager FOLDER INTO` tells the seconds of each.

The stages that write take the rows ready-made; what the whole takes beyond the sum of them is the fold.
"""

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from benchmarks import work
from benchmarks.peers import floor
from benchmarks.peers.pattern import Pattern
from timeline import Log, project


def measure(folder: Path, into: Path) -> dict[str, float]:
    """The seconds of every stage, and of all of it."""
    log, pattern, path = Log(folder / "events.jsonl"), Pattern(folder), work.emptied(into) / "made.db"
    figures = {"read, check every line": _seconds(lambda: sum(1 for _ in log.read()))}
    with closing(floor.opened(path, pattern)) as db:
        figures["insert the rows"] = _seconds(lambda: floor.insert(db, pattern))
        figures["make the indexes"] = _seconds(lambda: floor.index(db, pattern))
        figures["make the search"] = _seconds(lambda: floor.make_search(db, pattern))
        figures["commit, sync"] = _seconds(lambda: _commit(db, path))
    work.emptied(into)
    figures["all"] = _seconds(lambda: project(log, path, rebuild=True))
    return figures


def _seconds(stage: Callable[[], object]) -> float:
    start = time.perf_counter()
    stage()
    return time.perf_counter() - start


def _commit(db: sqlite3.Connection, path: Path) -> None:
    db.execute("COMMIT")
    with path.open("rb") as file:
        os.fsync(file.fileno())


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(*map(Path, sys.argv[1:]))))
