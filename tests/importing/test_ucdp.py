"""UCDP GED: what becomes of a row, by UCDP's codebook; and the sums that UCDP publishes."""

import csv
import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from datasette.app import Datasette

from tests.importing.conftest import ROW, Run, events, fact, lines
from timeline import project
from timeline.countries import COUNTRIES
from timeline.importing import gleditsch_ward
from timeline.importing.format import Row
from timeline.importing.ucdp import facts, release
from timeline.importing.ucdp_columns import COLUMNS

Bring = Callable[..., Result]
SAMPLE = Path(__file__).parents[3] / "shared/data/ucdp_sample/ucdpged_sample1000.csv"


def attack(**cells: str) -> Any:
    """What the row above says, with these cells."""
    raw = {**ROW, **cells}
    read = {one.name: one.read(raw[one.name]) if raw.get(one.name) else None for one in COLUMNS}
    [imported] = facts(Row("ged.csv:2", read, raw))
    return imported


def test_a_row_is_an_attack(brought: Bring, tmp_path: Path) -> None:
    """With all that the row says."""
    assert brought("ged231.csv", {}).exit_code == 0
    [event] = events(tmp_path)
    assert (event.id, event.type, event.subject) == ("ucdp-ged:300380", "attack.reported", "ucdp-ged-300380")
    assert event.data == {
        "fact": {
            "title": "Violence between Government of Syria and Syrian insurgents, Rami village",
            "date": "2013-01-03",
            "place": "rami-village",
            "place_basis": "UCDP describes it as “in the al-Rami village”.",
            "tags": ["state-based", "Syria: Government", "active year"],
            "parties": [
                {"actor": "government-of-syria", "side": "a", "killed": 0},
                {"actor": "syrian-insurgents", "side": "b", "killed": 2},
            ],
            "killed": 2,
            "killed_civilians": 0,
            "killed_unidentified": 0,
            "reported_in": event.data["fact"]["reported_in"],
        },
        "source": "ucdp-ged-23-1",
        "attributed_to": ["sohr-vdc"],
        "note": "UCDP GED event 300380 (SYR-2013-1-11973-99).",
    }


def test_what_a_row_names_is_registered(brought: Bring, tmp_path: Path) -> None:
    """The release, the articles, the sides, whom the articles quote, the place."""
    brought("ged231.csv", {})
    registered = {event.subject: event.data["fact"] for event in events(tmp_path, "source")}
    assert registered["ucdp-ged-23-1"] == {"title": "UCDP Georeferenced Event Dataset 23.1", "published": "2023"}
    assert [registered[slug] for slug in fact(tmp_path, "ucdp-ged-300380")["reported_in"]] == [
        {"title": "Thursday 3 January", "publisher": "Support Kurds in Syria", "published": "2013-01-03"},
        {"title": "Abdul Satar", "publisher": "VDC", "published": "2013-01-03"},
    ]
    assert fact(tmp_path, "government-of-syria") == {
        "name": "Government of Syria",
        "actor_type": "state",
        "country": "SY",
    }
    assert fact(tmp_path, "rami-village") == {
        "name": "Rami village",
        "summary": "Ariha district, Idlib governorate, Syria",
        "country": "SY",
        "admin1": "Idlib governorate",
        "admin2": "Ariha district",
        "latitude": 35.763369,
        "longitude": 36.558974,
        "place_type": "village",
    }


DATES = {
    "a day": ("2013-01-03", "1", "2013-01-03", None),
    "some days": ("2013-01-05", "2", "[2013-01-03..2013-01-05]", "(date_prec 2: 2 to 6 days)"),
    "a week": ("2013-01-09", "3", "[2013-01-03..2013-01-09]", "(date_prec 3: a week)"),
    "a month": ("2013-01-31", "4", "[2013-01-03..2013-01-31]", "(date_prec 4: 8 to 31 days)"),
    "a year": ("2013-12-31", "5", "[2013-01-03..2013-12-31]", "(date_prec 5: more than a month, at most a year)"),
}


@pytest.mark.parametrize(("end", "precision", "date", "basis"), DATES.values(), ids=DATES)
def test_dates_keep_their_precision(end: str, precision: str, date: str, basis: str | None) -> None:
    """A range is some day within, and says by what."""
    found = attack(date_end=end, date_prec=precision).fact
    assert found["date"] == date
    assert (basis is None and "date_basis" not in found) or str(basis) in found["date_basis"]


def test_only_one_sided_violence_has_a_direction() -> None:
    """Then the first side did it, to the second."""
    fought, killed = attack(type_of_violence="2").fact, attack(type_of_violence="3", side_b="Civilians").fact
    assert "perpetrator" not in fought
    assert [party["side"] for party in fought["parties"]] == ["a", "b"]
    assert (killed["perpetrator"].fact["name"], killed["targets"][0].key) == ("Government of Syria", "actor:civilians")
    assert killed["tags"][0] == "one-sided"


def test_deaths_are_kept_as_published() -> None:
    """Also those that are not in order, of which it warns."""
    assert attack(low="1", best="2", high="5").fact["killed"] == {"low": 1, "best": 2, "high": 5}
    assert attack(low="3", high="2").fact["killed"] == {"low": 3, "best": 2, "high": 2}


PLACES = {"1": "village", "2": "area", "3": "district", "4": "province", "5": "area", "6": "country", "7": "sea"}


@pytest.mark.parametrize(("precision", "place_type"), PLACES.items())
def test_a_place_is_as_exact_as_it_is_known(precision: str, place_type: str) -> None:
    """And the fact says so, when it is not exact."""
    found = attack(where_prec=precision).fact
    assert found["place"].fact["place_type"] == place_type
    assert (f"(where_prec {precision})" in found["place_basis"]) == (precision != "1")


