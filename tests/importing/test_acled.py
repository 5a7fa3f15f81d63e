"""ACLED: what becomes of a row, by the codebook of 2024."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.importing.conftest import Run, events, fact, lines
from timeline import project
from timeline.countries import COUNTRIES
from timeline.importing import iso_3166
from timeline.importing.acled import facts
from timeline.importing.acled_columns import COLUMNS
from timeline.importing.format import Imported, Row

Cells = dict[str, str]
ROW: Cells = {
    "event_id_cnty": "AFG12345",
    "event_date": "18 October 2018",
    "year": "2018",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Taliban",
    "assoc_actor_1": "Haqqani Network; Local Men",
    "inter1": "Rebel group",
    "actor2": "Military Forces of Afghanistan (2014-2021)",
    "assoc_actor_2": "",
    "inter2": "1",
    "interaction": "12",
    "civilian_targeting": "",
    "iso": "4",
    "region": "Caucasus and Central Asia",
    "country": "Afghanistan",
    "admin1": "Kandahar",
    "admin2": "Kandahar",
    "admin3": "",
    "location": "Kandahar",
    "latitude": "31.6133",
    "longitude": "65.7101",
    "geo_precision": "1",
    "source": "Evening Paper; Radio North",
    "source_scale": "National-International",
    "notes": "On 18 October 2018 fighters and soldiers clashed; two were killed.",
    "fatalities": "2",
    "tags": "",
    "timestamp": "1700000000",
}
"""A row as an export has it; nobody wrote this one."""


def export(*rows: Cells) -> str:
    """A file of rows as above, but for the cells that are given."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(ROW), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return file.getvalue()


def imported(**cells: str) -> list[Imported]:
    """What the row above says, with these cells."""
    raw = {**ROW, **cells}
    read = {one.name: one.read(raw[one.name]) if raw.get(one.name) else None for one in COLUMNS}
    return list(facts(Row("acled.csv:2", read, raw)))


def said(**cells: str) -> Any:
    """The fact in it."""
    [one] = imported(**cells)
    return one.fact


def names(actors: list[Imported]) -> list[str]:
    return [actor.fact["name"] for actor in actors]


def test_a_clash_is_an_attack_without_direction(run: Run, tmp_path: Path) -> None:
    """With all that the row says; what it names is registered."""
    (tmp_path / "acled.csv").write_text(export({}))
    assert run("import", "acled", "acled.csv").exit_code == 0
    [event] = events(tmp_path)
    assert (event.id, event.subject) == ("acled:AFG12345", "acled-afg12345")
    assert event.data == {
        "fact": {
            "title": "Armed clash: Taliban and Military Forces of Afghanistan (2014-2021), Kandahar",
            "date": "2018-10-18",
            "place": "kandahar",
            "tags": ["Political violence", "Battles", "Armed clash"],
            "attack_type": "armed_assault",
            "summary": ROW["notes"],
            "killed": 2,
            "reported_in": ["evening-paper", "radio-north"],
            "parties": [
                {"actor": "taliban", "side": "1"},
                {"actor": "haqqani-network", "side": "1"},
                {"actor": "local-men", "side": "1"},
                {"actor": "military-forces-of-afghanistan-2014-2021", "side": "2"},
            ],
        },
        "source": "acled",
        "note": "ACLED event AFG12345 (source scale: National-International).",
    }
    assert fact(tmp_path, "taliban") == {"name": "Taliban", "actor_type": "armed_group"}
    assert fact(tmp_path, "kandahar")["country"] == "AF"
    assert run("check").exit_code == 0


def test_civilians_never_attack() -> None:
    """Whichever column they stand in; under excessive force neither do protesters, who may in other rows."""
    against = {"event_type": "Violence against civilians", "sub_event_type": "Attack"}
    for one, other in (("1", "2"), ("2", "1")):
        row = {
            f"actor{one}": "Gunmen",
            f"inter{one}": "3",
            f"actor{other}": "Civilians (X)",
            f"inter{other}": "Civilians",
        }
        fact = said(**against, **row, assoc_actor_1="", assoc_actor_2="")
        assert (fact["perpetrator"].fact["name"], names(fact["targets"])) == ("Gunmen", ["Civilians (X)"])
    force = {"sub_event_type": "Excessive force against protesters", "actor1": "Protesters (X)", "inter1": "6"}
    assert names(said(**force)["targets"]) == ["Protesters (X)", "Haqqani Network", "Local Men"]
    assert "perpetrator" not in said(sub_event_type="Mob violence", inter1="6", inter2="1")


def test_a_second_actor_may_be_missing() -> None:
    """A bomb that nobody but the one who laid it is named for."""
    fact = said(sub_event_type="Remote explosive/landmine/IED", actor2="", inter2="0", assoc_actor_1="")
    assert (fact["attack_type"], names([party["actor"] for party in fact["parties"]])) == (
        "bombing_explosion",
        ["Taliban"],
    )


def test_none_reported_is_not_none() -> None:
    """0 fatalities are no number."""
    assert "killed" not in said(fatalities="0")


