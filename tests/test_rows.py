"""From events to rows, by example: what each column and each table then holds."""

from pathlib import Path
from typing import Any

import pytest

from tests.chronicle import BEGINNING, Chronicle, correct, event, report

COLUMNS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "a plain count": ("attack", {"killed": 2}, {"killed_low": 2, "killed": 2, "killed_high": 2, "wounded": None}),
    "a range": (
        "attack",
        {"killed": {"low": 1, "stated": "at least one"}},
        {"killed_low": 1, "killed": None, "killed_high": None},
    ),
    "nothing is not 0": ("attack", {"wounded": 0}, {"wounded_low": 0, "wounded": 0, "killed_low": None}),
    "a day": ("attack", {"date": "2018-11-12"}, {"earliest": "2018-11-12", "latest": "2018-11-12", "date_kind": "day"}),
    "an extent": (
        "meeting",
        {"date": "2018-11-14/2018-11-16"},
        {"date": "2018-11-14/2018-11-16", "earliest": "2018-11-14", "latest": "2018-11-16", "date_kind": "extent"},
    ),
    "some day": (
        "attack",
        {"date": "2018-11", "date_basis": "this month"},
        {"earliest": "2018-11-01", "latest": "2018-11-30", "date_kind": "uncertain", "date_basis": "this month"},
    ),
    "a period counted over": ("figure", {"measure": "killed", "date": "2018"}, {"date_kind": "extent"}),
    "an open end": ("attack", {"date": "2018/.."}, {"earliest": "2018-01-01", "latest": None, "date_kind": "extent"}),
    "no date": ("attack", {}, {"date": None, "earliest": None, "latest": None, "date_kind": None}),
    "a list": ("attack", {"tags": ["a", "b"], "targets": ["qatar"]}, {"tags": '["a","b"]', "targets": '["qatar"]'}),
    "parts, in any script": (
        "meeting",
        {"participants": [{"actor": "taliban", "side": "طالبان"}]},
        {"participants": '[{"actor":"taliban","side":"طالبان"}]'},
    ),
    "true": ("figure", {"measure": "killed", "cumulative": True}, {"cumulative": 1}),
    "false": ("figure", {"measure": "killed", "cumulative": False}, {"cumulative": 0}),
    "a default": ("scheduled_event", {}, {"event_status": "scheduled", "realised_by": None}),
    "no default": ("scheduled_event", {"event_status": "held"}, {"event_status": "held"}),
    "a pointer": ("statement", {"speaker": "qatar", "about": "one"}, {"speaker": "qatar", "about": "one"}),
}
PARTS = {
    "roles by field": (
        "attack",
        {"perpetrator": "taliban", "targets": ["qatar"]},
        [("qatar", "target", None), ("taliban", "perpetrator", None)],
    ),
    "a role of one's own": (
        "meeting",
        {"participants": [{"actor": "taliban", "role": "party", "side": "A"}]},
        [("taliban", "party", "A")],
    ),
    "the default role": ("meeting", {"participants": [{"actor": "taliban"}]}, [("taliban", "participant", None)]),
    "two roles": (
        "attack",
        {"perpetrator": "taliban", "claimed_by": "taliban"},
        [("taliban", "claimant", None), ("taliban", "perpetrator", None)],
    ),
    "the same role twice, once with a side": (
        "meeting",
        {"host": "qatar", "participants": [{"actor": "qatar", "role": "host", "side": "B"}]},
        [("qatar", "host", "B")],
    ),
    "harmed twice": (
        "attack",
        {"victims": [{"actor": "taliban", "harm": "killed"}, {"actor": "taliban", "harm": "wounded"}]},
        [("taliban", "victim", None)],
    ),
    "of whom it is said": ("statement", {"about": "one"}, []),
}


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """The beginning, and one attack to speak of."""
    chronicle = Chronicle(tmp_path)
    chronicle.log.append([*BEGINNING, report("attack", "one", "e-one")])
    return chronicle


@pytest.mark.parametrize(("kind", "fact", "columns"), COLUMNS.values(), ids=COLUMNS)
def test_the_columns_of_a_fact(told: Chronicle, kind: str, fact: dict[str, Any], columns: dict[str, Any]) -> None:
    """Each in the table of its kind."""
    told.add(report(kind, "two", "e-two", **fact))
    told.project()
    row = told.row(f"SELECT * FROM {told.log.kinds[kind].table} WHERE id = 'two'")
    assert {name: row[name] for name in columns} == columns


def test_registered_facts_have_their_columns(told: Chronicle) -> None:
    """A place's coordinates are numbers, an actor's aliases a list; nobody reports them."""
    told.project()
    place, actor = told.row("SELECT * FROM places"), told.row("SELECT * FROM actors WHERE id = 'taliban'")
    assert (place["name"], place["latitude"], place["longitude"]) == ("Kabul", 34.5, 69.2)
    assert (actor["name"], actor["aliases"], actor["country"]) == ("Taliban", '["the militants"]', None)
    assert (actor["reports"], actor["sources"], actor["revision"], actor["head"]) == (1, 0, 1, "e-taliban")


def test_how_a_fact_stands(told: Chronicle) -> None:
    """Two reports from one source are two reports and one source; a change is a revision, but no report."""
    told.add(report("attack", "one", "e-2", killed=2), report("attack", "one", "e-3", source="agency", killed=3))
    told.add(event("attack.updated", "one", "e-4", set={"summary": "More is known."}, source="leaflet"))
    told.project()
    row = told.row("SELECT reports, sources, disputed, revision, head, recorded_at, changed_at FROM attacks")
    assert tuple(row.values()) == (3, 3, 1, 4, "e-4", "2026-11-23T10:00:00Z", "2026-11-23T10:00:03Z")
    told.add(correct("attack", "one", "e-5", killed=3))
    told.project()
    assert told.rows("SELECT killed, disputed, revision FROM attacks") == [(3, 0, 5)]


