"""TimelineJS 3, its JSON: each event a fact of one kind, each era a background.

Format: https://timeline.knightlab.com/docs/json-format.html. HTML becomes plain text. A title slide, backgrounds and
thumbnails are not kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from timeline import edtf
from timeline.errors import Problem, Refused
from timeline.fact import Json
from timeline.importing.documents import document, members, object_of, text_of
from timeline.importing.format import BadRow, Format, Imported, Opened, Release, Row, mark, shown
from timeline.importing.plain import one_line, plain
from timeline.importing.told import KINDS, chosen, slug

OPTIONS = {"kind": ("background", *KINDS)}


def rows(opened: Opened) -> Iterator[Row]:
    """The events, then the eras; raises Refused."""
    value = document(opened)
    events, eras = (value.get("events"), value.get("eras") or []) if isinstance(value, dict) else (None, [])
    if not isinstance(events, list):
        raise Refused([Problem(opened.name, "", "has no list `events`; this is no TimelineJS 3 JSON")])
    if not isinstance(eras, list):
        raise Refused([Problem(opened.name, "eras", "is no list")])
    yield from members(opened, "events", events)
    for row in members(opened, "eras", eras):
        row.cells["era"] = True
        yield row


def facts(row: Row, kind: str = "background") -> Iterator[Imported]:
    """The fact that a slide is."""
    cells = row.cells
    words = object_of(cells.get("text"), "text")
    shown = text_of(cells.get("display_date"), "display_date")
    group = text_of(cells.get("group"), "group")
    headline, body = (text_of(words.get(name), f"text.{name}") or "" for name in ("headline", "text"))
    fact = {
        "title": one_line(headline) or one_line(body)[:100] or shown,
        **dated(cells.get("start_date"), cells.get("end_date"), shown),
        "summary": plain(body) or None,
        "tags": [one_line(group)] if group else None,
    }
    if not fact["title"]:
        raise BadRow("text.headline", "is empty, and so is the text: there is nothing to call it by")
    known = {name: value for name, value in fact.items() if value}
    key = text_of(cells.get("unique_id"), "unique_id") or mark([known["title"], known.get("date")])
    note = media(object_of(cells.get("media"), "media"))
    yield Imported("background" if cells.get("era") else kind, key, known, note=note, slug=slug(known))


def media(given: Mapping[str, Any]) -> str | None:
    """What is shown beside it, for a note: it is not the source of the words."""
    caption, credit, address = (text_of(given.get(name), f"media.{name}") for name in ("caption", "credit", "url"))
    words = [plain(one).replace("\n", " ") for one in (caption, credit) if one]
    parts = [one for one in (*words, address and one_line(address)) if one]
    return f"Shown with it: {'; '.join(parts)}" if parts else None


def dated(start: Any, end: Any, shown: str | None) -> Json:
    """`date` and what it was shown as."""
    first, hour = _date(object_of(start, "start_date"), "start_date")
    last, _ = _date(object_of(end, "end_date"), "end_date")
    shown = shown or text_of(object_of(start, "start_date").get("display_date"), "start_date.display_date")
    basis = f"Shown as “{one_line(shown)}”." if shown else None
    if last and not first:
        raise BadRow("start_date", "is missing, though there is an end_date")
    if not last or last == first:
        return {"date": f"{first}T{hour}" if hour else first, "date_basis": basis}
    try:
        return {"date": edtf.parse(f"{first}/{last}").text, "date_basis": basis}
    except ValueError as error:
        raise BadRow("end_date", str(error)) from error


def _date(given: Mapping[str, Any], path: str) -> tuple[str | None, str | None]:
    """A date in EDTF, as precise as its parts, and the hour where hour and minute are given."""
    year, month, day, hour, minute, second = (
        _number(given.get(name), f"{path}.{name}") for name in ("year", "month", "day", "hour", "minute", "second")
    )
    if year is None:
        if month or day:
            raise BadRow(f"{path}.year", "is missing")
        return None, None
    if day and not month:
        raise BadRow(f"{path}.month", "is missing, though there is a day")
    parts = [_year(year), *(f"{part:02}" for part in (month, day) if part)]
    clock = f"{hour:02}:{minute:02}:{second or 0:02}" if day and hour is not None and minute is not None else None
    try:
        edtf.parse("-".join(parts) + (f"T{clock}" if clock else ""))
    except ValueError as error:
        raise BadRow(path, str(error)) from error
    return "-".join(parts), clock


def _year(year: int) -> str:
    """EDTF counts a year 0, TimelineJS does not: -44 is 44 BC."""
    counted = year + 1 if year < 0 else year
    sign = "-" if counted < 0 else ""
    return f"{sign}{abs(counted):04}" if abs(counted) < 10_000 else f"Y{counted}"


def _number(value: Any, path: str) -> int | None:
    written = text_of(value, path)
    if written is None:
        return None
    if not re.fullmatch(r"-?[0-9]{1,18}(\.0+)?", written):
        raise BadRow(path, f"{written!r} is no whole number")
    return int(written.partition(".")[0])


def release(_: str) -> Release:
    """It has no editions."""
    return Release("TimelineJS timeline")


def configured(mapping: Json) -> Format:
    """With another kind; raises ValueError."""
    told = chosen(mapping, OPTIONS)
    return replace(FORMAT, facts=lambda row: facts(row, told["kind"]))


FORMAT = Format(
    name="timelinejs",
    dataset="timelinejs",
    about="TimelineJS 3, JSON",
    rows=rows,
    facts=facts,
    release=release,
    configured=configured,
    by_source=True,
    columns=(
        shown("unique_id", "the id of the event; without it what follows from title and date"),
        shown("text.headline", "`title`, without HTML; of a slide without one the text"),
        shown("text.text", "`summary`, without HTML, links with their addresses"),
        shown("start_date", "`date`, as precise as year, month, day; the time where hour and minute are given"),
        shown("end_date", "the end of `date`, which then lasted"),
        shown("display_date", "in `date_basis`"),
        shown("group", "a tag"),
        shown("media.caption, media.credit, media.url", "in the report's `note`"),
        shown("eras", "a `background` each"),
        shown("title, background, media.thumbnail, autolink, scale", "not kept"),
    ),
)
