"""Tables by a mapping file: what people have, and what is refused."""

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
import yaml
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.importing.conftest import Run, events, fact, lines
from timeline import Log
from timeline.importing.table import counts
from timeline.importing.table.mapping import Mapping

MAP = """
dataset: {name: mills, title: Incidents at the mills}
kind: attack
id: "No"
title: ["{Event} in {Location}", "{Event}"]
date: {column: Date, order: dmy}
place: Location
source: {title: Paper, url: Source URL}
fields:
  killed: {column: Killed, thousands: ","}
  attack_type: {column: Type, values: {IED: bombing_explosion, NO: null}, otherwise: unknown}
  summary: Notes
actors:
  - {column: Groups, split: "/", field: parties, part: {side: a}, actor: {actor_type: armed_group}}
only: {column: Kind, is: [Violence]}
missing: [-99, n/a, 1753-01-01]
"""
ROW = {
    "No": "1",
    "Date": "18 Oct 2018",
    "Event": "Clash",
    "Location": "Tal",
    "Killed": "10-12",
    "Type": "ied",
    "Groups": "Reds / Blues",
    "Kind": "violence",
    "Paper": "The Mill",
    "Source URL": "https://example.org/1",
    "Notes": "=1+1",
}
Bring = Callable[..., Result]


def table(*rows: dict[str, str]) -> str:
    """The row above, but for the cells that are given."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(ROW), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return file.getvalue()


@pytest.fixture
def bring(run: Run, tmp_path: Path) -> Bring:
    """`timeline import table` of a file with this content, by a mapping."""

    def bring(content: str | bytes, *more: str, mapping: str = MAP, name: str = "mills.csv") -> Result:
        (tmp_path / "map.yml").write_text(mapping)
        (tmp_path / name).write_bytes(
            content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
        )
        return run("import", "table", name, "--map", "map.yml", *more)

    return bring


def test_a_row_becomes_a_fact(bring: Bring, tmp_path: Path) -> None:
    """With actors, place and source; the same again adds nothing, and what changed is corrected."""
    assert bring(table({}, {"No": "2", "Kind": "Talks"})).stderr.splitlines()[:2] == [
        "1 fact: 1 new",
        "1 row says nothing that the mapping takes",
    ]
    assert fact(tmp_path, "mills-1") == {
        "title": "Clash in Tal",
        "date": "2018-10-18",
        "place": "tal",
        "killed": {"low": 10, "high": 12, "stated": "10-12"},
        "attack_type": "bombing_explosion",
        "summary": "=1+1",
        "parties": [{"actor": "reds", "side": "a"}, {"actor": "blues", "side": "a"}],
    }
    assert fact(tmp_path, "the-mill") == {"title": "The Mill", "url": "https://example.org/1"}
    assert "already there" in bring(table({})).stderr
    assert "1 changed" in bring(table({"Killed": "1,200"})).stderr
    assert [event.type for event in events(tmp_path)] == ["attack.reported", "attack.corrected"]


def test_what_is_missing_is_nothing(bring: Bring, tmp_path: Path) -> None:
    """And no zero."""
    assert (
        bring(table({"Killed": "-99", "Date": "1753-01-01", "Location": "N/A", "Type": "no", "Paper": ""})).exit_code
        == 0
    )
    assert set(fact(tmp_path, "mills-1")) == {"title", "summary", "parties"}


CELLS = {
    "a date without order": ({"Date": "yesterday"}, "mills.csv:2: Date: 'yesterday' is not a date"),
    "no number": ({"Killed": "dozens"}, "mills.csv:2: Killed: 'dozens' is no number that can be told"),
    "reversed": ({"Killed": "12-10"}, "Killed: '12-10' is reversed"),
    "below 0": ({"Killed": "-9"}, "Killed: '-9' is below 0; say `missing: ['-9']`"),
    "no address": ({"Source URL": "see the paper"}, "Source URL: 'see the paper' is not an address"),
    "a script": ({"Source URL": "javascript:alert(1)"}, "Source URL: 'javascript:alert(1)' is not an address"),
    "no title": ({"Event": ""}, "Event, Location: is empty, and a fact needs its title"),
    "NUL": ({"Notes": "a\0b"}, "Notes: has the control character U+0000"),
    "no id": ({"No": ""}, "mills.csv:2: No: is empty, and names the row"),
    "very long": ({"Notes": "x" * 70_000}, "mills.csv:2: "),
}


@pytest.mark.parametrize(("cells", "words"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_named(bring: Bring, tmp_path: Path, cells: dict[str, str], words: str) -> None:
    """By row and column, and nothing comes in."""
    result = bring(table({**cells}, {"No": "2"}))
    assert words in result.stderr
    assert (result.exit_code, lines(tmp_path)) == (1, 1)


def test_all_bad_cells_of_a_row_are_named(bring: Bring) -> None:
    """At once; or the row is left out."""
    bad = table({"Date": "x", "Killed": "y"}, {"No": "2"})
    assert [line.split(":")[2] for line in bring(bad).stderr.splitlines()] == [" Date", " Killed"]
    assert "1 row left out" in bring(bad, "--skip-bad", "left.csv").stderr


MAPPINGS = {
    "an unknown key": ("titel: Event", "--map: titel: is not a field here; did you mean 'title'?"),
    "an unknown kind": ("kind: atack", "--map: kind: 'atack' is no kind of fact; did you mean 'attack'?"),
    "an unknown field": (
        "fields: {kiled: Killed}",
        "--map: fields.kiled: attack has no such field; did you mean 'killed'",
    ),
    "no such word": ("fields: {attack_type: {constant: bomb}}", "fields.attack_type.constant: 'bomb' is not one of"),
    "a field of actors": ("fields: {perpetrator: Groups}", "names actors; put it under `actors`"),
    "no field of actors": (
        "actors: [{column: Groups, field: target}]",
        "actors.0.field: 'target' is no field with actors; did",
    ),
    "no such part": (
        "actors: [{column: Groups, field: victims, part: {harm: hurt}}]",
        "actors.0.part: 'hurt' is not one",
    ),
    "two origins": ("id: {column: A, constant: B}", "--map: id: needs one of column, template, constant"),
    "no origin": ("id: []", "--map: id: needs one of column, template, constant"),
    "half a span": ("date: {start: Date}", "--map: date: start, end and means go together"),
    "no such column": ("id: Nr", "mills.csv:1: has no column 'Nr'"),
    "twice": ("id: A\nid: B", "--map: is no YAML: 'id' is there twice"),
    "code": ("id: !!python/object/apply:os.getcwd []", "--map: is no YAML: could not determine a constructor"),
    "half a point": ("place: {name: Location, latitude: Killed}", "place: latitude and longitude go together"),
}


@pytest.mark.parametrize(("said", "words"), MAPPINGS.values(), ids=MAPPINGS)
def test_a_mistake_in_the_mapping_is_named(bring: Bring, said: str, words: str) -> None:
    """By its path."""
    basis = "dataset: {name: mills, title: Mills}"
    rest = [line for line in ("kind: attack", "title: Event") if line.split(":")[0] not in said]
    result = bring(table({}), mapping="\n".join([basis, *rest, said]))
    assert words in result.stderr
    assert result.exit_code == 1


def test_a_kind_by_column_and_dates_in_parts(bring: Bring, tmp_path: Path) -> None:
    """A row without an id is known by all that stands in it."""
    mapping = (
        "dataset: {name: mix, title: Mix}\nkind: {column: T, values: {Talks: meeting, Raid: attack, Walk: null}}\n"
        "title: '{T} {{a}}'\ndate: {year: Y, month: M, day: D}\nfields: {killed: {low: L, high: H}, outcome: O}"
    )
    text = "T;Y;M;D;L;H;O\nTalks;2018;11;0;;;None\nRaid;2018;Nov;5;1;3;\nWalk;2018;1;1;;;\n"
    assert "2 facts: 2 new" in bring(text, mapping=mapping).stderr
    found = {event.kind: event.data["fact"] for kind in ("meeting", "attack") for event in events(tmp_path, kind)}
    assert found["meeting"] == {"title": "Talks {a}", "date": "2018-11", "outcome": "None"}
    assert found["attack"] == {"title": "Raid {a}", "date": "2018-11-05", "killed": {"low": 1, "high": 3}}
    assert "the low number 5 is above the high number 3" in bring(text.replace(";1;3", ";5;3"), mapping=mapping).stderr


def test_an_older_article_is_no_older_table(bring: Bring, tmp_path: Path) -> None:
    """The day of what a row rests on says nothing of the table, and a row may go back to what it rested on."""
    mapping = MAP.replace("source: {title: Paper, url: Source URL}", "source: {title: Paper, published: Notes}")
    papers = [{"Paper": "New", "Notes": "2018-10-20"}, {"Paper": "Old", "Notes": "2018-10-18", "Killed": "9"}]
    for turn, paper in enumerate((*papers, *papers)):
        result = bring(table(paper), mapping=mapping)
        assert result.exit_code == 0, result.stderr
        assert len(events(tmp_path, "attack")) == turn + 1


def test_json_lines_are_nested(bring: Bring, tmp_path: Path) -> None:
    """A path leads to what is inside, and a list is a list."""
    mapping = (
        "dataset: {name: lines, title: L}\nkind: statement\ntitle: what.short\nid: nr\n"
        "actors: [{column: who.0.name, field: speaker}]\nfields: {tags: about}\n"
        "date: {start: from, end: to, means: some_day}"
    )
    line = {
        "nr": 7,
        "what": {"short": "No"},
        "who": [{"name": "Ana"}],
        "about": ["a", "b"],
        "from": "2018",
        "to": "2019",
    }
    result = bring(json.dumps(line) + "\n\n", mapping=mapping, name="l.jsonl")
    assert result.exit_code == 0, result.stderr
    said = {"title": "No", "speaker": "ana", "tags": ["a", "b"], "date": "[2018..2019]"}
    assert fact(tmp_path, "lines-7") == said
    assert "l.jsonl:1: is not JSON" in bring("{bad\n", mapping=mapping, name="l.jsonl").stderr
    wide = json.dumps(line).encode("utf-16")
    assert "l.jsonl: is UTF-16, not UTF-8" in bring(wide, mapping=mapping, name="l.jsonl").stderr
    assert "1 already there" in bring(wide, "--encoding", "utf-16", mapping=mapping, name="l.jsonl").stderr
    assert "lone surrogate" in bring('{"nr":"\\ud800"}\n', mapping=mapping, name="l.jsonl").stderr
    assert "no line has 'about'" in bring('{"nr":1}\n', mapping=mapping, name="l.jsonl").stderr


def workbook(change: Callable[[Any], None] = lambda _: None) -> bytes:
    """A sheet with real dates, and what else is done to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "List"
    sheet.append(["Day", "What", "Dead"])
    sheet.append([datetime.fromisoformat("2018-10-18"), "Raid", 1200.0])
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


