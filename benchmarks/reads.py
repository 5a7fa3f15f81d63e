"""What readers ask, on a thousand events and on many: the time of each answer, and what it has to scan.

The questions are the ready ones, asked so that both answers are about as long where that can be; as on a page of
Datasette, at most a thousand rows are fetched.
"""

from statistics import median

from benchmarks import work
from benchmarks.measure import Command, ratio, told
from benchmarks.page import Bench, table
from benchmarks.work import PYTHON

_SMALL = 1_000
_ENOUGH = 0.05
_GOAL = 1.5


def section(bench: Bench) -> str:
    """A row for each question."""
    folders = [work.database(bench.build, size) for size in (_SMALL, bench.size)]
    scripts: dict[str, Command] = {str(folder): [PYTHON, "-m", "benchmarks.reader", folder] for folder in folders}
    small, large = told(scripts, bench.rounds).values()
    head = ["question", f"ms at {_SMALL:,}", f"ms at {bench.size:,}", "ratio", "rows", "within the goal"]
    return table(head, (_row(what, small, large) for what in small if not what.endswith("rows")))


def _row(what: str, small: dict[str, list[float]], large: dict[str, list[float]]) -> list[object]:
    one, other = median(small[what]), median(large[what])
    rows = [f"{figures[f'{what}, rows'][0]:,.0f}" for figures in (small, large)]
    within = other <= max(_ENOUGH, _GOAL * one)
    return [
        what,
        f"{1e3 * one:.2f}",
        f"{1e3 * other:.2f}",
        ratio(large[what], small[what]),
        " / ".join(rows),
        "yes" if within else "**no**",
    ]
