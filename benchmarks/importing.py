"""What an import of UCDP GED costs by the row, beside a program that puts the same rows into a table unread.

Each row is checked, compared with what is known, and appended with the place, actors and article that it names. The
two sizes show whether a row costs more, or memory grows, with the file.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import work
from benchmarks.measure import Command, Sample, run, side_by_side
from benchmarks.page import Bench, table
from benchmarks.work import PYTHON, TIMELINE

_PLACES, _CHANGED = 500, 100
_NEEDED = "id year type_of_violence side_a side_b source_article source_date source_original where_prec"
_NEEDED += " where_coordinates latitude longitude country date_prec date_start date_end"
_NEEDED += " deaths_a deaths_b deaths_civilians deaths_unknown best high low"


def section(bench: Bench) -> str:
    """A row for each size and each import."""
    return table(
        ["import", "rows", "ms of CPU a row", "peak memory", "as a multiple of `sqlite-utils insert --csv`"],
        [row for rows in (bench.size // 40, bench.size // 10) for row in _rows(bench, rows)],
    )


def _rows(bench: Bench, rows: int) -> Iterator[list[object]]:
    folder = work.emptied(bench.build / "imported")
    (folder / "opened.jsonl").write_text('{"type":"log.opened","subject":"imported","data":{"title":"Imported"}}\n')
    _write(folder / "ged231.csv", rows, changed=False)
    _write(folder / "ged241.csv", rows, changed=True)
    samples = side_by_side(dict(_turn(folder)), bench.rounds)
    least = samples.pop("sqlite-utils")
    for name, sample in samples.items():
        beside = sample.cpu_beside(least)
        yield [name, f"{rows:,}", f"{sample.cpu / rows * 1e3:.2f}", f"{sample.memory / 1e6:.0f} MB", beside]


def _turn(folder: Path) -> Iterator[tuple[str, Callable[[], Sample]]]:
    """The imports in their order: each round begins a new log."""
    kept = folder / "kept"
    ours: Command = [*TIMELINE, "--log", kept / "events.jsonl", "--db", kept / "timeline.db"]

    def first() -> Sample:
        work.emptied(kept)
        run([*ours, "append", folder / "opened.jsonl"])
        run([*ours, "project"])
        return run([*ours, "import", "ucdp-ged", folder / "ged231.csv"])

    yield "first", first
    yield "the same again", lambda: run([*ours, "import", "ucdp-ged", folder / "ged231.csv"])
    yield "the next release, 1 % changed", lambda: run([*ours, "import", "ucdp-ged", folder / "ged241.csv"])
    insert: Command = [PYTHON, "-m", "sqlite_utils", "insert", kept / "rows.db", "rows", folder / "ged231.csv", "--csv"]
    yield "sqlite-utils", lambda: run(insert)


def _write(path: Path, rows: int, *, changed: bool) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_NEEDED.split())
        writer.writerows(_row(number, extra=int(changed and number % _CHANGED == 0)) for number in range(rows))


def _row(number: int, *, extra: int) -> list[object]:
    place, dead = number % _PLACES, number % 7
    day = f"20{number % 20 + 10}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    article = f'"Paper {number % 40},{day},Report {number}"'
    who = [number, day[:4], 1, f"Government {number % 30}", f"Group {number % 90}", article, day, "police"]
    where = [1, f"Village {place}", place / 10, place / 5, f"Country {number % 30}"]
    return [*who, *where, 1, day, day, dead, 1, extra, 0, dead + 1 + extra, dead + 2 + extra, dead]
