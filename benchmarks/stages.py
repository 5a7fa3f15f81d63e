"""Where the time of a rebuild goes, and what that means for a log that no machine here holds."""

from statistics import median

from benchmarks import work
from benchmarks.measure import Command, told
from benchmarks.page import Bench, bars, table
from benchmarks.work import PYTHON

_HUGE = 100_000_000


def section(bench: Bench) -> str:
    """Stage by stage, as a chart as well, and the sum on paper."""
    folder = work.pattern(bench.build, bench.size)
    scripts: dict[str, Command] = {"": [PYTHON, "-m", "benchmarks.stager", folder, bench.build / "made"]}
    figures = {what: 1e6 * median(seconds) / bench.size for what, seconds in told(scripts, bench.rounds)[""].items()}
    total = figures.pop("all")
    figures["fold, make rows, the rest"] = total - sum(figures.values())
    rows = [[what, f"{cost:.1f}", f"{100 * cost / total:.0f} %"] for what, cost in figures.items()]
    stages = table(["stage", "µs an event", "share"], [*rows, ["all, within one process", f"{total:.1f}", "100 %"]])
    chart = bench.chart("stages", bars("A rebuild, microseconds an event", {"all": total, **figures}, "µs"))
    sizes = [(folder / name).stat().st_size / bench.size for name in ("events.jsonl", "timeline.db")]
    return f"{stages}\n\n{chart}\n\n{_on_paper(total, *sizes)}"


def _on_paper(micros: float, log: float, database: float) -> str:
    head = ["what", "for an event", f"for {_HUGE:,} events"]
    rows = [
        ["log", f"{log:.0f} bytes", f"{log * _HUGE / 1e9:.0f} GB"],
        ["database", f"{database:.0f} bytes", f"{database * _HUGE / 1e9:.0f} GB"],
        ["rebuild", f"{micros:.1f} µs", f"{micros * _HUGE / 3.6e9:.1f} hours"],
    ]
    return table(head, rows)
