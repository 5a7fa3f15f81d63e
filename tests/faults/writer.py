"""A writer in a process of its own: it appends through the public door, and notes every answer in a file.

A note is a line: `told`, `refused` or `unknown`, and the ids of the append. Whoever kills the writer finds what it was
told until then; a note that is missing or cut off says nothing.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from tests.faults.tally import source
from timeline import Log, TimelineError, Unknown, plugins
from timeline.cli import main
from timeline.registry import Kinds

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.faults.writer"])

ENVELOPE = 420
"""Bytes of a line besides its title, at most."""


@cache
def our_kinds() -> Kinds:
    """Made once, before the writers are forked."""
    return plugins.kinds(plugins.load())


our_kinds()


def answer(append: Callable[[], object]) -> str:
    """What an append says, in one word."""
    try:
        append()
    except Unknown:
        return "unknown"
    except TimelineError:
        return "refused"
    return "told"


def write(path: Path, notes: Path, name: str, appends: int, count: int = 1, size: int = 300) -> None:
    """`appends` batches of `count` events in lines of about `size` bytes; what is unknown is repeated once."""
    log, title = Log(path, kinds=our_kinds()), "x" * max(1, size - ENVELOPE)
    with notes.open("a", buffering=1) as noted:
        print("begun", file=noted)
        for number in range(appends):
            events = [source(f"{name}-{number}-{place}", title) for place in range(count)]
            for word in answers(log, events):
                print(word, *(event["id"] for event in events), file=noted)


def answers(log: Log, events: Sequence[dict[str, Any]]) -> Iterator[str]:
    """To an append, and where that is unknown, to the same again."""
    word = answer(lambda: log.append(events))
    yield word
    if word == "unknown":
        yield answer(lambda: log.append(events))


def change(path: Path, code: Path, name: str) -> None:
    """Try a correction of the fact `fact` by `timeline append`, and note its exit code."""
    data = {"set": {"title": name}, "reason": "coder_error"}
    draft = {"type": "source.corrected", "subject": "fact", "id": name, "supersedes": "fact", "data": data}
    file = code.with_suffix(".jsonl")
    file.write_text(json.dumps(draft))
    code.touch()
    try:
        main(["append", "--log", str(path), "--db", str(code.with_suffix(".db")), str(file)])
    except SystemExit as ended:
        code.write_text(str(ended.code))


def noted(notes: Path, word: str) -> list[str]:
    """The ids to whose append this was the answer."""
    whole = notes.read_text().rpartition("\n")[0].split("\n") if notes.exists() else []
    return [one for line in whole if line.split()[:1] == [word] for one in line.split()[1:]]


@contextmanager
def started(target: Callable[..., None], *arguments: object) -> Iterator[BaseProcess]:
    """The target in a process that has an end."""
    process = PROCESSES.Process(target=target, args=arguments)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join(60)


def until(condition: Callable[[], bool], process: BaseProcess, patience: float = 60) -> None:
    """Wait until the condition holds, the process has ended, or patience has."""
    deadline = time.monotonic() + patience
    while not condition() and process.is_alive():
        assert time.monotonic() < deadline
        time.sleep(0.002)


if __name__ == "__main__":
    path, notes, name, *numbers = sys.argv[1:]
    write(Path(path), Path(notes), name, *map(int, numbers))
