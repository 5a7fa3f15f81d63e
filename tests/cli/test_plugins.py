"""A kind from a folder, end to end: one file, and no change of ours."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from timeline import Log

PAGE = Path(__file__).parents[2] / "docs/plugins.md"


@pytest.fixture
def plugin(tmp_path: Path) -> str:
    """A folder with the plugin that the documentation shows."""
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "court_case.py").write_text(re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)[0])
    return str(folder)


def test_it_has_options_and_a_schema(run: Run, plugin: str) -> None:
    """As our own kinds have."""
    assert "--sentenced" in run("report", "court_case", "--help", env={"TIMELINE_PLUGINS_DIR": plugin}).stdout
    assert '"not_guilty"' in run("--plugins-dir", plugin, "schema", "court_case").stdout
    assert "court_case       court_cases" in run("--plugins-dir", plugin, "kinds").stdout


def test_it_has_rows_in_its_table_and_in_the_timeline(run: Run, log: Log, plugin: str, tmp_path: Path) -> None:
    """A count becomes three columns, and the defendant takes part."""
    options = [
        "--title",
        "Trial",
        "--date",
        "2018-11",
        "--court",
        "Supreme Court",
        "--defendant",
        "taliban",
        "--sentenced",
        "3",
    ]
    result = run("--plugins-dir", plugin, "report", "court_case", *options, "--source", "paper")
    assert (result.exit_code, result.stderr) == (0, "1 appended\ncourt_case 2018-11-trial\n")
    run("--plugins-dir", plugin, "project")
    with closing(sqlite3.connect(tmp_path / "timeline.db")) as db:
        assert db.execute("SELECT sentenced_low, court FROM court_cases").fetchall() == [(3, "Supreme Court")]
        assert db.execute("SELECT kind, title FROM timeline WHERE kind <> 'attack'").fetchall() == [
            ("court_case", "Trial")
        ]
        assert db.execute("SELECT actor, role FROM fact_actors").fetchall() == [("taliban", "defendant")]


def test_without_it_its_events_are_kept(run: Run, log: Log, plugin: str) -> None:
    """And somebody is told."""
    run(
        "--plugins-dir",
        plugin,
        "report",
        "court_case",
        "--title",
        "Trial",
        "--court",
        "High Court",
        "--source",
        "paper",
    )
    assert run("project").stderr.splitlines() == [
        "timeline.db: made anew from 7 events",
        "1 event is of a kind that no plugin here registers; it is in events alone",
    ]
    told = run("publish", "site").stderr.splitlines()
    assert "1 event is of a kind that no plugin here registers; it is on no page (--plugins-dir)" in told
