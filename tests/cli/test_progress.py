"""How far long work is, on a real terminal."""

import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.terminal import shown
from timeline import openlog
from timeline.cli import progress
from timeline.logfile import LogFile
from timeline.openlog import Position

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
EVENTS = Path(__file__).parents[2] / "events.jsonl"
MADE = ["Folding changes", "Indexing", "Indexing words", "Counting", "Writing"]
COMMANDS = {
    ("project",): ["Reading events.jsonl", *MADE],
    ("check",): ["Reading events.jsonl", "Indexing", "Checking"],
    ("publish", "site", "--check"): ["Reading events.jsonl"],
    ("project", "--published-by", "2018-12-31", "--db", "then.db"): ["Reading events.jsonl", *MADE],
    ("export", "csv", "--out", "facts.csv"): ["Reading events.jsonl", *MADE, "Writing csv"],
    ("append", "news.jsonl"): ["Checking"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One with a log and news for it, in which a command is typed."""
    (tmp_path / "events.jsonl").write_bytes(EVENTS.read_bytes())
    facts = [{"title": f"Source {number}"} for number in range(1_050)]
    news = [{"type": "source.registered", "subject": f"s-{n}", "data": {"fact": fact}} for n, fact in enumerate(facts)]
    (tmp_path / "news.jsonl").write_text("".join(json.dumps(event) + "\n" for event in news))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def drawn(lines: list[str]) -> list[str]:
    """The stages whose bars were drawn, all of them to their ends."""
    bars = [line for line in lines if "[" in line]
    assert all("100%" in bar for bar in bars)
    return [bar.partition("[")[0].strip() for bar in bars]


@pytest.mark.parametrize(("command", "stages"), COMMANDS.items(), ids=map(" ".join, COMMANDS))
def test_every_stage_to_its_end(
    command: tuple[str, ...], stages: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line for each; other words have lines of their own."""
    assert drawn(shown(monkeypatch, *command)) == stages


def test_who_reads_the_log_again_tells_of_it_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First which events are asked for, then those events."""
    monkeypatch.setattr(openlog, "BLOCK", 1 << 13)
    lines = shown(monkeypatch, "project", "--published-by", "2018-12-31", "--db", "then.db")
    assert drawn(lines) == ["Reading events.jsonl", "Reading events.jsonl", *MADE]


def test_of_a_log_that_is_signed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its lines are read for their hashes."""
    shown(monkeypatch, "keygen", "--name", "example.org", "--key-file", "talks.key")
    assert drawn(shown(monkeypatch, "checkpoint", "--key-file", "talks.key")) == ["Reading events.jsonl"]
    key = capsys.readouterr().out.strip()
    assert drawn(shown(monkeypatch, "verify", "--key", key)) == ["Reading events.jsonl"]


def test_without_a_database_the_log_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which takes as long as it is."""
    shown(monkeypatch, "append", "news.jsonl")
    assert drawn(shown(monkeypatch, "append", "news.jsonl")) == ["Reading events.jsonl", "Checking"]
    one = shown(monkeypatch, "register", "source", "--title", "One more")
    assert drawn(one) == ["Reading events.jsonl"]
    shown(monkeypatch, "project")
    assert drawn(shown(monkeypatch, "append", "news.jsonl")) == ["Checking"]


def test_nothing_is_shown_of_what_is_soon_done(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words alone."""
    assert shown(monkeypatch, "project", soon=1e9) == ["timeline.db: made anew from 84 events"]


def test_what_is_wrong_has_lines_of_its_own(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Below the bar, which ends where the log does."""
    with (folder / "events.jsonl").open("a") as log:
        log.write("{}\n")
    bar, *words = shown(monkeypatch, "check")
    assert drawn([bar]) == ["Reading events.jsonl"]
    assert words[0].startswith("events.jsonl:85: specversion: ")


def test_the_rate_is_of_what_is_read(folder: Path) -> None:
    """Not of what a database knew before."""
    heard: list[tuple[str, int, int, str]] = []

    class Heard(progress.Bars):
        def __call__(self, stage: str, done: int, of: int, rate: str = "") -> None:
            heard.append((stage, done, of, rate))

    with ExitStack() as drawn:
        told = progress.reading(Heard(drawn), LogFile("events.jsonl"))
        told(Position(10, 1_000_000))
        time.sleep(0.01)
        told(Position(20, 1_000_001))
    size = EVENTS.stat().st_size
    assert heard[0] == ("Reading events.jsonl", 10, size, "")
    assert int(heard[1][-1].removesuffix(" events/s")) <= 100
