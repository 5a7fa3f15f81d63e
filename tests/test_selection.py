"""Earlier states: what the log said at a time, and what sources had published by a day."""

from pathlib import Path
from typing import Any

import pytest

from tests.chronicle import BEGINNING, Chronicle, Json, correct, event, report
from timeline.event import Event
from timeline.selection import known_at, published_by

TIMES = [
    ("2026-11-23", "2026-11-23T23:59:60Z", True),
    ("2026-11-23", "2026-11-23T23:59:60.9Z", True),
    ("2026-11-23", "2026-11-24T00:00:00Z", False),
    ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00Z", True),
    ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00.000Z", True),
    ("2026-11-23T10:00:00.10Z", "2026-11-23T10:00:00.1Z", True),
    ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00.001Z", False),
    ("2026-11-23T10:00:00Z", "2026-11-23T10:00:01Z", False),
]
NO_TIMES = [
    "",
    "2026",
    "2026-11-31",
    "2026-11-23?",
    "[2026-11-23]",
    "2026-11-23T10:00:00",
    "2026-11-31T10:00:00Z",
    "now",
]
NO_DAYS = ["2018-11", "2018-11-19?", "[2018-11-19]", "2018/..", "yesterday"]


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """An attack told by three sources: published on the 19th, on the 25th, and nobody knows when."""
    chronicle = Chronicle(tmp_path)
    chronicle.log.append(BEGINNING)
    chronicle.add(
        *(report("attack", "one", f"e-{source}-1", source=source, killed=number) for source, number in SOURCES)
    )
    chronicle.add(correct("attack", "one", "e-4", summary="S"))
    return chronicle


SOURCES = [("paper", 1), ("agency", 2), ("leaflet", 3)]


@pytest.mark.parametrize(("moment", "time", "takes"), TIMES)
def test_known_at_compares_times(moment: str, time: str, *, takes: bool) -> None:
    """A day means its end, leap second included; fractions count, their last zeros do not."""
    envelope: Json = {"specversion": "1.0", "id": "e", "source": "/talks", "subject": "one", "salt": "0" * 22}
    recorded = Event({**envelope, "type": "attack.reported", "time": time, "data": {}})
    assert known_at(moment).takes(recorded) is takes


@pytest.mark.parametrize("text", NO_TIMES)
def test_known_at_takes_a_day_or_a_time_alone(text: str) -> None:
    """And says how they look."""
    with pytest.raises(ValueError, match="is neither a day such as 2026-11-23 nor a time such as 2026-11-23T10:00:00Z"):
        known_at(text)


@pytest.mark.parametrize("text", NO_DAYS)
def test_published_by_takes_a_day_alone(text: str) -> None:
    """No month, and no day that somebody is unsure of."""
    with pytest.raises(ValueError, match="is not a"):
        published_by(text, [])


def test_known_at_shows_what_the_log_said_then(told: Chronicle) -> None:
    """The state after two of three reports; asked again with news of a later time, it is the same."""
    then = known_at("2026-11-23T10:00:02Z")
    assert told.project(selection=then).events == 9
    assert told.rows("SELECT killed, reports, disputed, summary FROM attacks") == [(1, 2, 1, None)]
    told.add(correct("attack", "one", "e-5", killed=4))
    assert told.project(selection=then) == (0, False, 0)
    assert told.project() == (12, True, 0)


PUBLISHED: list[tuple[str, list[Any]]] = [
    ("2018-11-18", []),
    ("2018-11-19", [(1, 1)]),
    ("2018-11-25", [(1, 2)]),
]


@pytest.mark.parametrize(("day", "rows"), PUBLISHED)
def test_published_by_leaves_out_what_came_later(told: Chronicle, day: str, rows: list[Any]) -> None:
    """A source without a date counts as unpublished; the registries and the editor's corrections stay."""
    told.project(selection=published_by(day, (event for event, _ in told.log.read())))
    assert told.rows("SELECT killed, reports FROM attacks") == rows
    assert told.rows("SELECT count(*) FROM sources") == [(3,)]


def test_published_by_begins_anew_when_a_source_is_dated(told: Chronicle) -> None:
    """An event that was left out before may count now; a month leaves open whether it does."""
    for published, rebuilt, reports in ((None, True, 1), ("2018-11", False, 1), ("2018-11-18", True, 2)):
        if published:
            told.add(event("source.updated", "leaflet", f"e-{published}", set={"published": published}))
        done = told.project(selection=published_by("2018-11-20", (event for event, _ in told.log.read())))
        assert (done.rebuilt, told.rows("SELECT reports FROM attacks")) == (rebuilt, [(reports,)])
