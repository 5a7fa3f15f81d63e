"""How many events a second can be appended and be on the disk: alone, by the thousand, and by eight at once.

What it is held against does the least that is as durable: the same lines, one write and one fsync for each append.
"""

import json
import subprocess
import time
from pathlib import Path
from statistics import median

from benchmarks import work
from benchmarks.measure import Command, Ratio, ratio, told
from benchmarks.page import Bench, table
from benchmarks.work import PYTHON

WRITERS = 8
_BASE = 1_000


def section(bench: Bench) -> str:
    """Behind a log of a thousand events, and one more table for the eight."""
    folder = work.log(bench.build, _BASE)
    rows = [
        *_beside(bench, folder, "one at a time", ("one", "plain"), 1_000),
        *_beside(bench, folder, "batches of 1,000, read strictly", ("batch", "encoded"), 3_000),
    ]
    head = ["append", "ours, events/s", "the least, events/s", "ours as a multiple", "goal", "µs more an event"]
    return f"{table(head, rows)}\n\n{_eight(bench, folder)}"


def _beside(bench: Bench, folder: Path, what: str, ways: tuple[str, str], events: int) -> list[list[object]]:
    into = work.emptied(bench.build / "appended")
    scripts: dict[str, Command] = {
        way: [PYTHON, "-m", "benchmarks.writer", way, folder, into / way, str(events)] for way in ways
    }
    figures = told(scripts, bench.rounds)
    ours, least = (figures[way]["events a second"] for way in ways)
    more = 1e6 / median(ours) - 1e6 / median(least)
    return [[what, f"{median(ours):,.0f}", f"{median(least):,.0f}", ratio(ours, least), "≥ 0.8", f"{more:.0f}"]]


def _eight(bench: Bench, folder: Path) -> str:
    """Whether all that eight processes append is there, and how evenly they come to their end."""
    rounds = [_together(bench, folder, 50) for _ in range(bench.rounds)]
    fair = [max(ends) / min(ends) for ends, _ in rounds]
    found: Ratio = ratio(fair, [1.0] * len(fair))
    missing = sum(lost for _, lost in rounds)
    rate = median(WRITERS * 50 / max(ends) for ends, _ in rounds)
    head = [f"{WRITERS} writers at once", "events/s of all", "events lost", "slowest as a multiple of the fastest"]
    return table(head, [["50 events each, one at a time", f"{rate:,.0f}", missing, found]])


def _together(bench: Bench, folder: Path, events: int) -> tuple[list[float], int]:
    into, begin = work.emptied(bench.build / "appended") / "shared", str(time.time() + 3)
    script: list[str | Path] = [PYTHON, "-m", "benchmarks.writer", "shared", folder, into, str(events)]
    work.copy(folder / "events.jsonl", into)
    writers = [subprocess.Popen([*script, str(number), begin], stdout=subprocess.PIPE) for number in range(WRITERS)]
    ends = [json.loads(writer.communicate()[0])["seconds"] for writer in writers]
    return ends, _BASE + WRITERS * events - len((into / "events.jsonl").read_bytes().splitlines())
