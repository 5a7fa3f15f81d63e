"""TimelineJS 3, the spreadsheet that its site offers, as CSV: the same slides, a row each."""

from collections.abc import Iterator
from dataclasses import replace

from timeline.fact import Json
from timeline.importing import cells, sheet
from timeline.importing import timelinejs as slides
from timeline.importing.format import BadRow, Column, Format, Imported, Opened, Row
from timeline.importing.told import chosen

COLUMNS = (
    Column("year", cells.line, "`start_date` of the JSON, with the next three", needed=True, may_be_empty=True),
    Column("month", cells.line, "its month"),
    Column("day", cells.line, "its day"),
    Column("time", cells.line, "its hour and minute, as `14:30` or `14:30:05`"),
    Column("end year", cells.line, "`end_date` of the JSON, with the next two"),
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
    return slides.facts(replace(row, cells=slide), kind)


def _clock(time: str | None) -> Json:
    if not time:
        return {}
    parts = time.split(":")
    if not 2 <= len(parts) <= 3 or not all(part.isdecimal() for part in parts):
        raise BadRow("time", f"{time!r} is no time such as 14:30")
    return dict(zip(("hour", "minute", "second"), parts, strict=False))


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
