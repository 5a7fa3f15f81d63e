"""What stands when an event is redacted: the fold of what is left, among which the tombstone keeps its place."""

from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, correct, event, report
from timeline.check import check
from timeline.redact import redact
from timeline.selection import known_at
from timeline.shelf import Shelf
from timeline.story import story

FIRST = report("attack", "raid", "e-1", killed=2, summary="Nemo's house")
OTHER = report("attack", "raid", "e-2", source="agency", killed=3)


@pytest.fixture
def chronicle(tmp_path: Path) -> Chronicle:
    """A log with its registries."""
    made = Chronicle(tmp_path)
    made.log.append(BEGINNING)
    return made


def without(chronicle: Chronicle, *ids: str) -> None:
    """Redact events, and bring the tables up."""
    redact(chronicle.log, ids, {"reason": "privacy", "authority": "The editors"})
    chronicle.project()


def told(chronicle: Chronicle, subject: str) -> dict[str, object]:
    """The story of a fact."""
    stream = chronicle.log.archive().stream(subject)
    return story(stream, chronicle.log.kinds[stream[0].kind], [])


def test_the_next_report_opens_it(chronicle: Chronicle) -> None:
    """With its own values, and no dispute with what is gone; the number of its revisions stays."""
    chronicle.add(FIRST, OTHER)
    without(chronicle, "e-1")
    row = chronicle.row("SELECT id, killed, summary, disputed, reports, revision, head FROM attacks")
    assert tuple(row.values()) == ("raid", 3, None, 0, 1, 2, "e-2")
    assert chronicle.rows("SELECT type, kind, verb, data, source FROM events WHERE id = 'e-1'") == [
        ("attack.reported", "attack", None, None, None)
    ]
    assert chronicle.rows("SELECT event, line, fact, reason, authority FROM redactions") == [
        ("e-1", 8, "raid", "privacy", "The editors")
    ]


def test_the_only_report_takes_the_fact_along(chronicle: Chronicle) -> None:
    """And its name; what names it is warned of."""
    statement = report("statement", "denial", "e-3", speaker="taliban", text="No.", about="raid")
    chronicle.add(FIRST, statement)
    without(chronicle, "e-1")
    assert chronicle.rows("SELECT id FROM timeline") == [("denial",)]
    assert chronicle.rows("SELECT count(*) FROM events WHERE subject = 'raid'") == [(0,)]
    [found] = check(Shelf(chronicle.log.kinds, chronicle.log.read()), "log")
    assert (found.warning, "it may be among what was redacted" in found.problem.message) == (True, True)


def test_a_change_of_what_is_gone_waits_for_a_report(chronicle: Chronicle) -> None:
    """It still folds; the fact is in the tables again once somebody tells it."""
    chronicle.add(FIRST, correct("attack", "raid", "e-4", summary="A house", killed=4))
    without(chronicle, "e-1")
    assert (chronicle.rows("SELECT id FROM attacks"), told(chronicle, "raid")["status"]) == ([], "redacted")
    assert chronicle.rows("SELECT field, was, now FROM corrections ORDER BY field") == [
        ("killed", None, 4),
        ("summary", None, "A house"),
    ]
    chronicle.add(OTHER)
    chronicle.project()
    assert chronicle.rows("SELECT killed, summary, disputed FROM attacks") == [(4, "A house", 1)]


def test_a_fact_without_what_it_must_have_is_in_no_table(chronicle: Chronicle) -> None:
    """Until another event gives it; `check` says which field it is."""
    chronicle.add(FIRST, event("attack.reported", "raid", "e-2", fact={"wounded": 1}, source="agency"))
    without(chronicle, "e-1")
    assert chronicle.rows("SELECT id FROM attacks UNION SELECT id FROM timeline") == []
    [found] = check(Shelf(chronicle.log.kinds, chronicle.log.read()), "log")
    assert str(found.problem) == "log:9: fact.title: as it stands without what was redacted: is required"
    chronicle.add(event("attack.updated", "raid", "e-5", set={"title": "Raid"}))
    chronicle.project()
    assert chronicle.rows("SELECT title, wounded, killed FROM attacks") == [("Raid", 1, None)]


def test_changes_build_on_a_tombstone(chronicle: Chronicle) -> None:
    """So nobody takes them for two branches, and the head is where it was."""
    chronicle.add(FIRST, *(correct("attack", "raid", f"c-{n}", killed=n) for n in (5, 6, 7)))
    without(chronicle, "c-6", "c-7")
    assert chronicle.rows("SELECT killed, revision, head FROM attacks") == [(5, 4, "c-7")]
    assert chronicle.rows("SELECT revision, replaced_by FROM history") == [(1, "c-5")]
    chronicle.add(correct("attack", "raid", "c-8", killed=8))
    chronicle.project()
    assert chronicle.rows("SELECT * FROM conflicts") == []
    assert check(Shelf(chronicle.log.kinds, chronicle.log.read()), "log") == []


def test_an_earlier_state_has_it_no_more_either(chronicle: Chronicle) -> None:
    """Of the time before nothing can be shown but that something was there."""
    chronicle.add(FIRST, OTHER)
    redact(chronicle.log, ["e-1"], {"reason": "court"})
    chronicle.project(selection=known_at("2026-11-23T10:00:01Z"))
    assert chronicle.rows("SELECT id FROM attacks") == []
    assert chronicle.rows("SELECT id, data FROM events WHERE subject = 'raid'") == [("e-1", None)]


def test_what_was_registered_can_be_registered_anew(chronicle: Chronicle) -> None:
    """Under the name by which facts refer to it."""
    chronicle.add(report("attack", "raid", "e-1", perpetrator="taliban"))
    without(chronicle, "e-taliban")
    assert chronicle.rows("SELECT fact, actor FROM fact_actors") == [("raid", "taliban")]
    chronicle.add(event("actor.registered", "taliban", "anew", fact={"name": "T."}))
    chronicle.project()
    assert chronicle.rows("SELECT names FROM _facts WHERE id = 'raid'") == [("T.",)]
    assert check(Shelf(chronicle.log.kinds, chronicle.log.read()), "log") == []
