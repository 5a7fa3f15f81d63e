"""Git at work on a file, in real repositories, worktrees and submodules; and what git's lock stands for."""

import re
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from timeline.worktree import settled

WHO = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "protocol.file.allow=always"]


def git(folder: Path, *arguments: str) -> str:
    """What git prints, run as nobody in particular."""
    return subprocess.run(["git", *WHO, *arguments], cwd=folder, capture_output=True, text=True, check=True).stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A log with a line on main and another on `other`, which is checked out; git unites them."""
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--initial-branch", "main")
    (folder / ".gitattributes").write_text("log merge=union\n")
    (folder / "log").write_text("opened\n")
    git(folder, "add", ".")
    git(folder, "commit", "--message", "opened")
    git(folder, "branch", "other")
    for branch in ("main", "other"):
        git(folder, "checkout", branch)
        (folder / "log").write_text(f"opened\n{branch}\n")
        git(folder, "commit", "--all", "--message", branch)
    return folder


def itself(repository: Path) -> Path:
    """The work tree that came with the repository."""
    return repository


def folder_below(repository: Path) -> Path:
    """Some way down."""
    (repository / "a/b").mkdir(parents=True)
    return repository / "a/b"


def linked_folder(repository: Path) -> Path:
    """Reached by another name, which lies outside."""
    link = repository.with_name("link")
    link.symlink_to(folder_below(repository))
    return link


def worktree(repository: Path) -> Path:
    """Whose `.git` is a file with an absolute path."""
    git(repository, "worktree", "add", "../worktree", "main")
    return repository.with_name("worktree")


def submodule(repository: Path) -> Path:
    """Whose `.git` is a file with a relative path."""
    outer = repository.with_name("outer")
    git(repository.parent, "init", "outer")
    git(outer, "submodule", "add", str(repository), "inner")
    return outer / "inner"


@pytest.mark.parametrize("place", [itself, folder_below, linked_folder, worktree, submodule])
def test_git_is_at_work_while_it_holds_its_lock(repository: Path, place: Callable[[Path], Path]) -> None:
    """Wherever the repository keeps it."""
    folder = place(repository)
    lock = Path(git(folder, "rev-parse", "--absolute-git-dir").strip()) / "index.lock"
    assert settled(folder / "log", patience=0)
    lock.touch()
    assert not settled(folder / "log", patience=0)
    lock.unlink()
    assert settled(folder / "log", patience=0)


def test_outside_of_a_repository_nothing_is_waited_for(tmp_path: Path) -> None:
    """Not even in a folder that is not there yet."""
    assert settled(tmp_path / "log", patience=0)
    assert settled(tmp_path / "missing/log", patience=0)


def test_a_repository_that_is_made_later_counts(tmp_path: Path) -> None:
    """Nothing is remembered."""
    assert settled(tmp_path / "log", patience=0)
    git(tmp_path, "init")
    (tmp_path / ".git/index.lock").touch()
    assert not settled(tmp_path / "log", patience=0)


def test_it_waits_until_git_lets_go(repository: Path) -> None:
    """And no longer than it was told to."""
    lock = repository / ".git/index.lock"
    lock.touch()
    began = time.monotonic()
    threading.Timer(0.2, lock.unlink).start()
    assert not settled(repository / "log", patience=0.05)
    assert settled(repository / "log")
    assert 0.15 < time.monotonic() - began < 5


def test_a_commit_whose_message_is_being_written_changes_no_file(repository: Path) -> None:
    """Git holds the lock meanwhile, but has filled it: minutes of typing stop nobody."""
    (repository / "log").write_text("changed\n")
    look = "test -s .git/index.lock && touch held; exec sleep 60 #"
    with subprocess.Popen(["git", *WHO, "-c", f"core.editor={look}", "commit", "--all"], cwd=repository) as commit:
        while not (repository / "held").exists():
            time.sleep(0.01)
        assert settled(repository / "log", patience=0)
        commit.terminate()


REPLACING = {
    "checkout": ["checkout", "main"],
    "merge": ["merge", "--no-edit", "main"],
    "rebase": ["rebase", "main"],
    "reset": ["reset", "--hard", "main"],
    "cherry-pick": ["cherry-pick", "main"],
    "revert": ["revert", "--no-edit", "HEAD"],
    "pull": ["pull", "--no-rebase", "--no-edit", ".", "main"],
    "pull --rebase": ["pull", "--rebase", ".", "main"],
    "restore": ["restore", "--source", "main", "log"],
    "stash": ["stash"],
}
LOCK = {
    r'openat\(.*index\.lock", .*O_CREAT.* = \d': "empty lock",
    r"write\(\d+<.*index\.lock>": "full lock",
    r'(rename|unlink)\(.*index\.lock"': "no lock",
}
CHANGE = {
    r'unlink\("log"': "removed",
    r'openat\(.*"log", .*O_EXCL': "made",
    r'openat\(.*"log", (?!.*O_EXCL).*O_[WR]*WR': "written",
}


def changes(folder: Path, command: list[str]) -> Iterator[tuple[str, str]]:
    """What git does to the log, each with what is then to be seen of its lock."""
    trace = folder.with_name("trace")
    strace = ["strace", "-f", "-y", "-o", str(trace), "-e", "trace=openat,write,rename,unlink"]
    subprocess.run([*strace, "git", *WHO, *command], cwd=folder, capture_output=True, check=True)
    lock = "no lock"
    for call in trace.read_text().splitlines():
        lock = next((state for sign, state in LOCK.items() if re.search(sign, call)), lock)
        yield from ((change, lock) for sign, change in CHANGE.items() if re.search(sign, call))


@pytest.mark.skipif(not shutil.which("strace"), reason="strace tells what git does")
@pytest.mark.parametrize("command", REPLACING.values(), ids=REPLACING)
def test_git_replaces_a_file_under_its_empty_lock_only(repository: Path, command: list[str]) -> None:
    """What the module rests on: never in place, never without the lock, never once the lock has content."""
    if command == ["stash"]:
        (repository / "log").write_text("changed\n")
    assert set(changes(repository, command)) == {("removed", "empty lock"), ("made", "empty lock")}


CAREFUL = ["checkout", "merge", "rebase", "cherry-pick", "revert", "pull", "pull --rebase"]


@pytest.mark.parametrize("command", CAREFUL)
def test_git_refuses_to_replace_what_was_added_to(repository: Path, command: str) -> None:
    """It compares size and times; `reset --hard`, `restore` and `stash` discard on purpose."""
    with (repository / "log").open("a") as log:
        log.write("added\n")
    with pytest.raises(subprocess.CalledProcessError):
        git(repository, *REPLACING[command])
    assert (repository / "log").read_text() == "opened\nother\nadded\n"
