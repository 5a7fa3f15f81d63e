"""Each fault writes its numbers into the report of its test, and the table of all of them ends the run."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.tally import FAULTS, Tally, opened
from timeline import Log
from timeline.registry import Kinds

COLUMNS = ("fault", "cases", "acknowledged", "lost", "refused yet present", "broken lines")


def pytest_configure(config: pytest.Config) -> None:
    """Let tests name their row."""
    config.addinivalue_line("markers", "fault(row): the row of the table that the test's numbers go into")


@pytest.fixture
def tally(request: pytest.FixtureRequest, kinds: Kinds) -> Iterator[Tally]:
    """The numbers of this test."""
    marker = request.node.get_closest_marker("fault")
    tally = Tally(FAULTS[FAULTS.index(marker.args[0])], kinds)
    yield tally
    request.node.user_properties.append(("tally", tally.numbers))


@pytest.fixture
def log(tmp_path: Path, kinds: Kinds) -> Log:
    """A log that was opened, in a folder of its own."""
    (tmp_path / "disk").mkdir()
    return opened(tmp_path / "disk" / "events.jsonl", kinds)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table; also when the tests ran in several processes."""
    found = [
        numbers
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "teardown"
        for name, numbers in report.user_properties
        if name == "tally"
    ]
    terminalreporter.section("faults")
    for line in table(found):
        terminalreporter.write_line(line)


def table(found: list[dict[str, Any]]) -> Iterator[str]:
    """A row for each fault that ran, as docs/reliability.md has it."""
    yield "| " + " | ".join(COLUMNS) + " |"
    yield "|---" + "|--:" * (len(COLUMNS) - 1) + "|"
    for fault in (fault for fault in FAULTS if any(one["fault"] == fault for one in found)):
        rows = [one for one in found if one["fault"] == fault]
        sums = (sum(row[name] for row in rows) for name in ("cases", "acknowledged", "lost", "unwanted", "broken"))
        yield f"| {fault} | " + " | ".join(f"{number:,}" for number in sums) + " |"
    notes = sorted({note for one in found for note in one["notes"]})
    yield from (f"{note}: {sum(one['notes'].get(note, 0) for one in found):,}" for note in notes)