BOOK = "dataset: {name: book, title: B}\nkind: attack\nid: What\ntitle: What\ndate: Day\nfields: {killed: Dead}\n"


def test_a_workbook_is_read(bring: Bring, tmp_path: Path) -> None:
    """Days are days and numbers exact; hidden sheets and merged cells are said."""

    def change(book: Any) -> None:
        book.create_sheet("Old").sheet_state = "hidden"
        book["List"].merge_cells("A2:A3")

    result = bring(workbook(change), mapping=BOOK, name="b.xlsx")
    assert result.exit_code == 0, result.stderr
    assert fact(tmp_path, "book-raid") == {"title": "Raid", "date": "2018-10-18", "killed": 1200}
    assert "the cells A2:A3 are merged" in result.stderr
    assert "the sheet 'Old' is hidden, and not read" in result.stderr


BOOKS: dict[str, tuple[bytes, str]] = {
    "two sheets": (workbook(lambda book: book.create_sheet("Two")), "has the sheets 'List', 'Two'; say `sheet`"),
    "no value": (
        workbook(lambda book: book["List"].append([None, "=A1", 1])),
        "b.xlsx:3: What: has a formula whose value",
    ),
    "an error": (workbook(lambda book: book["List"].append([None, "#REF!", 1])), "b.xlsx:3: What: has the error #REF!"),
    "cut off": (workbook()[:-90], "b.xlsx"),
    "the old sort": (b"\xd0\xcf\x11\xe0" + bytes(99), "is a workbook of the old sort"),
}


