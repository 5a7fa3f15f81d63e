"""GDELT 2.0 events: what becomes of a row, by its codebook and CAMEO's."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.importing.conftest import Run, fact, lines
from timeline import Log, plugins
from timeline.countries import COUNTRIES
from timeline.importing import cameo, fips_10_4
from timeline.importing.format import Imported, Row
from timeline.importing.gdelt import facts
from timeline.importing.gdelt_columns import COLUMNS, HEADER

Cells = dict[str, str]
ROW: Cells = {
    "GLOBALEVENTID": "410412347",
    "SQLDATE": "20181114",
    "MonthYear": "201811",
    "Year": "2018",
    "Actor1Code": "AFGINSTAL",
    "Actor1Name": "TALIBAN",
    "Actor1CountryCode": "AFG",
    "Actor1Type1Code": "INS",
    "Actor2Code": "USA",
    "Actor2Name": "UNITED STATES",
    "Actor2CountryCode": "USA",
    "IsRootEvent": "1",
    "EventCode": "046",
    "EventBaseCode": "046",
    "EventRootCode": "04",
    "QuadClass": "1",
    "GoldsteinScale": "7.0",
    "NumMentions": "10",
    "NumSources": "1",
    "NumArticles": "10",
    "AvgTone": "-2.5",
    "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Doha, Ad Dawhah, Qatar",
    "ActionGeo_CountryCode": "QA",
    "ActionGeo_Lat": "25.2867",
    "ActionGeo_Long": "51.5333",
    "ActionGeo_FeatureID": "-785169",
    "DATEADDED": "20181119101500",
    "SOURCEURL": "https://news.example.org/talks?id=1",
}
"""A row as GDELT makes them; no machine wrote this one."""


def table(*rows: Cells) -> str:
    """A file as GDELT publishes it: tabs, no header, no quotation marks."""
    return "".join("\t".join({**ROW, **row}.get(name, "") for name in HEADER) + "\n" for row in rows)


def imported(**cells: str) -> list[Imported]:
    """What the row above says, with these cells."""
    raw = {name.casefold(): cell for name, cell in {**ROW, **cells}.items()}
    read = {one.name: one.read(raw[one.name]) if raw.get(one.name) else None for one in COLUMNS}
    return list(facts(Row("events.CSV:1", read, raw)))


def said(**cells: str) -> Any:
    """The fact in it."""
    [one] = imported(**cells)
    return one.fact


def test_a_negotiation_is_a_meeting_by_the_word_of_the_article(run: Run, tmp_path: Path) -> None:
    """With all that the row says; the article is the source, and nobody has checked the machine."""
    (tmp_path / "20181119101500.export.CSV").write_text(table({}))
    assert run("import", "gdelt", "20181119101500.export.CSV").exit_code == 0
    event = next(event for event, _ in Log("events.jsonl").read() if event.kind == "meeting")
    assert (event.id, event.subject) == ("gdelt:410412347", "gdelt-410412347")
    article = event.data["source"]
    assert event.data == {
        "fact": {
            "title": "TALIBAN and UNITED STATES: negotiation",
            "date": "2018-11-14",
            "place": "doha",
            "tags": ["machine-coded", "CAMEO 046"],
            "format": "negotiation",
            "participants": [
                {"actor": "taliban", "role": "participant"},
                {"actor": "united-states", "role": "participant"},
            ],
        },
        "source": article,
        "note": "GDELT event 410412347, coded by a machine that read the article by 2018-11-19.",
    }
    assert fact(tmp_path, article) == {"title": "Article of news.example.org", "url": ROW["SOURCEURL"]}
    assert fact(tmp_path, "taliban") == {"name": "TALIBAN", "country": "AF", "actor_type": "armed_group"}
    assert fact(tmp_path, "united-states") == {"name": "UNITED STATES", "country": "US", "actor_type": "state"}
    assert fact(tmp_path, "doha") == {
        "name": "Doha",
        "summary": "Doha, Ad Dawhah, Qatar",
        "country": "QA",
        "place_type": "city",
        "latitude": 25.2867,
        "longitude": 51.5333,
    }
    before = lines(tmp_path)
    assert run("import", "gdelt", "20181119101500.export.CSV").exit_code == 0
    assert (lines(tmp_path), run("check").exit_code) == (before, 0)


@pytest.mark.parametrize(
    ("code", "kind", "fields"),
    [
        ("010", "statement", {}),
        ("0256", "statement", {}),
        ("138", "statement", {}),
        ("1382", "statement", {}),
        ("057", "meeting", {"format": "signing", "agreement": "reached"}),
        ("043", "meeting", {"format": "hosting"}),
        ("180", "attack", {}),
        ("1831", "attack", {"attack_type": "bombing_explosion", "weapon": "suicide bomb"}),
        ("1951", "attack", {"attack_type": "bombing_explosion", "weapon": "aerial weapons"}),
        ("186", "attack", {"attack_type": "assassination"}),
        ("2042", "attack", {"weapon": "weapons of mass destruction"}),
    ],
)
def test_the_code_is_the_kind(code: str, kind: str, fields: Cells) -> None:
    """And some fields follow from it."""
    [one] = imported(EventCode=code)
    assert (one.kind, one.fact["tags"][1]) == (kind, f"CAMEO {code}")
    assert fields.items() <= one.fact.items()


@pytest.mark.parametrize("code", ["017", "051", "073", "115", "129", "141", "152", "172", "191", "196", "201", "---"])
def test_what_no_kind_holds_is_left_out(code: str) -> None:
    """Aid, protest, blockades and the like."""
    assert imported(EventCode=code) == []


def test_every_code_makes_a_sound_fact() -> None:
    """By the models of our kinds."""
    kinds = plugins.kinds(plugins.load())
    for code in cameo.CODES:
        [one] = imported(EventCode=code.ljust(3, "0"))
        plain = {name: value for name, value in one.fact.items() if not isinstance(value, (Imported, list))}
        kinds[one.kind].model_validate(plain)


def test_who_did_what_to_whom() -> None:
    """CAMEO has a direction: the first actor acts."""
    attack = said(EventCode="190")
    assert (attack["perpetrator"].fact["name"], attack["targets"][0].fact["name"]) == ("TALIBAN", "UNITED STATES")
    spoken = said(EventCode="013")
    assert (spoken["speaker"].fact["name"], spoken["audience"]) == ("TALIBAN", "UNITED STATES")
    assert [part["role"] for part in said(EventCode="042")["participants"]] == ["participant", "host"]
    assert [part["role"] for part in said(EventCode="045")["participants"]] == ["mediator", "party"]
    assert "speaker" not in said(EventCode="013", Actor1Code="", Actor1Name="")


def test_a_row_without_a_place_has_none() -> None:
    """Type 0, or no name."""
    assert "place" not in said(ActionGeo_Type="0", ActionGeo_FullName="", ActionGeo_Lat="", ActionGeo_Long="")
    assert said(ActionGeo_CountryCode="GZ")["place"].fact["country"] == "PS"
    assert (
        said(ActionGeo_Type="1", ActionGeo_FullName="Iraq", ActionGeo_CountryCode="IZ")["place"].fact["country"] == "IQ"
    )


def test_a_source_that_is_no_address_is_a_title() -> None:
    """What GDELT read on paper has a citation; a script is no address."""
    for cited in ("BBC Monitoring", "javascript:alert(1)"):
        [one] = imported(SOURCEURL=cited)
        assert isinstance(one.source, Imported)
        assert one.source.fact == {"title": cited}


def test_a_query_has_a_header_and_quotation_marks_are_letters(run: Run, tmp_path: Path) -> None:
    """Both forms of file, packed as GDELT packs them or not."""
    (tmp_path / "query.csv").write_text(
        ",".join(HEADER) + "\n" + table({}).replace("Doha, Ad Dawhah, Qatar", "Doha").replace("\t", ",")
    )
    assert run("import", "gdelt", "query.csv", "--dry-run").exit_code == 0
    odd = table({"SOURCEURL": 'https://news.example.org/"a'})
    (tmp_path / "events.CSV.gz").write_bytes(gzip.compress(odd.encode()))
    assert run("import", "gdelt", "events.CSV.gz").exit_code == 0
    assert "1 fact: 1 already there" in run("import", "gdelt", "events.CSV.gz").stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (table({"EventCode": "46"}), "events.CSV:1: eventcode: '46' is no CAMEO code; has a spreadsheet taken a 0"),
        (table({"SQLDATE": "2018-11-14"}), "events.CSV:1: sqldate: '2018-11-14' is no day as GDELT writes it"),
        (table({"SQLDATE": "17530101"}), "events.CSV:1: sqldate: 1753-01-01 is how databases write"),
        (table({"SQLDATE": "20181131"}), "there is none such in the calendar"),
        (table({}, {"GLOBALEVENTID": ""}), "events.CSV:2: globaleventid: is empty"),
        (table({}, {}), "events.CSV:2: id: '410412347' is in events.CSV:1 already"),
        (table({}).replace("\t", ";"), "events.CSV:1: has no tabs between 61 cells, and no header"),
        (table({})[:200] + "\n", "events.CSV:1: has 60 cells, the header 61"),
        ("", "events.CSV: is empty"),
    ],
)
def test_bad_files_are_named(run: Run, tmp_path: Path, text: str, words: str) -> None:
    """By file, line and column; nothing comes in."""
    (tmp_path / "events.CSV").write_text(text)
    result = run("import", "gdelt", "events.CSV")
    assert (result.exit_code, lines(tmp_path)) == (1, 1)
    assert words in result.stderr


def test_the_codes_of_countries_are_ours() -> None:
    """FIPS has other letters for many: SF is South Africa, and ZA is Zambia."""
    assert set(fips_10_4.COUNTRIES.values()) <= COUNTRIES
    assert [fips_10_4.COUNTRIES[code] for code in ("SF", "ZA", "WE", "KV", "OD", "UK")] == [
        "ZA",
        "ZM",
        "PS",
        "XK",
        "SS",
        "GB",
    ]


def test_the_header_is_the_codebook_s() -> None:
    """61 columns, of which those that are read are some."""
    assert (len(HEADER), len(set(HEADER))) == (61, 61)
    known = {name.casefold() for name in HEADER}
    assert [one.name for one in COLUMNS if " " not in one.name and one.name not in known] == []
