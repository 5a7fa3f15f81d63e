"""What a format can hold comes back: dates of every sort, counts with their doubt, coordinates, by other libraries."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import icalendar
import openpyxl
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chronicle import BEGINNING, Chronicle, report
from tests.exporting.conftest import Json, exported
from timeline import edtf
from timeline.exporting.csl import csl_date

DAYS = st.dates(date(1, 1, 1), date(9998, 12, 30))
PLAIN = st.one_of(
    DAYS.map(date.isoformat),
    DAYS.map(lambda day: day.isoformat()[:7]),
    DAYS.map(lambda day: day.isoformat()[:4]),
)
PAIRS = st.tuples(DAYS, st.integers(1, 400)).map(lambda pair: (pair[0], min(pair[0] + timedelta(pair[1]), date.max)))
DATES = st.one_of(
    st.tuples(PLAIN, st.sampled_from(["", "?", "~", "%"])).map("".join),
    PAIRS.map(lambda pair: f"{pair[0]}/{pair[1]}"),
    PAIRS.map(lambda pair: f"[{pair[0]}..{pair[1]}]"),
    DAYS.map(lambda day: f"{day}/.."),
    DAYS.map(lambda day: f"[..{day}]"),
    st.sampled_from(["../1999", "201X", "1950S2", "2018-22", "-0044", "Y17000", "2018-11-19T10:30:00Z", "{1999,2001}"]),
)


def degrees(most: int) -> st.SearchStrategy[float]:
    """Coordinates to the sixth place; a workbook has no more than sixteen digits."""
    return st.integers(-most * 10**6, most * 10**6).map(lambda millionths: millionths / 10**6)


NUMBERS = st.integers(0, 2**53 - 1)
COUNTS = NUMBERS | st.tuples(NUMBERS, NUMBERS).map(lambda two: {"low": min(two), "high": max(two)})
FACTS = st.lists(st.tuples(DATES, COUNTS, degrees(90), degrees(180)), min_size=3, max_size=10)


class Told:
    """The facts of an example in the log, and what each format says of them, by slug."""

    def __init__(self, folder: Path, facts: list[Any]) -> None:
        self.chronicle = Chronicle(folder)
        events = [event for at, fact in enumerate(facts) for event in _events(at, *fact)]
        self.chronicle.log.append([*BEGINNING, *events])
        self.chronicle.project()
        self.truth = {row[0]: row[1:] for row in self.chronicle.rows(TRUTH)}

    def content(self, *arguments: str) -> bytes:
        return exported(self.chronicle, *arguments).stdout_bytes

    def rows(self, name: str) -> list[Json]:
        """Those of a table."""
        content = self.content(name)
        if name == "parquet":
            return list(pyarrow.parquet.read_table(io.BytesIO(content)).to_pylist())
        if name == "xlsx":
            head, *rows = openpyxl.load_workbook(io.BytesIO(content))["timeline"].iter_rows(values_only=True)
            return [dict(zip(head, row, strict=True)) for row in rows]
        return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


TRUTH = """SELECT a.id, a.date, a.earliest, a.latest, killed_low, killed, killed_high, latitude, longitude
FROM attacks AS a JOIN places AS p ON p.id = a.place"""


def _events(at: int, when: str, killed: Any, latitude: float, longitude: float) -> Iterator[Json]:
    place = {"name": f"Place {at}", "latitude": latitude, "longitude": longitude}
    yield {"type": "place.registered", "subject": f"p-{at}", "id": f"p-{at}", "data": {"fact": place}}
    yield report("attack", f"a-{at}", f"a-{at}", date=when, killed=killed, place=f"p-{at}")


def _number(value: Any) -> float | None:
    return None if value in (None, "") else float(value)


def _text(value: Any) -> str | None:
    return None if value in (None, "") else str(value)


@settings(max_examples=4, deadline=None)
@given(FACTS)
def test_tables(facts: list[Any]) -> None:
    """CSV and XLSX have what the tables have; so has Parquet, with types."""
    with TemporaryDirectory() as folder:
        told = Told(Path(folder), facts)
        for name in ("csv", "xlsx", "parquet"):
            texts, numbers = ("date", "earliest", "latest"), ("killed_low", "killed", "killed_high")
            found = {
                row["id"]: (
                    *(_text(row[column]) for column in texts),
                    *(_number(row[column]) for column in (*numbers, "latitude", "longitude")),
                )
                for row in told.rows(name)
            }
            assert found == told.truth, name


@settings(max_examples=4, deadline=None)
@given(FACTS)
def test_places_and_days(facts: list[Any]) -> None:
    """GeoJSON has each date and point, a calendar the days that are sure, TimelineJS its own days."""
    with TemporaryDirectory() as folder:
        told = Told(Path(folder), facts)
        features = json.loads(told.content("geojson"))["features"]
        points = {one["id"]: (one["properties"]["date"], *one["geometry"]["coordinates"]) for one in features}
        assert points == {slug: (row[0], row[7], row[6]) for slug, row in told.truth.items()}
        calendar = icalendar.Calendar.from_ical(told.content("icalendar", "--uncertain"))
        days = {str(one["UID"]).partition("@")[0]: one for one in calendar.walk("VEVENT")}
        bounded = {slug for slug, row in told.truth.items() if row[1] and row[2] and row[1] >= "0001"}
        assert set(days) == bounded
        for slug, one in days.items():
            last = one["DTEND"].dt - timedelta(1)
            assert (one["DTSTART"].dt.isoformat(), last.isoformat()) == told.truth[slug][1:3]
        for slide in json.loads(told.content("timelinejs"))["events"]:
            start = "-".join(
                f"{slide['start_date'][part]:0{4 if part == 'year' else 2}}" for part in slide["start_date"]
            )
            row = told.truth[slide["unique_id"]]
            assert start in ((row[1] or row[2]), row[1][:7] if row[1] else "", row[1][:4] if row[1] else "")


@settings(max_examples=200, deadline=None)
@given(DATES)
def test_dates_of_sources(text: str) -> None:
    """CSL-JSON loses nothing of a date."""
    found = csl_date(text)
    assert found
    if "raw" in found:
        assert found == {"raw": text}
        return
    dates = ["-".join(f"{part:0{2 if place else 4}}" for place, part in enumerate(one)) for one in found["date-parts"]]
    assert "/".join(dates) + ("~" if found.get("circa") else "") == text
    assert edtf.parse(text)


@pytest.mark.parametrize("text", ["0000", "0000-01-01"])
def test_the_year_0_has_no_day_in_parquet(tmp_path: Path, text: str) -> None:
    """But its date."""
    told = Told(tmp_path, [(text, 1, 0.0, 0.0)])
    [row] = told.rows("parquet")
    assert (row["date"], row["earliest"]) == (text, None)