@pytest.mark.parametrize(("content", "words"), BOOKS.values(), ids=BOOKS)
def test_a_bad_workbook_is_refused(bring: Bring, tmp_path: Path, content: bytes, words: str) -> None:
    """By row and column where it is in one."""
    result = bring(content, mapping=BOOK, name="b.xlsx")
    assert words in result.stderr
    assert (result.exit_code, lines(tmp_path)) == (1, 1)
    assert isinstance(result.exception, SystemExit)


def test_a_mapping_is_suggested(run: Run, bring: Bring, tmp_path: Path) -> None:
    """It loads, and says what is unsure; the dry run shows rows beside what they become."""
    text = table({"Date": "3/4/2018"}, {"No": "2", "Killed": "-99"}).replace("Event", "Event: what\ufeff", 1)
    (tmp_path / "mills.csv").write_text(text)
    mapping = run("import", "table", "mills.csv", "--suggest").stdout
    assert "order: dmy  # unsure" in mapping
    result = bring(text, "--dry-run", mapping=mapping)
    assert "Date: 3/4/2018" in result.stderr
    assert "| date: 2018-04-03" in result.stderr
    assert (result.exit_code, lines(tmp_path)) == (0, 1), result.stderr


def test_without_a_mapping_it_says_how_to_get_one(run: Run, tmp_path: Path) -> None:
    """And other formats have none to suggest."""
    (tmp_path / "a.csv").write_text("a,b\n1,2\n")
    assert "a.csv: needs --map" in run("import", "table", "a.csv").stderr
    assert run("import", "ucdp", "a.csv", "--suggest").exit_code == 2


