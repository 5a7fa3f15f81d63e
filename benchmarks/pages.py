"""What our pages cost, on a thousand events and on many: each asked of Datasette in process, from address to HTML."""

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from benchmarks import work
from benchmarks.measure import Command, ratio, told
from benchmarks.page import Bench, table
from benchmarks.questions import About, about
from benchmarks.work import PYTHON

_SMALL = 1_000
_TIMES = 5


def section(bench: Bench) -> str:
    """A row for each page."""
    folders = [work.database(bench.build, size) for size in (_SMALL, bench.size)]
    scripts: dict[str, Command] = {str(folder): [PYTHON, "-m", "benchmarks.pages", folder] for folder in folders}
    small, large = told(scripts, bench.rounds).values()
    head = ["page", f"ms at {_SMALL:,}", f"ms at {bench.size:,}", "ratio"]
    return table(head, (_row(page, small[page], large[page]) for page in small))


def _row(page: str, small: list[float], large: list[float]) -> list[object]:
    return [page, f"{1e3 * median(small):.1f}", f"{1e3 * median(large):.1f}", ratio(large, small)]


def addresses(what: About) -> Iterator[tuple[str, str]]:
    """Pages by what they show."""
    asked = {
        "the timeline, first page": {},
        "the timeline, last page": {"before": "end"},
        "the timeline, a page in the middle": {"after": f"{what.day},~,x"},
        "one kind, last page": {"kind": "attack", "before": "end"},
        "one actor": {"actor": what.actor},
        "two words": {"q": what.name},
        "possibly in a month": {"from": what.day[:7], "to": what.day[:7]},
        "certainly in a month, last page": {
            "from": what.day[:7],
            "to": what.day[:7],
            "how": "certainly",
            "before": "end",
        },
        "known on a day in the middle": {"known": what.recorded},
        "known on the second day": {"known": what.early},
    }
    yield from ((name, f"timeline?{urlencode(given)}") for name, given in asked.items())
    yield "a fact", f"fact/{what.fact}"
    yield "an actor", f"actor/{what.actor}"
    yield "the figures", "figures"
    yield "a search for two words", f"search?{urlencode({'q': what.name})}"


async def measure(db: Path) -> dict[str, float]:
    """Seconds of each page: the median of some, once it was asked."""
    from datasette.app import Datasette

    datasette = Datasette([str(db)])
    with closing(sqlite3.connect(db)) as connection:
        wanted = dict(addresses(about(connection)))
    return {name: await _seconds(datasette, f"/-/{address}") for name, address in wanted.items()}


async def _seconds(datasette: object, address: str) -> float:
    times = []
    for _ in range(_TIMES + 1):
        start = time.perf_counter()
        response = await datasette.client.get(address)  # type: ignore[attr-defined]
        times.append(time.perf_counter() - start)
        assert response.status_code == 200, address
    return median(times[1:])


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asyncio.run(measure(Path(sys.argv[1]) / "timeline.db"))))
