"""A site of a log: made whole, made again after one event more, beside a copy of the folder and a rebuild.

`cp` writes as many files with the same bytes and makes none of them; the rebuild is the part that is no page.
"""

import shutil
from functools import partial
from pathlib import Path

from benchmarks import work
from benchmarks.catchup import append
from benchmarks.measure import Command, Sample, Samples, run, side_by_side
from benchmarks.page import Bench, table
from benchmarks.work import TIMELINE

_SMALL = 1_000
WHOLE, AGAIN = "timeline publish, all of it", "timeline publish, after one event more"
REBUILD, COPY = "timeline project --rebuild", "cp -r of the folder"


def section(bench: Bench) -> str:
    """A small log and a tenth of the large one, since each fact is a page.

    What a publish makes is left for those that come after it in the round.
    """
    return "\n\n".join(_table(bench, size) for size in sorted({_SMALL, max(_SMALL, bench.size // 10)}))


def _table(bench: Bench, size: int) -> str:
    folder = work.emptied(bench.build / "published")
    shutil.copy(work.log(bench.build, size) / "events.jsonl", folder)
    candidates = {
        REBUILD: partial(_rebuilt, folder),
        WHOLE: partial(_whole, folder),
        COPY: partial(_copied, folder),
        AGAIN: partial(_again, folder),
    }
    samples = side_by_side(candidates, bench.rounds, warm=False)
    head = [f"{size:,} events", "s", "CPU s", "peak MB", f"as a multiple of `{COPY}`", f"of `{REBUILD}`, CPU time"]
    rows = [_row(name, of_one, samples) for name, of_one in samples.items()]
    return f"{table(head, rows)}\n\n{_held(folder / 'site')}"


def _publish(folder: Path) -> Command:
    return [*TIMELINE, "--log", folder / "events.jsonl", "--db", folder / "none.db", "publish", folder / "site"]


def _rebuilt(folder: Path) -> Sample:
    return run(work.project(folder, work.emptied(folder / "made") / "made.db", "--rebuild"))


def _whole(folder: Path) -> Sample:
    shutil.rmtree(folder / "site", ignore_errors=True)
    return run(_publish(folder))


def _copied(folder: Path) -> Sample:
    shutil.rmtree(folder / "copy", ignore_errors=True)
    return run(["cp", "-r", folder / "site", folder / "copy"])


def _again(folder: Path) -> Sample:
    shutil.rmtree(folder / "copy", ignore_errors=True)
    append(folder)
    return run(_publish(folder))


def _row(name: str, ours: Samples, samples: dict[str, Samples]) -> list[object]:
    absolute = [f"{ours.wall:.1f}", f"{ours.cpu:.1f}", f"{ours.memory / 1e6:.0f}"]
    beside = [ours.wall_beside(samples[COPY]), ours.cpu_beside(samples[REBUILD])]
    return [name, *absolute, *beside]


def _held(site: Path) -> str:
    """What the folder holds, and how much of it is the index of the search."""
    sizes = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    index = [size for path, size in sizes.items() if "search" in path.relative_to(site).parts[:-1]]
    words = [size for path, size in sizes.items() if path.parent == site / "search" / "words"]
    return (
        f"The folder has {len(sizes):,} files of {sum(sizes.values()) / 1e6:,.0f} MB; the index of the search has "
        f"{len(index):,} of {sum(index) / 1e6:,.1f} MB, the largest file of words {max(words) / 1e3:,.0f} kB."
    )