COUNTS = {
    "12.0": 12,
    "10 to 12": {"low": 10, "high": 12},
    "5+": {"low": 5},
    "more than 5": {"low": 6},
    "up to 5": {"high": 5},
    "fewer than 5": {"high": 4},
    "nearly 30,000": {"high": 30000},
    "c. 30": {"best": 30},
}


@pytest.mark.parametrize("text", COUNTS)
def test_a_count_is_told(text: str) -> None:
    """With the words, where it is no plain number."""
    stated = {"stated": text} if isinstance(COUNTS[text], dict) else {}
    expected: Any = COUNTS[text]
    assert counts.count(text, ",") == ({**expected, **stated} if stated else expected)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_ranges_and_thousands_are_read_back(one: int, other: int) -> None:
    """Whatever the numbers."""
    low, high = sorted((one, other))
    assert counts.count(f"{low:,}–{high:,}", ",") == {"low": low, "high": high, "stated": f"{low:,}–{high:,}"}  # noqa: RUF001


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=12))
def test_any_text_is_a_count_or_is_refused(text: str) -> None:
    """In words."""
    try:
        assert counts.count(text) is not None
    except ValueError as error:
        assert str(error)  # noqa: PT017  # either may come


def test_the_example_of_the_docs_runs(run: Run, tmp_path: Path) -> None:
    """As it is shown, and the schema accepts its mapping."""
    page = (Path(__file__).parents[2] / "docs/import.md").read_text()
    (tmp_path / "harbour.csv").write_text(re.findall(r"```csv\n(.*?)```", page, re.DOTALL)[0])
    mapping = next(one for one in re.findall(r"```yaml\n(.*?)```", page, re.DOTALL) if "dataset" in one)
    (tmp_path / "harbour.yml").write_text(mapping)
    Log("events.jsonl").append(
        [{"type": "place.registered", "subject": "quay-north", "data": {"fact": {"name": "North Quay"}}}]
    )
    result = run("import", "table", "harbour.csv", "--map", "harbour.yml")
    assert "3 facts: 3 new" in result.stderr
    assert "1 row says nothing that the mapping takes" in result.stderr
    assert fact(tmp_path, "harbour-1")["place"] == "quay-north"
    assert fact(tmp_path, "harbour-3")["killed"] == {"low": 5, "stated": "at least 5"}
    told = yaml.safe_load(mapping)
    del told["known_as"], told["missing"]  # safe_load makes a number of it, which we read as text
    jsonschema.validate(told, Mapping.model_json_schema())
