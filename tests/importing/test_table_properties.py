"""Tables by a mapping, whatever stands in them: dates in parts and between ends, templates, encodings."""

import calendar
import csv
import io
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timeline import edtf
from timeline.importing.format import BadRow, Opened, Row
from timeline.importing.table import records, when
from timeline.importing.table.cell import Cell
from timeline.importing.table.mapping import When
from timeline.importing.table.rows import Cells

MONTHS = list(calendar.month_name)[1:]
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip).filter(bool)


def dated(told: When, cells: dict[str, Any]) -> Any:
    """What a row with these cells has for a date."""
    return when.date(told, lambda name: str(cells[name]) if cells[name] else None).get("date")


@settings(max_examples=50, deadline=None)
@given(st.dates(), st.booleans(), st.integers(1, 3))
def test_a_date_in_parts_is_as_precise_as_they_are(day: date, named: bool, precise: int) -> None:
    """Months by number or by name."""
    parts = [f"{day.year:04}", MONTHS[day.month - 1] if named else day.month, day.day]
    cells = dict(zip("ymd", [*parts[:precise], 0, 0], strict=False))
    assert dated(When(year="y", month="m", day="d"), cells) == day.isoformat()[: len("2018-11-14") - 3 * (3 - precise)]


@settings(max_examples=50, deadline=None)
@given(st.dates(), st.dates(), st.sampled_from(["lasted", "some_day"]))
def test_two_ends_are_a_date_or_are_refused(one: date, other: date, means: Any) -> None:
    """By their order."""
    told, cells = When(start="a", end="b", means=means), {"a": one.isoformat(), "b": other.isoformat()}
    if one > other:
        with pytest.raises(BadRow, match="does not go with a"):
            dated(told, cells)
    else:
        found = edtf.parse(dated(told, cells))
        assert (found.earliest, found.latest) == (one.isoformat(), other.isoformat())
        assert found.kind == ("day" if one == other else "extent" if means == "lasted" else "uncertain")


@settings(max_examples=50, deadline=None)
@given(texts, st.one_of(st.just(""), texts), st.lists(st.sampled_from(["{A}", "{B}", "{{", "}}", " in "]), min_size=1))
def test_a_template_is_text_and_columns(one: str, other: str, parts: list[str]) -> None:
    """None of what stands in a column is read as a template; one with an empty column is passed over."""
    expected = "".join({"{A}": one, "{B}": other, "{{": "{", "}}": "}"}.get(part, part) for part in parts)
    empty = "{B}" in parts and not other
    cells = Cells(Row("t:1", {"A": one, "B": other}), frozenset())
    assert cells.one(Cell(template=["".join(parts), "{A}!"])) == (f"{one}!" if empty else expected)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1), st.sampled_from([None, "utf-8-sig", "utf-16", "utf-16-be"]))
def test_a_table_is_the_same_in_every_encoding(table: list[tuple[str, str]], encoding: str | None) -> None:
    """As it is said, with quotes and commas within."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows([("A", "B"), *table])
    opened = Opened("t.csv", io.BytesIO(file.getvalue().encode(encoding or "utf-8")), encoding)
    found = [(row["A"], row["B"]) for row in records.rows(opened, records.Layout(delimiter=","), ["A", "B"])]
    assert found == table