@pytest.mark.parametrize(("kind", "fact", "parts"), PARTS.values(), ids=PARTS)
def test_who_took_part(told: Chronicle, kind: str, fact: dict[str, Any], parts: list[tuple[str, str, str]]) -> None:
    """In which role and on which side."""
    told.add(report(kind, "two", "e-two", **fact))
    told.project()
    assert told.rows("SELECT actor, role, side FROM fact_actors WHERE fact = 'two'") == parts


def test_on_whose_word_somebody_took_part(told: Chronicle) -> None:
    """A row for each event that says so; what is disputed or corrected away is no part any more."""
    told.add(report("attack", "one", "e-2", perpetrator="taliban", targets=["qatar"]))
    told.add(report("attack", "one", "e-3", source="agency", perpetrator="qatar", targets=["qatar", "taliban"]))
    told.project()
    found = "SELECT actor, role, event FROM fact_actors WHERE fact = 'one'"
    both = [("qatar", "target", "e-2"), ("qatar", "target", "e-3"), ("taliban", "perpetrator", "e-2")]
    assert told.rows(found) == [*both, ("taliban", "target", "e-3")]
    told.add(correct("attack", "one", "e-4", perpetrator=None, targets=["taliban"]))
    told.project()
    assert told.rows(found) == [("taliban", "target", "e-3"), ("taliban", "target", "e-4")]


def test_passages_say_where_it_stands(told: Chronicle) -> None:
    """Each place once, for every event that stands on it."""
    places = [{"start": 30, "end": 40}, {"start": 10, "end": 20}, {"start": 30, "end": 40}]
    told.add(report("attack", "two", "e-two", also={"passages": places}))
    told.add(event("attack.updated", "two", "e-3", set={"killed": 1}, source="agency", passages=places[:1]))
    told.project()
    rows = [("e-3", "two", "agency", 30, 40), ("e-two", "two", "paper", 10, 20), ("e-two", "two", "paper", 30, 40)]
    assert told.rows('SELECT event, fact, source, start, "end" FROM passages') == rows


def test_history_keeps_every_state_that_was_replaced(told: Chronicle) -> None:
    """With the time from which and to which it stood, also of a fact that was retracted."""
    change = correct("attack", "one", "e-2", date="2018-11")
    told.add(change, event("attack.retracted", "one", "e-3", reason="unverifiable"))
    told.project()
    days = ("2018-11-01", "2018-11-30")
    first, second = "2026-11-23T10:00:00Z", "2026-11-23T10:00:01Z"
    assert told.rows("SELECT * FROM history") == [
        ("one", "attack", 1, "e-one", '{"title":"one"}', first, second, "e-2", None, None),
        ("one", "attack", 2, "e-2", '{"title":"one","date":"2018-11"}', second, "2026-11-23T10:00:02Z", "e-3", *days),
    ]


def test_figures_lie_in_figures(told: Chronicle) -> None:
    """One in two others, each pair once; then in one alone."""
    for slug in ("year", "casualties"):
        told.add(report("figure", slug, f"e-{slug}", measure="casualties"))
    told.add(report("figure", "killed", "e-killed", measure="killed", part_of=["year", "casualties", "year"]))
    told.project()
    assert told.rows("SELECT figure, whole FROM figure_parts") == [("killed", "casualties"), ("killed", "year")]
    told.add(correct("figure", "killed", "e-2", part_of=["year"]))
    told.project()
    assert told.rows("SELECT figure, whole FROM figure_parts") == [("killed", "year")]


def test_a_retracted_fact_is_gone_from_all_tables_but_its_history(told: Chronicle) -> None:
    """The events remain, and what they were."""
    also = {"passages": [{"start": 1, "end": 2}]}
    told.add(report("attack", "two", "e-2", perpetrator="taliban", killed=1, also=also))
    told.add(report("attack", "two", "e-3", killed=2), event("attack.retracted", "two", "e-4", reason="legal"))
    told.project()
    found = " UNION ALL ".join(
        f"SELECT id FROM {table} WHERE id = 'two'" for table in ("attacks", "timeline", "_facts")
    )
    assert told.rows(found) == []
    assert (
        told.rows("SELECT fact FROM fact_actors UNION SELECT fact FROM passages UNION SELECT fact FROM disputes") == []
    )
    assert told.rows("SELECT count(*) FROM events WHERE subject = 'two'") == [(3,)]
    assert told.rows("SELECT count(*) FROM history WHERE fact = 'two'") == [(2,)]


def test_events_are_the_log_as_it_stands(told: Chronicle) -> None:
    """A row for every line, in order."""
    also = {"attributed_to": ["taliban", "qatar"], "note": "N"}
    told.add(report("attack", "two", "e-two", killed={"low": 1}, also=also), correct("attack", "two", "e-3", killed=2))
    told.project()
    columns = "seq, type, kind, verb, subject, source, attributed_to, data, supersedes"
    reported = (
        '{"fact":{"title":"two","killed":{"low":1}},"source":"paper","attributed_to":["taliban","qatar"],"note":"N"}'
    )
    corrected = '{"set":{"killed":2},"reason":"coder_error","was":{"killed":{"low":1}}}'
    assert told.rows(f"SELECT {columns} FROM events WHERE seq > 8") == [
        (9, "attack.reported", "attack", "reported", "two", "paper", '["taliban","qatar"]', reported, None),
        (10, "attack.corrected", "attack", "corrected", "two", None, None, corrected, "e-two"),
    ]
