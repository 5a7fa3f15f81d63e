"""The logs that the benchmarks measure on are real ones: sound, of all kinds, with all that happens to facts."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.__main__ import main as measure
from benchmarks.generate import lines
from timeline import Log, plugins, project
from timeline.cli import main

SIZE = 1_500


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated log."""
    path = tmp_path_factory.mktemp("generated") / "events.jsonl"
    path.write_bytes(b"".join(lines(SIZE)))
    return path


@pytest.fixture(scope="module")
def db(log: Path) -> Iterator[sqlite3.Connection]:
    """Its tables."""
    path = log.with_name("timeline.db")
    assert project(log, path).events == SIZE
    with closing(sqlite3.connect(path)) as connection:
        yield connection


def test_a_generated_log_is_sound(log: Path) -> None:
    """`timeline check` finds nothing, not even a warning."""
    result = CliRunner().invoke(main, ["--log", str(log), "check"])
    assert result.output == f"events.jsonl: {SIZE:,} events, no errors\n"


def test_a_generated_log_might_have_been_appended(log: Path, tmp_path: Path) -> None:
    """Every correction says what stood, and builds on the event before it."""
    events = [json.loads(line) for line in log.read_bytes().splitlines()]
    assert len(Log(tmp_path / "events.jsonl").append(events, dry_run=True).events) == SIZE


def test_the_same_seed_gives_the_same_log() -> None:
    """Byte for byte; another seed gives another."""
    assert list(lines(300)) == list(lines(300))
    assert list(lines(300, seed=2)) != list(lines(300))


def test_all_kinds_are_there(db: sqlite3.Connection) -> None:
    """Facts of each stand."""
    rows = dict(db.execute("SELECT kind, count(*) FROM _facts GROUP BY kind"))
    assert rows.keys() == set(plugins.kinds(plugins.load()))


@pytest.mark.parametrize(
    ("what", "least", "most"),
    [
        ("verb = 'corrected'", 1.5, 2.5),
        ("verb = 'retracted'", 0.3, 0.8),
        ("verb = 'updated'", 1.5, 2.5),
        ("verb = 'reported' AND seq > (SELECT min(seq) FROM events AS e WHERE e.subject = events.subject)", 6, 10),
        ("id IN (SELECT other_event FROM disputes)", 1, 4),
        ("json_array_length(attributed_to) > 1", 10, 30),
        ("length(data) > 1000", 0.2, 3),
        ("data GLOB '*[\u0400-\u04ff\u0600-\u06ff\u4e00-\u9fff]*'", 3, 30),
        ("id IN (SELECT event FROM passages)", 80, 95),
    ],
)
def test_shares(db: sqlite3.Connection, what: str, least: float, most: float) -> None:
    """In a hundred events."""
    (share,) = db.execute(f"SELECT 100.0 * count(*) / {SIZE} FROM events WHERE {what}").fetchone()
    assert least <= share <= most


@pytest.mark.parametrize(
    "what",
    [
        "timeline WHERE date_kind = 'extent'",
        "timeline WHERE date_kind = 'uncertain'",
        "timeline WHERE date GLOB '*[?~X]*'",
        "timeline WHERE date IS NULL",
        "figure_parts",
        "attacks WHERE killed_low < killed AND killed < killed_high",
        "fact_actors WHERE kind = 'meeting' AND side IS NOT NULL",
        "corrections WHERE verb = 'retracted' AND field = 'report'",
    ],
)
def test_it_has(db: sqlite3.Connection, what: str) -> None:
    """More than one of each."""
    (rows,) = db.execute(f"SELECT count(*) FROM {what}").fetchone()
    assert rows > 1


def test_lines_are_as_long_as_real_ones(log: Path) -> None:
    """Some 630 bytes, and never near the limit."""
    sizes = Counter(map(len, log.read_bytes().splitlines()))
    assert 560 < sum(size * times for size, times in sizes.items()) / SIZE < 700
    assert max(sizes) < 32_000


def test_what_a_tool_is_missing_for_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other parts of the page need not wait for it."""
    monkeypatch.setenv("PATH", "")
    page = tmp_path / "performance.md"
    page.write_text("as it was")
    result = CliRunner().invoke(measure, ["--only", "hosting", "--page", str(page), "--build", str(tmp_path)])
    assert result.output == "hosting: left as it was, since it needs nginx and wrk\n"
    assert page.read_text() == "as it was"
