"""UCDP's and ACLED's column names: nothing is stated that the log does not say, and 0 is never what is not known."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.chronicle import BEGINNING, Chronicle, report
from tests.exporting.conftest import Export, Json, exported, said
from tests.importing import test_acled as of_acled
from timeline import Log
from timeline.cli import main
from timeline.exporting.formats import FORMATS
from timeline.registry import Kinds

SAMPLE = Path(__file__).parents[3] / "shared/data/ucdp_sample/ucdpged_sample1000.csv"


def rows(text: str) -> dict[str, Json]:
    """The rows by the first column."""
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    return {next(iter(row.values())): row for row in found}


@pytest.fixture(scope="module")
def ucdp(export: Export) -> dict[str, Json]:
    return rows(export("ucdp").stdout)


@pytest.fixture(scope="module")
def acled(export: Export) -> dict[str, Json]:
    return rows(export("acled").stdout)


@pytest.mark.parametrize("name", ["ucdp", "acled"])
def test_the_columns_are_those_of_the_docs(export: Export, kinds: Kinds, name: str) -> None:
    """In the order of the codebook."""
    head = export(name).stdout.splitlines()[0].split(",")
    assert head == [field.path for field in FORMATS[name].fields(kinds)]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not here")
def test_the_columns_are_those_of_the_data_set(export: Export) -> None:
    """As a release has them."""
    with SAMPLE.open(newline="") as file:
        assert next(csv.reader(file)) == export("ucdp").stdout.splitlines()[0].split(",")


def test_an_attack_as_ucdp_has_it(ucdp: dict[str, Json]) -> None:
    """Counts, sides, sources, place."""
    raid = {name: value for name, value in ucdp["raid"].items() if value}
    assert raid == {
        "id": "raid",
        "year": "2018",
        "side_a": "Taliban",
        "side_b": "Army",
        "number_of_sources": "1",
        "source_article": '"The Web,,Who met in Doha?"',
        "source_office": "The Web",
        "source_headline": "Who met in Doha?",
        "source_original": "Taliban",
        "where_coordinates": "Kabul",
        "where_description": "From where the office is",
        "latitude": "34.5",
        "longitude": "69.2",
        "geom_wkt": "POINT (69.2 34.5)",
        "date_prec": "1",
        "date_start": "2018-11-12",
        "date_end": "2018-11-12",
        "best": "4",
        "high": "5",
        "low": "2",
    }


KEPT = ("id", "type_of_violence", "side_a", "side_b", "source_original", "where_prec", "where_coordinates", "adm_1")
KEPT += ("adm_2", "latitude", "longitude", "country", "country_id", "date_start", "date_end", "date_prec")
KEPT += ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "where_description")
"""Columns of GED that an import keeps and an export gives back."""


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample is not here")
def test_what_was_imported_comes_back(tmp_path: Path) -> None:
    """Rows of GED, as far as the log holds them; what comes back can be imported, and comes back again."""
    given = list(csv.DictReader(io.StringIO(SAMPLE.read_text())))[::9]
    file = io.StringIO()
    writer = csv.DictWriter(file, list(given[0]))
    writer.writeheader()
    writer.writerows(given)
    once = _through("ucdp", tmp_path / "once", file.getvalue())
    found = rows(once)
    assert len(found) == len(given)
    for row in given:
        back = found[_plain(row["id"])]
        assert {name: _plain(back[name]) for name in KEPT} == {name: _plain(row[name]) for name in KEPT}
    assert list(rows(_through("ucdp", tmp_path / "twice", once)).values()) == list(found.values())


ACLED = (
    {"event_date": "2018-10-18", "fatalities": "0", "assoc_actor_1": "Haqqani Network", "inter1": "", "tags": "crowd"},
    {"event_id_cnty": "AFG2", "actor2": "Civilians (Afghanistan)", "inter2": "Civilians", "sub_event_type": "Attack"},
    {"event_id_cnty": "AFG3", "event_type": "Riots", "sub_event_type": "Violent demonstration", "iso": "0"},
    {"event_id_cnty": "AFG4", "sub_event_type": "Agreement", "time_precision": "3", "geo_precision": "2"},
)
HELD = ("event_id_cnty", "year", "time_precision", "sub_event_type", "actor1", "assoc_actor_1", "actor2", "iso")
HELD += ("country", "admin1", "admin2", "location", "latitude", "longitude", "geo_precision", "notes")


def test_what_was_imported_from_acled_comes_back(tmp_path: Path) -> None:
    """And again; 0 where ACLED told of no dead, tags apart from types, civilians by their name."""
    given = [{**of_acled.ROW, **cells} for cells in ACLED]
    once = _through("acled", tmp_path / "once", of_acled.export(*given))
    found = rows(once)
    for row in given:
        assert {name: found[row["event_id_cnty"]][name] for name in HELD} == {name: row[name] for name in HELD}
    assert [found["AFG12345"][name] for name in ("fatalities", "tags", "event_date")] == ["0", "crowd", "2018-10-18"]
    assert (found["AFG3"]["disorder_type"], found["AFG2"]["inter2"]) == ("Demonstrations", "Civilians")
    again = rows(_through("acled", tmp_path / "twice", once))
    assert [{**row, "timestamp": ""} for row in again.values()] == [{**row, "timestamp": ""} for row in found.values()]


def _through(form: str, folder: Path, table: str) -> str:
    """An import of a data set into a new log, and the export of that."""
    folder.mkdir()
    (folder / "ged231.csv").write_text(table)
    log, db = folder / "events.jsonl", folder / "timeline.db"
    where = ["--log", str(log), "--db", str(db)]
    Log(log).append([BEGINNING[0]])
    imported = CliRunner().invoke(main, ["import", form, str(folder / "ged231.csv"), *where])
    assert imported.exit_code == 0, imported.stderr
    return CliRunner().invoke(main, ["export", form, *where]).stdout


def _plain(cell: str) -> str:
    """A number without a fraction of nothing, blanks as one; an actor is the same in capitals."""
    return " ".join(cell.removesuffix(".0").split()).casefold()


def test_what_is_not_known_is_empty(ucdp: dict[str, Json]) -> None:
    """At least one killed is no best number; a day within a week has its precision."""
    siege = ucdp["siege"]
    assert [siege[name] for name in ("best", "low", "high", "deaths_civilians")] == ["", "1", "", ""]
    assert [siege[name] for name in ("date_prec", "date_start", "date_end")] == ["3", "2018-11-05", "2018-11-11"]
    assert (siege["side_b"], siege["where_prec"], siege["source_date"]) == (
        "Villagers, elders; Army",
        "6",
        "2018-11-19",
    )


def test_what_the_columns_cannot_say_is_left_out(export: Export) -> None:
    """And said."""
    assert said(export("ucdp")).splitlines() == [
        "left out: 1 fact that lasted for days, since the columns of days mean doubt",
        "left out: 1 fact whose day is not known within 366 days",
    ]
    assert "left out: 1 fact whose day is not known within 31 days" in said(export("acled"))
    assert "holds no meeting" in export("ucdp", "--kind", "meeting").stderr


SPANS = {1: 1, 2: 2, 6: 2, 7: 3, 8: 4, 30: 4}


def test_precision_follows_from_the_span(tmp_path: Path) -> None:
    """As in every row of GED."""
    chronicle = Chronicle(tmp_path)
    facts = [report("attack", f"a-{days}", f"e-{days}", date=f"[2018-11-01..2018-11-{days:02}]") for days in SPANS]
    chronicle.log.append([*BEGINNING, *facts, report("attack", "a-366", "e-366", date="2020")])
    found = rows(exported(chronicle, "ucdp").stdout)
    assert {slug: int(row["date_prec"]) for slug, row in found.items()} == {
        **{f"a-{days}": precision for days, precision in SPANS.items()},
        "a-366": 5,
    }


def test_an_attack_as_acled_has_it(acled: dict[str, Json]) -> None:
    """Fatalities only when known, and the middle of a week."""
    raid, siege, kidnapping = (acled[slug] for slug in ("raid", "siege", "kidnapping"))
    assert [raid[name] for name in ("event_date", "time_precision", "actor1", "actor2", "inter2", "fatalities")] == [
        *("2018-11-12", "1", "Taliban", "Army", "State forces", "4")
    ]
    assert [siege[name] for name in ("event_date", "time_precision", "fatalities")] == ["2018-11-08", "2", "1"]
    assert [siege[name] for name in ("actor2", "assoc_actor_2", "geo_precision")] == ["Villagers, elders", "Army", "3"]
    assert [kidnapping[name] for name in ("event_date", "time_precision", "fatalities", "sub_event_type")] == [
        *("2018-11-15", "3", "", "Abduction/forced disappearance")
    ]


def test_a_meeting_is_there_when_it_reached_an_agreement(tmp_path: Path) -> None:
    """Which is all that ACLED codes of talks."""
    chronicle = Chronicle(tmp_path)
    met = {"participants": [{"actor": "taliban"}, {"actor": "qatar"}], "date": "2018-11-14"}
    facts = [
        report("meeting", "deal", "e-1", agreement="reached", host="qatar", **met),
        report("meeting", "talk", "e-2", agreement="none", **met),
        report("attack", "none-killed", "e-3", killed=0, date="2018-11-15"),
    ]
    chronicle.log.append([*BEGINNING, *facts])
    found = rows(exported(chronicle, "acled").stdout)
    assert list(found) == ["deal", "none-killed"]
    assert [found["deal"][name] for name in ("sub_event_type", "actor1", "actor2", "fatalities")] == [
        *("Agreement", "Taliban", "State of Qatar", "")
    ]
    assert found["none-killed"]["fatalities"] == "0"


@pytest.mark.parametrize("name", ["ucdp", "acled"])
def test_no_cell_is_a_formula(tmp_path: Path, name: str) -> None:
    """Wherever the text comes from."""
    chronicle = Chronicle(tmp_path)
    evil = "=1+1"
    registered = [
        {"type": "source.registered", "subject": "s", "data": {"fact": {"title": evil, "publisher": evil}}},
        {"type": "actor.registered", "subject": "a", "data": {"fact": {"name": evil}}},
        {"type": "place.registered", "subject": "p", "data": {"fact": {"name": evil, "admin1": evil}}},
    ]
    fact = {"perpetrator": "a", "targets": ["a"], "place": "p", "place_basis": evil, "tags": [evil]}
    attack = report("attack", "x", "e", source="s", title=evil, date="2018-11-14", **fact)
    chronicle.log.append([*BEGINNING, *registered, attack])
    cells = rows(exported(chronicle, name).stdout)["x"].values()
    assert "'=1+1" in cells
    assert [cell for cell in cells if cell.startswith("=")] == []
