"""A plain `git merge` that has asked after the log already when an event is appended, and replaces it then."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from timeline import Log
from timeline.cli import main

WHO = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "core.editor=true"]
pytestmark = pytest.mark.skipif(not shutil.which("strace"), reason="strace slows git down")


def git(folder: Path, *arguments: str) -> None:
    """Run git as nobody in particular."""
    subprocess.run(["git", *WHO, *arguments], cwd=folder, capture_output=True, check=True)


def source(name: str) -> dict[str, object]:
    """An event of that id."""
    return {"type": "source.registered", "subject": name, "id": name, "data": {"fact": {"title": name}}}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A log with an event more on main than on `behind`, which is checked out; `aside` has another file besides."""
    folder = tmp_path / "repository"
    git(tmp_path, "init", "--initial-branch", "main", str(folder))
    CliRunner().invoke(main, ["init", str(folder), "--title", "Talks"])
    for name in (".", "behind", "aside"):
        git(folder, "add", ".")
        git(folder, "commit", "--allow-empty", "--message", name)
        if name != ".":
            git(folder, "branch", name)
    Log(folder / "events.jsonl").append([source("on-main")])
    git(folder, "commit", "--all", "--message", "on main")
    git(folder, "checkout", "aside")
    (folder / "other").write_text("other\n")
    git(folder, "add", ".")
    git(folder, "commit", "--message", "other")
    return folder


@pytest.mark.parametrize("branch", ["behind", "aside"], ids=["fast-forward", "merge"])
def test_an_append_within_a_merge_is_there_behind_it(tmp_path: Path, repository: Path, branch: str) -> None:
    """The merge stands still before it takes its lock; whoever appends then is not answered until it is through."""
    git(repository, "checkout", branch)
    (repository / ".git/ORIG_HEAD").unlink(missing_ok=True)
    slow = ["-P", str(repository / ".git/index.lock"), "-e", "trace=openat", "-e", "inject=openat:delay_enter=800000"]
    command = ["strace", "-f", "-o", str(tmp_path / "trace"), *slow, "git", *WHO, "merge", "main"]
    with subprocess.Popen(command, cwd=repository, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as merge:
        while not (repository / ".git/ORIG_HEAD").exists() and merge.poll() is None:
            time.sleep(0.01)
        time.sleep(0.4)
        Log(repository / "events.jsonl").append([source("late")])
    assert merge.returncode == 0
    assert {"on-main", "late"} <= {event.id for event, _ in Log(repository / "events.jsonl").read()}
