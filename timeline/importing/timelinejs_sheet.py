"""TimelineJS 3, the spreadsheet that its site offers, as CSV: the same slides, a row each."""

import re
from collections.abc import Iterator
from dataclasses import replace

from timeline.fact import Json
from timeline.importing import cells, sheet
from timeline.importing import timelinejs as slides
from timeline.importing.format import BadRow, Column, Format, Imported, Opened, Row
from timeline.importing.told import chosen


def _year(cell: str) -> str:
    """A year as it is; of five digits it is what a spreadsheet makes of a day."""
    if re.fullmatch(r"[0-9]{5,}(\.[0-9]+)?", cell):
        raise ValueError(f"{cell!r} is no year; is it a spreadsheet's number of a day?")
    return cells.line(cell)


COLUMNS = (
    Column("year", _year, "`start_date` of the JSON, with the next three", needed=True, may_be_empty=True),
    Column("month", cells.line, "its month"),
    Column("day", cells.line, "its day"),
    Column("time", cells.line, "its hour and minute, as `14:30`, `14:30:05` or `2:30 PM`"),
    Column("end year", _year, "`end_date` of the JSON, with the next two"),
    Column("end month", cells.line, "its month"),
    Column("end day", cells.line, "its day"),
    Column("display date", cells.line, "`display_date` of the JSON"),
    Column("headline", cells.text, "`text.headline` of the JSON", needed=True, may_be_empty=True),
    Column("text", cells.text, "`text.text` of the JSON"),
    Column("media", cells.line, "`media.url` of the JSON"),
    Column("media credit", cells.text, "`media.credit` of the JSON"),
    Column("media caption", cells.text, "`media.caption` of the JSON"),
    Column("type", cells.line, "`title`: not kept; `era`: a background"),
    Column("group", cells.line, "`group` of the JSON"),
    Column("end time, media thumbnail, alt text, background", cells.ignored, "not kept"),
)
_DATE = ("year", "month", "day")
_NAMED = {"start_date": "year", "end_date": "end year", "text.headline": "headline"}
"""Columns by where the JSON has what is wrong."""
_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s*([ap])\.?m\.?)?", re.IGNORECASE)


def rows(opened: Opened) -> Iterator[Row]:
    """Those that say anything; a blank one between others is none."""
    return (row for row in sheet.rows(opened, COLUMNS) if (row.cells.get("type") or "").casefold() != "title")


def facts(row: Row, kind: str = "background") -> Iterator[Imported]:
    """The fact that a row is."""
    start = {name: row[name] for name in _DATE} | _clock(row["time"])
    slide: Json = {
        "start_date": start,
        "end_date": {name: row[f"end {name}"] for name in _DATE},
        "display_date": row["display date"],
        "text": {"headline": row["headline"], "text": row["text"]},
        "media": {"url": row["media"], "credit": row["media credit"], "caption": row["media caption"]},
        "group": row["group"],
        "era": (row["type"] or "").casefold() == "era",
    }
    try:
        yield from slides.facts(replace(row, cells=slide), kind)
    except BadRow as bad:
        raise BadRow(
            _NAMED.get(bad.column, bad.column.replace("start_date.", "").replace("_date.", " ")), str(bad)
        ) from bad


def _clock(time: str | None) -> Json:
    if not time:
        return {}
    if not (found := _TIME.fullmatch(time)) or (found[4] and not 1 <= int(found[1]) <= 12):
        raise BadRow("time", f"{time!r} is no time such as 14:30 or 2:30 PM")
    hour, minute, second, half = found.groups()
    hour = str(int(hour) % 12 + 12 * (half.lower() == "p")) if half else hour
    return {"hour": hour, "minute": minute, "second": second}


def configured(mapping: Json) -> Format:
    """With another kind; raises ValueError."""
    told = chosen(mapping, slides.OPTIONS)
    return replace(FORMAT, facts=lambda row: facts(row, told["kind"]))


FORMAT = Format(
    name="timelinejs-csv",
    dataset="timelinejs",
    about="TimelineJS 3, the spreadsheet as CSV",
    rows=rows,
    facts=facts,
    release=slides.release,
    columns=COLUMNS,
    configured=configured,
    by_source=True,
)
