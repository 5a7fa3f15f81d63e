"""A full rebuild, beside the floor and beside what others make of the same lines."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import work
from benchmarks.measure import Command, Sample, Samples, run, side_by_side
from benchmarks.page import Bench, bars, table
from benchmarks.work import PYTHON

OURS = "timeline project --rebuild"
_SMALL = 1_000


class Peer(NamedTuple):
    """A script of `benchmarks.peers`, what it is told, and how much of its time we may take."""

    name: str
    script: str
    options: tuple[str, ...] = ()
    goal: str = ""

    def command(self, folder: Path, made: Path) -> Command:
        """What makes its database of the log in a folder."""
        return [PYTHON, "-m", f"benchmarks.peers.{self.script}", folder, made, *self.options]


PEERS = (
    Peer("floor: orjson, the same rows ready-made", "floor", goal="≤ 1.2"),
    Peer("ours, unchecked: orjson, the same fold", "unchecked"),
    Peer("sqlite-utils' API, the same tables", "api", goal="≤ 0.33"),
    Peer("the same in one transaction", "api", ("whole",)),
    Peer("DuckDB, typed tables", "duck"),
    Peer("eventsourcing's recorder, write and read", "recorder"),
)
_RAW, _RAW_GOAL = "sqlite-utils insert --nl, one raw table", "≤ 1.0"


def section(bench: Bench) -> str:
    """The table of all, the chart, and git-history on a small log."""
    folder, made = work.pattern(bench.build, bench.size), _made(bench)
    commands = {OURS: work.project(folder, made, "--rebuild"), PEERS[0].name: PEERS[0].command(folder, made)}
    commands[_RAW] = [PYTHON, "-m", "sqlite_utils", "insert", made, "events", folder / "events.jsonl", "--nl"]
    commands |= {peer.name: peer.command(folder, made) for peer in PEERS[1:]}
    samples = _measured(bench, commands)
    walls = {name: of_one.wall for name, of_one in samples.items()}
    chart = bars(f"{bench.size:,} events to tables, whole process", walls, "s")
    return "\n\n".join([_table(samples), bench.chart("rebuild", chart), _beside_git_history(bench)])


def _made(bench: Bench) -> Path:
    return bench.build / "made" / "made.db"


def _measured(bench: Bench, commands: dict[str, Command]) -> dict[str, Samples]:
    return side_by_side({name: partial(_anew, bench, command) for name, command in commands.items()}, bench.rounds)


def _anew(bench: Bench, command: Command) -> Sample:
    work.emptied(_made(bench).parent)
    return run(command)


def _table(samples: dict[str, Samples]) -> str:
    goals = {_RAW: _RAW_GOAL, **{peer.name: peer.goal for peer in PEERS}}
    head = ["whole process", "s", "CPU s", "peak MB", "ours as a multiple", "the same in CPU time", "goal"]
    ours = samples[OURS]
    rows = [[OURS, *_absolute(ours), "1", "1", ""]]
    for name, peer in list(samples.items())[1:]:
        rows.append([name, *_absolute(peer), str(ours.wall_beside(peer)), str(ours.cpu_beside(peer)), goals[name]])
    return table(head, rows)


def _absolute(samples: Samples) -> list[str]:
    return [f"{samples.wall:.2f}", f"{samples.cpu:.2f}", f"{samples.memory / 1e6:.0f}"]


def _beside_git_history(bench: Bench) -> str:
    """On a small log, since its cost grows with the square of it."""
    folder, repository = work.log(bench.build, _SMALL), work.emptied(bench.build / "repository")
    run([PYTHON, "-m", "benchmarks.peers.history", folder / "events.jsonl", repository])
    options: list[str | Path] = ["--repo", repository, "--id", "slug", "--silent"]
    theirs: Command = [PYTHON.with_name("git-history"), "file", _made(bench), "facts.json", *options]
    commands: dict[str, Command] = {OURS: work.project(folder, _made(bench), "--rebuild"), "git-history file": theirs}
    samples = _measured(bench, commands)
    head = [f"{_SMALL:,} events, whole process", "ms an event", "CPU ms an event", "ours as a multiple"]
    return table(head, (_of_an_event(name, one, samples[OURS]) for name, one in samples.items()))


def _of_an_event(name: str, one: Samples, ours: Samples) -> list[object]:
    return [name, f"{1e3 * one.wall / _SMALL:.2f}", f"{1e3 * one.cpu / _SMALL:.2f}", ours.wall_beside(one)]
