"""How `timeline check` grows with the log: time and memory for an event."""

from functools import partial

from benchmarks import growth, work
from benchmarks.measure import Sample, run, side_by_side
from benchmarks.page import Bench


def section(bench: Bench) -> str:
    """Of each size up to the one that is asked for, less what a log of one event takes."""
    sizes = growth.sizes(bench)
    return growth.table_of(side_by_side({str(size): partial(_checked, bench, size) for size in sizes}, bench.rounds))


def _checked(bench: Bench, size: int) -> Sample:
    return run([*work.TIMELINE, "--log", work.log(bench.build, size) / "events.jsonl", "check"])
