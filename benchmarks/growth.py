"""How a rebuild grows with the log: time and memory for an event, from a thousand on."""

from functools import partial

from benchmarks import work
from benchmarks.measure import Sample, Samples, run, side_by_side
from benchmarks.page import Bench, bars, table

SIZES = (1, 1_000, 10_000, 100_000, 1_000_000)


def section(bench: Bench) -> str:
    """Of each size up to the one that is asked for, less what a log of one event takes."""
    samples = side_by_side({str(size): partial(_rebuilt, bench, size) for size in sizes(bench)}, bench.rounds)
    start = samples["1"].wall
    costs = {size: 1e6 * (samples[str(size)].wall - start) / size for size in sizes(bench)[1:]}
    chart = bars("Rebuild, microseconds an event", {f"{size:,} events": cost for size, cost in costs.items()}, "µs")
    return f"{table_of(samples)}\n\n{bench.chart('growth', chart)}"


def sizes(bench: Bench) -> list[int]:
    """The sizes of logs that are measured."""
    return sorted({size for size in SIZES if size <= bench.size} | {bench.size})


def _rebuilt(bench: Bench, size: int) -> Sample:
    made = work.emptied(bench.build / "made") / "made.db"
    return run(work.project(work.log(bench.build, size), made, "--rebuild"))


def table_of(samples: dict[str, Samples]) -> str:
    """What each size takes, less what a log of one event does."""
    start = samples["1"]
    head = ["events", "s", "µs an event", "CPU µs an event", "peak MB"]
    rows = [["1 (taken off the others)", f"{start.wall:.2f}", "", "", f"{start.memory / 1e6:.0f}"]]
    for size, of_one in list(samples.items())[1:]:
        wall, cpu = (1e6 * cost / int(size) for cost in (of_one.wall - start.wall, of_one.cpu - start.cpu))
        rows.append([f"{int(size):,}", f"{of_one.wall:.2f}", f"{wall:.1f}", f"{cpu:.1f}", f"{of_one.memory / 1e6:.0f}"])
    return table(head, rows)
