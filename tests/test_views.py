"""The views: what happened in order, who says what, where they differ, and what was corrected."""

from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, correct, event, report

ORDER = [
    ("open beginning", "../2017"),
    ("year", "2018"),
    ("extent", "2018-11-14/2018-11-16"),
    ("day", "2018-11-14"),
    ("some day in it", "[2018-11-14..2018-11-30]"),
    ("or before", "[..2018-11-18]"),
    ("later", "2018-11-19"),
    ("open end", "2018-11-20/.."),
    ("last", "2018-11-20"),
    ("unknown", None),
    ("before Christ", "-0044"),
]
IN_ORDER = "year day extent some-day-in-it or-before later last open-end before-christ unknown"


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """The beginning, and one attack that two sources tell differently."""
    chronicle = Chronicle(tmp_path)
    chronicle.log.append(BEGINNING)
    chronicle.add(report("attack", "one", "e-1", killed=2, tags=["a"], also={"attributed_to": ["taliban", "qatar"]}))
    chronicle.add(report("attack", "one", "e-2", source="agency", killed={"low": 3}, title="one"))
    return chronicle


def test_the_timeline_is_in_order_of_occurrence(told: Chronicle) -> None:
    """By the first day it can have been; without one by the last; undated facts come last."""
    told.log.append(
        report("background", name.lower().replace(" ", "-"), f"e-{name}", date=date) for name, date in reversed(ORDER)
    )
    told.project()
    found = [slug for (slug,) in told.rows("SELECT id FROM timeline WHERE kind = 'background'")]
    assert found == ["open-beginning", *IN_ORDER.split()]
    assert [slug for (slug,) in told.rows("SELECT id FROM timeline")][-3:] == ["before-christ", "one", "unknown"]
    plan = told.rows("EXPLAIN QUERY PLAN SELECT * FROM timeline")
    assert [step for *_, step in plan if "B-TREE" in step] == []


def test_the_timeline_leaves_the_registries_out(told: Chronicle) -> None:
    """What happens has a row of its kind, with its date in words."""
    told.add(report("figure", "dead", "e-3", measure="killed", date="2018-11", place="kabul"))
    told.project()
    rows = told.rows("SELECT id, kind, date_words, date_kind, place, reports, sources, disputed FROM timeline")
    assert rows == [
        ("dead", "figure", "November 2018", "extent", "kabul", 1, 1, 0),
        ("one", "attack", None, None, None, 2, 2, 1),
    ]


def test_claims_say_who_says_what(told: Chronicle) -> None:
    """Lists and objects as JSON; of the editor's own changes only those that rest on a source."""
    told.add(event("attack.updated", "one", "e-3", set={"summary": "S"}, source="leaflet"))
    told.add(correct("attack", "one", "e-4", killed=3))
    told.project()
    assert told.rows("SELECT field, value, source, attributed_to, event FROM claims WHERE fact = 'one'") == [
        ("title", "one", "paper", '["taliban","qatar"]', "e-1"),
        ("killed", 2, "paper", '["taliban","qatar"]', "e-1"),
        ("tags", '["a"]', "paper", '["taliban","qatar"]', "e-1"),
        ("title", "one", "agency", None, "e-2"),
        ("killed", '{"low":3}', "agency", None, "e-2"),
        ("summary", "S", "leaflet", None, "e-3"),
    ]


def test_a_withdrawn_report_claims_nothing(told: Chronicle) -> None:
    """The other report then makes the fact; withdrawing that one too takes the fact away."""
    told.add(event("attack.retracted", "one", "e-3", reason="source_corrected", report="e-1"))
    told.project()
    assert told.rows("SELECT DISTINCT event FROM claims") == [("e-2",)]
    assert told.rows("SELECT killed_low, killed, reports, disputed, revision FROM attacks") == [(3, None, 1, 0, 3)]
    told.add(event("attack.retracted", "one", "e-4", reason="source_corrected", report="e-2"))
    told.project()
    assert told.rows("SELECT event FROM claims UNION SELECT id FROM attacks UNION SELECT id FROM timeline") == []


def test_disputes_show_both_sides(told: Chronicle) -> None:
    """Until a correction closes them."""
    told.project()
    assert told.rows("SELECT * FROM disputes") == [("one", "killed", "2", '{"low":3}', "paper", "agency", "e-1", "e-2")]
    told.add(correct("attack", "one", "e-3", killed=4))
    told.project()
    assert told.rows("SELECT * FROM disputes") == []


def test_corrections_say_what_changed_and_why(told: Chronicle) -> None:
    """A row for each field of an update or a correction."""
    told.add(event("attack.updated", "one", "e-3", set={"tags": None, "summary": "S"}, source="agency", note="N"))
    told.add(correct("attack", "one", "e-4", killed={"low": 2}))
    told.project()
    columns = "fact, kind, field, was, now, verb, reason, note, source, time, event"
    moment = "2026-11-23T10:00:0"
    assert told.rows(f"SELECT {columns} FROM corrections ORDER BY event, field") == [
        ("one", "attack", "summary", None, "S", "updated", None, "N", "agency", f"{moment}3Z", "e-3"),
        ("one", "attack", "tags", '["a"]', None, "updated", None, "N", "agency", f"{moment}3Z", "e-3"),
        ("one", "attack", "killed", 2, '{"low":2}', "corrected", "coder_error", None, None, f"{moment}4Z", "e-4"),
    ]


def test_corrections_show_what_was_taken_back(told: Chronicle) -> None:
    """One report by its id, a whole fact by its title, an actor by its name."""
    told.add(event("attack.retracted", "one", "e-3", reason="unverifiable", report="e-1"))
    told.add(event("attack.retracted", "one", "e-4", reason="legal", note="N"))
    told.add(event("place.retracted", "kabul", "e-5", reason="duplicate"))
    told.project()
    assert told.rows("SELECT fact, field, was, now, reason, note, event FROM corrections ORDER BY event") == [
        ("one", "report", "e-1", None, "unverifiable", None, "e-3"),
        ("one", None, "one", None, "legal", "N", "e-4"),
        ("kabul", None, "Kabul", None, "duplicate", None, "e-5"),
    ]
