"""The folder in which a benchmark works: the log of a size, our database of it, and room for what others make."""

import shutil
import sys
from pathlib import Path

from benchmarks.measure import Command, run
from benchmarks.peers.pattern import Pattern

PYTHON = Path(sys.executable)
TIMELINE: Command = (PYTHON, "-m", "timeline")


def log(build: Path, size: int) -> Path:
    """The folder of a generated log of this size; it is generated once."""
    folder = build / str(size)
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "events.jsonl").exists():
        run([PYTHON, "-m", "benchmarks.generate", str(size), folder / "beginning"])
        (folder / "beginning").rename(folder / "events.jsonl")
    return folder


def database(build: Path, size: int) -> Path:
    """The same, with our database of it."""
    folder = log(build, size)
    run(project(folder, folder / "timeline.db"))
    return folder


def pattern(build: Path, size: int) -> Path:
    """The same, made anew, with the rows for those who take them ready-made."""
    folder = log(build, size)
    run(project(folder, folder / "timeline.db", "--rebuild"))
    run([PYTHON, "-m", "benchmarks.work", folder])
    return folder


def project(folder: Path, db: Path, *options: str) -> Command:
    """The command that brings a database up to the log in a folder."""
    return [*TIMELINE, "--log", folder / "events.jsonl", "--db", db, "project", *options]


def copy(path: Path, folder: Path) -> Path:
    """A copy of a file in another folder."""
    folder.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, folder / path.name))


def emptied(folder: Path) -> Path:
    """A folder with nothing in it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


if __name__ == "__main__":
    Pattern(Path(sys.argv[1])).keep()
