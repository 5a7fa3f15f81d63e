"""The command line as its user has it: real files in an empty folder, and what each command prints."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from timeline import Log
from timeline.cli import main

Run = Callable[..., Result]

REGISTRIES = [
    {"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}},
    {"type": "source.registered", "subject": "paper", "data": {"fact": {"title": "The Paper"}}},
    {"type": "source.registered", "subject": "agency", "data": {"fact": {"title": "The Agency"}}},
    {
        "type": "actor.registered",
        "subject": "taliban",
        "data": {"fact": {"name": "Taliban", "aliases": ["the militants"]}},
    },
    {"type": "place.registered", "subject": "doha", "data": {"fact": {"name": "Doha", "country": "QA"}}},
]
ATTACK = {
    "id": "attack-1",
    "type": "attack.reported",
    "subject": "kabul-attack",
    "data": {"fact": {"title": "Attack in Kabul", "date": "2018-11-12", "killed": 2}, "source": "paper"},
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`timeline` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments, **more: CliRunner().invoke(main, arguments, **more)


@pytest.fixture
def log(run: Run, tmp_path: Path) -> Log:
    """A log with its registries and one attack, in the folder where `run` runs."""
    log = log_of(tmp_path)
    log.append([*REGISTRIES, ATTACK])
    return log


def as_lines(*events: object) -> str:
    """Events as JSON Lines."""
    return "".join(json.dumps(event) + "\n" for event in events)


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, as nobody in particular."""
    who = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *who, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def log_of(folder: Path) -> Log:
    """A folder's log, whose every event has the same time: merges then order by id, however long a test takes."""
    return Log(folder / "events.jsonl", now=lambda: "2026-11-23T10:00:00Z")


def commit(folder: Path, *events: dict[str, object]) -> None:
    """Append events and commit the log."""
    log_of(folder).append(events)
    git(folder, "add", ".")
    git(folder, "commit", "--message", "append")


def attack(name: str) -> dict[str, object]:
    """A report of an attack of its own."""
    return {**ATTACK, "id": name, "subject": name}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a log on main, one more event there, and another on the branch `other`."""
    git(tmp_path, "init")
    CliRunner().invoke(main, ["doctor", "--log", str(tmp_path / "events.jsonl")])
    commit(tmp_path, *REGISTRIES, ATTACK)
    git(tmp_path, "checkout", "-b", "other")
    commit(tmp_path, attack("theirs"))
    git(tmp_path, "checkout", "main")
    commit(tmp_path, attack("ours"))
    return tmp_path
