"""Whole processes beside each other: the time, the CPU time and the peak memory that the kernel counts for each.

Candidates take turns, round by round, so that what else the machine does meets them alike. What is told of them is a
ratio of medians with the ratios of single rounds as its spread; absolute times are of this machine alone.
"""

import json
import os
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

Command = Sequence[str | Path]


class Sample(NamedTuple):
    """What one process took, in seconds and bytes; with its children."""

    wall: float
    cpu: float
    memory: int


class Ratio(NamedTuple):
    """Of two medians, and the lowest and the highest of any round."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} ({self.low:.2f} to {self.high:.2f})"


class Samples(list[Sample]):
    """Those of one candidate, round by round."""

    @property
    def wall(self) -> float:
        return median(sample.wall for sample in self)

    @property
    def cpu(self) -> float:
        return median(sample.cpu for sample in self)

    @property
    def memory(self) -> float:
        return median(sample.memory for sample in self)

    def wall_beside(self, other: "Samples") -> Ratio:
        """This one's time as a multiple of the other's."""
        return ratio([sample.wall for sample in self], [sample.wall for sample in other])

    def cpu_beside(self, other: "Samples") -> Ratio:
        """The same of CPU time."""
        return ratio([sample.cpu for sample in self], [sample.cpu for sample in other])


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Of one's figures to another's, round by round."""
    rounds = [one / other for one, other in zip(ours, theirs, strict=True)]
    return Ratio(median(ours) / median(theirs), min(rounds), max(rounds))


def run(command: Command, input: Path | None = None) -> Sample:
    """Run a process to its end; raises RuntimeError with its last words when it fails."""
    with Path(input or os.devnull).open("rb") as stdin, tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdin=stdin, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{' '.join(map(str, command))}: {output.read().decode()[-2000:]}")
    return Sample(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def side_by_side(candidates: Mapping[str, Callable[[], Sample]], rounds: int, warm: bool = True) -> dict[str, Samples]:
    """Let each take its turn, so many times; a first turn to fill the caches does not count."""
    samples = {name: Samples() for name in candidates}
    for turn in range(-warm, rounds):
        for name, candidate in candidates.items():
            sample = candidate()
            if turn >= 0:
                samples[name].append(sample)
    return samples


def told(scripts: Mapping[str, Command], rounds: int) -> dict[str, dict[str, list[float]]]:
    """What scripts tell that measure within their own process: figures by name, round by round."""
    figures: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in scripts}
    for _ in range(rounds):
        for name, script in scripts.items():
            answer = subprocess.run(script, stdout=subprocess.PIPE, check=True).stdout
            for what, figure in json.loads(answer).items():
                figures[name][what].append(figure)
    return figures