@pytest.mark.parametrize(
    ("precision", "date"), [("1", "2018-10-18"), ("2", "[2018-10-15..2018-10-21]"), ("3", "2018-10")]
)
def test_a_day_is_as_exact_as_the_row_says(precision: str, date: str) -> None:
    """And the basis says why it is no more exact."""
    fact = said(time_precision=precision)
    assert fact["date"] == date
    assert ("date_basis" in fact) == (precision != "1")


@pytest.mark.parametrize(("precision", "place_type"), [("1", None), ("2", "area"), ("3", "region")])
def test_a_place_is_as_exact_as_the_row_says(precision: str, place_type: str | None) -> None:
    """And the basis says so too."""
    fact = said(geo_precision=precision)
    assert fact["place"].fact.get("place_type") == place_type
    assert (f"geo_precision {precision}" in fact.get("place_basis", "")) == (precision != "1")


def test_an_agreement_is_a_meeting() -> None:
    """Which reached one, by what ACLED codes; its sources are in the note."""
    [one] = imported(event_type="Strategic developments", sub_event_type="Agreement", fatalities="0")
    assert (one.kind, one.fact["agreement"], one.fact["outcome"]) == ("meeting", "reached", ROW["notes"])
    assert {part["role"] for part in one.fact["participants"]} == {"party"}
    assert one.note == "ACLED event AFG12345 from Evening Paper; Radio North (source scale: National-International)."


def test_what_our_kinds_do_not_hold_is_left_out_and_told(run: Run, tmp_path: Path) -> None:
    """A peaceful protest is no attack, no meeting and no statement."""
    quiet = {"event_id_cnty": "AFG2", "event_type": "Protests", "sub_event_type": "Peaceful protest"}
    (tmp_path / "acled.csv").write_text(export({}, quiet))
    result = run("import", "acled", "acled.csv")
    assert (result.exit_code, len(events(tmp_path))) == (0, 1)
    assert "1 row says nothing that a kind here holds" in result.stderr


def test_the_same_export_again_adds_nothing_and_a_changed_one_corrects(run: Run, tmp_path: Path) -> None:
    """ACLED revises its rows; a later export is named by --source."""
    (tmp_path / "acled.csv").write_text(export({}))
    run("import", "acled", "acled.csv")
    before = lines(tmp_path)
    assert run("import", "acled", "acled.csv").exit_code == 0
    assert lines(tmp_path) == before
    (tmp_path / "later.csv").write_text(export({"fatalities": "3", "timestamp": "1800000000"}))
    assert run("import", "acled", "later.csv", "--source", "acled-2025-02").exit_code == 0
    changed = events(tmp_path)[-1]
    assert (changed.type, changed.data["set"], changed.data["was"]) == (
        "attack.corrected",
        {"killed": 3},
        {"killed": 2},
    )
    assert changed.data["source"] == "acled-2025-02"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (
            {"event_date": "10/11/2018"},
            "event_date: '10/11/2018' is not a date that can be told: state whether the day",
        ),
        ({"event_date": "43391"}, "spreadsheet's number of days"),
        ({"event_date": "October 2018"}, "event_date: 'October 2018' is no day; write YYYY-MM-DD"),
        ({"year": "2019"}, "year: 2019 is not the year of event_date, 2018-10-18"),
        ({"fatalities": "-99"}, "fatalities: '-99' is below 0"),
        ({"time_precision": "4"}, "time_precision: '4' is not one of 1, 2, 3"),
        ({"inter1": "Aliens"}, "inter1: 'Aliens' is no whole number"),
        ({"sub_event_type": "Armed clsh"}, "sub_event_type: 'Armed clsh' is no type of the codebook"),
        ({"latitude": ""}, "latitude: is empty, though the other is given"),
        ({"latitude": "91"}, "latitude: '91' is not from -90 to 90"),
    ],
)
def test_bad_cells_are_named(run: Run, tmp_path: Path, cells: Cells, words: str) -> None:
    """By file, line and column; nothing comes in."""
    (tmp_path / "acled.csv").write_text(export({}, {"event_id_cnty": "AFG2", **cells}))
    result = run("import", "acled", "acled.csv")
    assert (result.exit_code, lines(tmp_path)) == (1, 1)
    assert "acled.csv:3: " in result.stderr
    assert words in result.stderr


def test_the_dead_of_a_year_come_out(run: Run, tmp_path: Path) -> None:
    """The sum over the attacks is that over the rows."""
    many = [{"event_id_cnty": f"AFG{number}", "fatalities": str(number)} for number in range(10)]
    (tmp_path / "acled.csv").write_text(export(*many))
    run("import", "acled", "acled.csv")
    project("events.jsonl", "timeline.db")
    with closing(sqlite3.connect("timeline.db")) as db:
        assert db.execute("SELECT sum(killed), count(*) FROM attacks").fetchall() == [(45, 10)]


def test_the_codes_are_those_of_iso() -> None:
    """Both tables, onto the codes that a fact may have."""
    assert set(iso_3166.NUMERIC.values()) == set(iso_3166.ALPHA_3.values()) == COUNTRIES - {"XK"}
    assert (iso_3166.NUMERIC[4], iso_3166.NUMERIC[894], iso_3166.ALPHA_3["QAT"]) == ("AF", "ZM", "QA")
