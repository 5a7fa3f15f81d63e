"""Writers in processes of their own, in a work tree where git commits, switches, merges and rebases.

Nothing lost: every id that a writer was told is in the work tree's log, or in the log of some commit of the repository,
be it one that a rebase left behind. An event belongs to the branch that was checked out when it was appended; git
carries it along, or refuses until it is committed. `merge` looks at the file before it takes git's lock, and replaces
it unseen: it runs under the log's own lock, as docs/git.md says.
"""

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from filelock import FileLock

from tests.faults.tally import Tally, some
from timeline.cli import main

WHO = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "core.editor=true"]

WRITER = """
import random, sys, time
from pathlib import Path
from timeline import Log
from timeline.errors import TimelineError, Unknown
name, stop, log, number = sys.argv[2], Path(sys.argv[3]), Log(sys.argv[1]), 0
with stop.with_name(name).open("w", buffering=1) as answers:
    while not stop.exists():
        number += 1
        one = f"{name}-{number}"
        try:
            log.append([{"type": "source.registered", "subject": one, "id": one, "data": {"fact": {"title": one}}}])
            print("told", one, file=answers)
        except Unknown:
            print("unknown", one, file=answers)
        except TimelineError as error:
            print("refused", one, str(error).splitlines()[0], file=answers)
        time.sleep(random.random() / 20)
"""


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git as nobody in particular."""
    return subprocess.run(["git", *WHO, *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A log on the branches main and other, united by our driver."""
    folder = tmp_path / "repository"
    git(tmp_path, "init", "--initial-branch", "main", str(folder))
    CliRunner().invoke(main, ["init", str(folder), "--title", "Talks"])
    git(folder, "add", ".")
    git(folder, "commit", "--message", "opened")
    git(folder, "branch", "other")
    return folder


@contextmanager
def writers(repository: Path, count: int) -> Iterator[None]:
    """Processes that append, each noting in a file of its own what it was told."""
    answers = repository.with_name("answers")
    answers.mkdir()
    stop, log = answers / "stop", repository / "events.jsonl"
    names = [f"w{number}" for number in range(count)]
    started = [subprocess.Popen([sys.executable, "-c", WRITER, str(log), name, str(stop)]) for name in names]
    try:
        while len([file for file in answers.iterdir() if file.read_text()]) < count:
            assert [process.poll() for process in started] == [None] * count
            time.sleep(0.01)
        yield
    finally:
        stop.touch()
        assert [process.wait(timeout=60) for process in started] == [0] * count


COMMIT = ["commit", "--all", "--allow-empty", "--message", "append"]


def locked(repository: Path, *commands: list[str]) -> None:
    """While the writers wait."""
    with FileLock(repository / "events.jsonl.lock"):
        done = [git(repository, *command) for command in commands]
    assert [(one.args, one.stderr) for one in done if one.returncode] == []


def insist(repository: Path, *command: str) -> None:
    """Among the writers; but when events keep coming that git would have to overwrite, while they wait."""
    for _ in range(5):
        git(repository, *COMMIT)
        if git(repository, *command).returncode == 0:
            return
        if (repository / ".git/rebase-merge").exists():
            command = ("rebase", "--continue")
            break
    locked(repository, COMMIT, [*command])


def one_round(repository: Path) -> None:
    """Both branches get events, and each those of the other."""
    time.sleep(0.1)
    insist(repository, "switch", "other")
    time.sleep(0.1)
    insist(repository, "rebase", "main")
    insist(repository, "switch", "main")
    time.sleep(0.1)
    locked(repository, COMMIT, ["merge", "--no-edit", "other"])


def answered(repository: Path, answer: str) -> set[str]:
    """The ids to which the writers got this answer."""
    lines = [
        line.split() for file in repository.with_name("answers").iterdir() for line in file.read_text().splitlines()
    ]
    return {words[1] for words in lines if words[0] == answer}


def logs(repository: Path) -> Iterator[str]:
    """The log in the work tree and in every commit."""
    yield (repository / "events.jsonl").read_text()
    for commit in git(repository, "rev-list", "--all", "--reflog").stdout.split():
        yield git(repository, "show", f"{commit}:events.jsonl").stdout


@pytest.mark.fault("git switches, rebases and merges under writers")
def test_nothing_is_lost_while_git_works(tally: Tally, repository: Path) -> None:
    """And nothing that was refused is there, and the log is whole."""
    with writers(repository, 3):
        for _ in some(range(20), 3):
            one_round(repository)
    lines = {line for log in logs(repository) for line in log.splitlines()}
    told, refused = answered(repository, "told"), answered(repository, "refused")
    there = {one for one in told | refused if any(f'"id":"{one}"' in line for line in lines)}
    tally.acknowledged, tally.lost, tally.unwanted = len(told), len(told - there), len(refused & there)
    tally.judge(repository / "events.jsonl", [], cases=len(some(range(20), 3)))


@pytest.mark.skipif(not shutil.which("flock"), reason="flock takes the lock for git")
def test_a_command_under_the_lock_meets_no_writer(repository: Path) -> None:
    """As docs/git.md has it: `flock events.jsonl.lock git …`, even with what discards."""
    flock = ["flock", "events.jsonl.lock", "sh", "-c"]
    stash = 'test -n "$(git diff --name-only)" && git stash --quiet && git stash pop --quiet'
    with writers(repository, 2):
        for _ in range(5):
            subprocess.run([*flock, stash], cwd=repository, capture_output=True, check=False)
            time.sleep(0.1)
    lines = (repository / "events.jsonl").read_text()
    assert [one for one in answered(repository, "told") if f'"id":"{one}"' not in lines] == []