ARTICLES = {
    "commas in a headline": (
        '"AFP,2014-02-01,Toll tops 136,000, talks"',
        [("Toll tops 136,000, talks", "AFP", "2014-02-01")],
    ),
    "nothing at all": ('",1753-01-01,";"AFP,2013-01-03,"', [("AFP 2013-01-03", "AFP", "2013-01-03")]),
    "no day": ('"AFP,1753-01-01,Talks"', [("Talks", "AFP", None)]),
    "a time": ('"AFP,2014-02-01 00:00:00,Talks"', [("Talks", "AFP", "2014-02-01")]),
    "quotes within": (
        '"BBC,1998-06-02,Source reports "at least" six"',
        [('Source reports "at least" six', "BBC", "1998-06-02")],
    ),
    "no headline": ('"AFP,2014-02-01,"', [("AFP 2014-02-01", "AFP", "2014-02-01")]),
    "the same twice": ('"A,2014-02-01,B";"A,2014-02-01,B"', [("B", "A", "2014-02-01")]),
    "another form": ('"SATP";"AFP,2014-02-01,Talks"', [("SATP", None, None), ("Talks", "AFP", "2014-02-01")]),
}


@pytest.mark.parametrize(("written", "expected"), ARTICLES.values(), ids=ARTICLES)
def test_articles_are_sources(written: str, expected: list[tuple[str | None, ...]]) -> None:
    """Title, publisher and day of each."""
    found = [source.fact for source in attack(source_article=written).fact["reported_in"]]
    assert [(one["title"], one.get("publisher"), one.get("published")) for one in found] == expected


def test_free_text_is_one_source() -> None:
    """As it was written before UCDP named office, day and headline."""
    written = 'Reuters 1989-05-17 "ANGOLAN REBELS; POWER LINES'
    [source] = attack(source_article=written, source_date="").fact["reported_in"]
    assert source.fact == {"title": written}


def test_other_releases_name_columns_otherwise(brought: Bring, tmp_path: Path) -> None:
    """Older ones `best_est`, those of the API have no ids of the sides."""
    text = (
        ",".join(ROW)
        .replace("best", "best_est")
        .replace("side_a_new_id", "side_a_dset_id")
        .replace("side_b_new_id", "x")
    )
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in ROW.values())
    assert brought("ged.csv", text=f"{text}\n{quoted}\n").exit_code == 0
    assert fact(tmp_path, "ucdp-ged-300380")["killed"] == 2


@pytest.mark.asyncio
async def test_an_article_leads_to_what_rests_on_it(
    brought: Bring, tmp_path: Path, site: Callable[[Path], Datasette]
) -> None:
    """By the word of the data set."""
    brought("ged231.csv", {})
    project(tmp_path / "events.jsonl", tmp_path / "timeline.db")
    [_, article, _] = [event.subject for event in events(tmp_path, "source")]
    page = (await site(tmp_path / "timeline.db").client.get(f"/-/source/{article}")).text
    assert 'href="/-/fact/ucdp-ged-300380"' in page
    assert "SOHR; VDC" in page


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("ged231.csv", "23.1"),
        ("GEDEvent_v24_1.csv", "24.1"),
        ("ged191-csv.zip", "19.1"),
        ("GEDEvent_v25_0_3.csv", "25.0.3"),
        ("GEDEvent_v24_01_24_03.csv", "24.01.24.03"),
        ("ucdp-ged-22-1", "22.1"),
        ("ucdpged_sample1000.csv", None),
        ("new", None),
    ],
)
def test_a_release_is_known_by_the_name_of_its_file(name: str, label: str | None) -> None:
    """Or of its source."""
    assert release(name).label == label


def test_the_countries_are_iso_ones() -> None:
    """Each once."""
    codes = list(gleditsch_ward.COUNTRIES.values())
    assert set(codes) <= COUNTRIES
    assert len(codes) == len(set(codes))


@pytest.mark.skipif(not SAMPLE.exists(), reason="a sample of 1,000 rows, which is no part of the project")
def test_yearly_sums_come_out_as_published(run: Run, tmp_path: Path) -> None:
    """The dead of each year, low, best and high; and a second import adds nothing."""
    assert run("import", "ucdp", str(SAMPLE), "--source", "ucdp-ged-23-1").exit_code == 0
    count = lines(tmp_path)
    assert (
        "1,000 facts: 1,000 already there\n0 events"
        in run("import", "ucdp", str(SAMPLE), "--source", "ucdp-ged-23-1").stderr
    )
    assert lines(tmp_path) == count
    project(tmp_path / "events.jsonl", tmp_path / "timeline.db")
    with closing(sqlite3.connect(tmp_path / "timeline.db")) as db:
        select = "SELECT substr(earliest, 1, 4), sum(killed_low), sum(killed), sum(killed_high) FROM attacks GROUP BY 1"
        found = {year: tuple(sums) for year, *sums in db.execute(select)}
    published: Counter[tuple[str, str]] = Counter()
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            published.update({(row["year"][:4], name): int(float(row[name])) for name in ("low", "best", "high")})
    assert found == {year: tuple(published[year, name] for name in ("low", "best", "high")) for year, _ in published}


def test_cells_of_a_row_are_all_used() -> None:
    """A column is kept, or documented as not kept."""
    assert {column.name for column in COLUMNS if column.becomes.startswith("not kept")} & set(ROW) == set()
