"""One event more: what an append and a projection cost on a short log and on a long one."""

import json
from pathlib import Path

from benchmarks import work
from benchmarks.measure import Command, Ratio, Sample, ratio, run, side_by_side, told
from benchmarks.page import Bench, table
from benchmarks.work import PYTHON, TIMELINE

_SMALL = 1_000


def section(bench: Bench) -> str:
    """As two commands, and within a process that has started already."""
    small, large = (_copy(bench, size) for size in (_SMALL, bench.size))
    rows = [*_by_command(bench, small, large), *_within(bench, small, large)]
    head = ["one event more", f"ms at {_SMALL:,}", f"ms at {bench.size:,}", "ratio", "goal"]
    return table(head, rows)


def _copy(bench: Bench, size: int) -> Path:
    """A log and its database, to be appended to."""
    folder = work.database(bench.build, size)
    into = work.emptied(bench.build / f"appended-{size}")
    for name in ("events.jsonl", "timeline.db"):
        work.copy(folder / name, into)
    return into


def _by_command(bench: Bench, small: Path, large: Path) -> list[list[object]]:
    candidates = {
        f"{what} {folder}": lambda what=what, folder=folder: _STEPS[what](folder)
        for folder in (small, large)
        for what in _STEPS
    }
    samples = side_by_side(candidates, 2 * bench.rounds)
    walls = {name: [sample.wall for sample in of_one] for name, of_one in samples.items()}
    both = [_sum(*(walls[f"{what} {folder}"] for what in _STEPS)) for folder in (small, large)]
    rows = [_row(what, walls[f"{what} {small}"], walls[f"{what} {large}"]) for what in _STEPS]
    return [*rows, _row("both commands", both[0], both[1], "≤ 1.3")]


def append(folder: Path) -> Sample:
    """Append an event to the log in a folder."""
    event = folder / "event.jsonl"
    fact = {"title": "Something more", "date": "2026-11-23"}
    subject = f"more-{(folder / 'events.jsonl').stat().st_size}"
    data = {"fact": fact, "source": "document-1"}
    event.write_text(json.dumps({"type": "background.reported", "subject": subject, "data": data}))
    return run([*TIMELINE, "--log", folder / "events.jsonl", "--db", folder / "timeline.db", "append"], event)


def _project(folder: Path) -> Sample:
    return run(work.project(folder, folder / "timeline.db"))


_STEPS = {"timeline append": append, "timeline project": _project}


def _within(bench: Bench, small: Path, large: Path) -> list[list[object]]:
    scripts: dict[str, Command] = {str(folder): [PYTHON, "-m", "benchmarks.news", folder] for folder in (small, large)}
    figures = told(scripts, bench.rounds)
    one, other = figures[str(small)], figures[str(large)]
    return [_row(f"{what}, in Python", one[what], other[what]) for what in one]


def _sum(*figures: list[float]) -> list[float]:
    return [sum(of_round) for of_round in zip(*figures, strict=True)]


def _row(what: str, small: list[float], large: list[float], goal: str = "") -> list[object]:
    middles = (f"{1e3 * sorted(of_one)[len(of_one) // 2]:.1f}" for of_one in (small, large))
    found: Ratio = ratio(large, small)
    return [what, *middles, found, goal]
