"""One process that asks: `python -m benchmarks.reader FOLDER` tells the seconds and the rows of every answer.

With --plans it prints which questions read a whole table, and which one, as EXPLAIN QUERY PLAN shows it.
"""

import json
import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from benchmarks.questions import Asked, questions

_TIMES, _MOST, _LONG = 5, 1_001, 0.5


def measure(db: sqlite3.Connection) -> Iterator[tuple[str, float]]:
    """For each question its median time and the rows that a page of Datasette would fetch."""
    for name, asked in questions(db).items():
        seconds, rows = _answer(db, asked)
        times = [seconds] if seconds > _LONG else [_answer(db, asked)[0] for _ in range(_TIMES)]
        yield name, median(times)
        yield f"{name}, rows", rows


def _answer(db: sqlite3.Connection, asked: list[Asked]) -> tuple[float, int]:
    start = time.perf_counter()
    rows = sum(len(db.execute(*statement).fetchmany(_MOST)) for statement in asked)
    return time.perf_counter() - start, rows


def plans(db: sqlite3.Connection) -> Iterator[str]:
    """The steps that scan."""
    for name, asked in questions(db).items():
        for sql, parameters in asked:
            for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}", parameters):
                if re.match(r"SCAN (?!\S+ VIRTUAL|CONSTANT|j\b)", step):
                    yield f"{name}: {step}"


if __name__ == "__main__":
    with closing(sqlite3.connect(Path(sys.argv[1]) / "timeline.db")) as db:
        if "--plans" in sys.argv:
            sys.stdout.write("".join(f"{plan}\n" for plan in plans(db)))
        else:
            sys.stdout.write(json.dumps(dict(measure(db))))
