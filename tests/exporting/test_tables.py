"""CSV, XLSX and Parquet: read by other libraries, the same facts in each, and nothing that a spreadsheet would run."""

import csv
import io
import json
import sys
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chronicle import MISLEADING, Chronicle, report
from tests.exporting.conftest import Export, Json, exported, of_texts, said
from timeline.exporting.formats import FORMATS
from timeline.registry import Kinds

FORMULAS = ['=HYPERLINK("http://evil.example","x")', "+1+cmd|' /C calc'!A0", "@SUM(1)", "-2+3", "＝1"]  # noqa: RUF001


def csv_rows(content: bytes) -> list[Json]:
    """The rows of CSV."""
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def xlsx_rows(content: bytes, sheet: str = "timeline") -> list[Json]:
    """The rows of a sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert all(cell.data_type in "sn" for row in book[sheet] for cell in row)
    head, *rows = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def parquet_rows(content: bytes) -> list[Json]:
    """The rows of Parquet."""
    return list(pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist())


READ = {"csv": csv_rows, "xlsx": xlsx_rows, "parquet": parquet_rows}


def by_id(rows: list[Json]) -> dict[str, Json]:
    return {row["id"]: row for row in rows}


@pytest.mark.parametrize("name", READ)
def test_the_columns_are_those_of_the_docs(export: Export, kinds: Kinds, name: str) -> None:
    """In their order."""
    [row, *_] = READ[name](export(name).stdout_bytes)
    documented = [field.path.removeprefix("timeline.") for field in FORMATS[name].fields(kinds)]
    assert list(row) == [path for path in documented if "." not in path]


def test_the_sheets_of_a_workbook_are_those_of_the_docs(export: Export, kinds: Kinds) -> None:
    """Documents, actors and places."""
    content = export("xlsx").stdout_bytes
    for sheet in ("sources", "actors", "places"):
        [row, *_] = xlsx_rows(content, sheet)
        documented = [field.path for field in FORMATS["xlsx"].fields(kinds) if field.path.startswith(f"{sheet}.")]
        assert [f"{sheet}.{name}" for name in row] == documented


@pytest.mark.parametrize("name", READ)
def test_a_raid(export: Export, name: str) -> None:
    """Its numbers are numbers where the format has some, and its dates are no spreadsheet's."""
    raid = by_id(READ[name](export(name).stdout_bytes))["raid"]
    assert [str(raid[column]) for column in ("killed_low", "killed", "killed_high")] == ["2", "4", "5"]
    assert [str(raid[column]) for column in ("date", "earliest", "place_name")] == ["2018-11-12", "2018-11-12", "Kabul"]
    assert [float(raid[column]) for column in ("latitude", "longitude")] == [34.5, 69.2]
    assert not raid["speaker"]


def test_lists_in_a_cell_and_in_a_column(export: Export) -> None:
    """Joined in CSV, a list in Parquet."""
    one = by_id(csv_rows(export("csv").stdout_bytes))["doha-talks"]
    assert (one["tags"], one["attributed_to"]) == ("peace talks; Doha; Qatar", "Taliban")
    assert one["actors"] == "State of Qatar (host); The Envoy (party); Taliban (party)"
    other = by_id(parquet_rows(export("parquet").stdout_bytes))["doha-talks"]
    assert (other["tags"], other["source_ids"]) == (["peace talks", "Doha; Qatar"], ["web", "paper"])
    assert json.loads(other["participants"])[1] == {"actor": "envoy", "role": "party", "side": "US"}


def test_one_kind_has_its_columns_alone(export: Export) -> None:
    """With the timeline's."""
    [remark] = csv_rows(export("csv", "--kind", "statement").stdout_bytes)
    assert ("quote" in remark, "killed" in remark) == (True, False)


def test_a_filtered_workbook_has_what_its_facts_name(export: Export) -> None:
    """And those that they belong to."""
    content = export("xlsx", "--kind", "statement").stdout_bytes
    assert [row["id"] for row in xlsx_rows(content, "actors")] == ["envoy", "ministry"]
    assert [row["id"] for row in xlsx_rows(content, "sources")] == ["paper"]


def test_parquet_has_types_and_says_what_it_is(export: Export) -> None:
    """Days, times, flags, lists; each column with its meaning."""
    content = export("parquet").stdout_bytes
    talks = by_id(parquet_rows(content))["doha-talks"]
    assert (talks["earliest"], talks["latest"], talks["disputed"]) == (date(2018, 11, 14), date(2018, 11, 16), True)
    assert talks["recorded_at"] == datetime(2026, 11, 23, 10, 0, 16, tzinfo=UTC)
    schema = pyarrow.parquet.read_schema(io.BytesIO(content))
    assert (schema.metadata[b"title"], schema.field("id").metadata) == (b"Talks", {b"description": b"the fact's slug"})


def test_a_text_too_long_for_a_cell_is_cut(tmp_path: Any) -> None:
    """Which is said; CSV has it whole."""
    chronicle = Chronicle(tmp_path)
    chronicle.log.append(
        [
            {"type": "log.opened", "subject": "log", "data": {"title": "Long"}},
            {"type": "source.registered", "subject": "paper", "data": {"fact": {"title": "The Paper"}}},
            report("background", "long", "e-1", summary="a" * 32_760 + "\U0001f600" * 5),
        ]
    )
    result = exported(chronicle, "xlsx")
    assert said(result) == "left out: 1 fact with a text longer than a cell holds, which was cut"
    assert xlsx_rows(result.stdout_bytes)[0]["summary"] == "a" * 32_760 + "\U0001f600" * 3 + "…"
    assert len(csv_rows(exported(chronicle, "csv").stdout_bytes)[0]["summary"]) == 32_765


@pytest.mark.parametrize("name", READ)
@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(MISLEADING + FORMULAS), min_size=1, max_size=6))
def test_texts_come_back_to_the_letter(name: str, texts: list[str]) -> None:
    """But for the apostrophe in front of what a spreadsheet would take for a formula in CSV."""
    with of_texts(texts) as result:
        rows = READ[name](result(name).stdout_bytes)
    expected = [f"'{text}" if name == "csv" and text in FORMULAS else text for text in texts]
    assert [(row["title"], row["summary"]) for row in rows] == list(zip(expected, expected, strict=True))


LIBRARIES = {"xlsx": "xlsxwriter", "parquet": "pyarrow", "ftm": "followthemoney"}


@pytest.mark.parametrize(("name", "library"), LIBRARIES.items())
def test_without_its_library(export: Export, monkeypatch: pytest.MonkeyPatch, name: str, library: str) -> None:
    """It names the extra."""
    monkeypatch.setitem(sys.modules, library, None)
    result = export(name)
    assert (result.exit_code, result.stdout_bytes) == (1, b"")
    assert f"{library} is not installed; this brings it: pip install 'timeline[{FORMATS[name].extra}]'" in result.stderr
