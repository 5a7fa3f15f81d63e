"""iCalendar (RFC 5545): each VEVENT a scheduled event, or a fact of another kind by --map.

Days are those of the calendar's own zone. Whoever organises or attends is not kept: calendars have their addresses.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar

from timeline import edtf
from timeline.errors import Problem, Refused
from timeline.fact import Json
from timeline.importing.format import BadRow, Format, Imported, Opened, Release, Row, mark, shown
from timeline.importing.sheet import decoded, undecoded
from timeline.importing.told import KINDS, chosen, slug

_BEGIN = re.compile(r"^BEGIN:VCALENDAR\s*$", re.IGNORECASE | re.MULTILINE)
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, OSError)
"""What the library raises over a file that is none; the last of zones that are looked up by a broken name."""

_MOMENT, _WHOLE_DAY = timedelta(microseconds=1), timedelta(days=1)
OPTIONS = {"kind": ("scheduled_event", *KINDS), "repeats": ("refused", "first")}


def rows(opened: Opened) -> Iterator[Row]:
    """The VEVENTs of all calendars in a file; raises Refused."""
    try:
        text = "".join(decoded(opened))
        calendars = Calendar.from_ical(text, multiple=True)
    except UnicodeDecodeError as error:
        raise Refused([undecoded(opened, error)]) from error
    except _FAULTS as error:
        raise Refused([Problem(opened.name, "", f"is no iCalendar: {' '.join(str(error).split())[:200]}")]) from error
    if len(_BEGIN.findall(text)) > sum(calendar.name == "VCALENDAR" for calendar in calendars):
        raise Refused([Problem(opened.name, "", "has a VCALENDAR without its end; the file may be cut off")])
    if not calendars or any(calendar.name != "VCALENDAR" for calendar in calendars):
        raise Refused([Problem(opened.name, "", "has no VCALENDAR; this is no iCalendar")])
    events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
    for number, event in enumerate(events):
        row = Row(f"{opened.name}: VEVENT {number + 1}", {"event": event})
        for name, what in event.errors:
            row.bad(name or "", f"cannot be read: {what}")
        yield row


def facts(row: Row, told: dict[str, str] | None = None) -> Iterator[Imported]:
    """The fact that an entry is."""
    told = told or chosen({}, OPTIONS)
    event = row.cells["event"]
    known = _fact(event, told)
    address = _text(event, "URL")
    yield Imported(
        told["kind"],
        _key(event, known),
        known,
        note=f"The entry of the calendar leads to {address}" if address else None,
        slug=slug({"title": known["title"], "date": known["date"][:10]}),
    )


def _fact(event: Any, told: dict[str, str]) -> Json:
    """What it says; raises BadRow."""
    if ("RRULE" in event or "RDATE" in event) and told["repeats"] == "refused":
        raise BadRow(
            "RRULE", "it repeats; export its occurrences one by one, or take the first: --map, `repeats: first`"
        )
    title = _text(event, "SUMMARY")
    if not title:
        raise BadRow("SUMMARY", "is missing: there is nothing to call it by")
    fact: Json = {
        "title": " ".join(title.split()),
        "date": _date(event),
        "summary": _text(event, "DESCRIPTION"),
        "place": _place(event),
        "tags": _tags(event),
    }
    if told["kind"] == "scheduled_event":
        fact["event_status"] = "cancelled" if (_text(event, "STATUS") or "").upper() == "CANCELLED" else "scheduled"
    return {name: value for name, value in fact.items() if value}


def _key(event: Any, fact: Json) -> str:
    """UID, and which of a series it is."""
    one = _when(event, "RECURRENCE-ID")
    return ":".join(filter(None, [_text(event, "UID") or mark([fact["title"], fact["date"]]), one and _moment(one)]))


def _text(event: Any, name: str) -> str | None:
    value = event.get(name)
    value = value[0] if isinstance(value, list) else value
    return str(value).strip() or None if value is not None else None


def _date(event: Any) -> str:
    """When it begins; with an end on another day it lasts. The end itself is no longer part of it (3.6.1)."""
    start, end = _when(event, "DTSTART"), _when(event, "DTEND")
    if start is None:
        raise BadRow("DTSTART", "is missing")
    if end is None and (duration := _when(event, "DURATION")):
        end = start + duration
    if end is None:
        return _moment(start)
    if _day(end) < _day(start):
        raise BadRow("DTEND", f"{_day(end)} is before DTSTART, {_day(start)}")
    last = max(_day(start), _day(end - (_MOMENT if isinstance(end, datetime) else _WHOLE_DAY)))
    return _moment(start) if last == _day(start) else edtf.parse(f"{_day(start)}/{last}").text


def _when(event: Any, name: str) -> Any:
    """The time in a property that stands once, None where it is missing."""
    found = event.get(name)
    if isinstance(found, list):
        raise BadRow(name, "stands there more than once")
    return found.dt if found else None


def _day(when: date) -> date:
    return when.date() if isinstance(when, datetime) else when


def _moment(when: date) -> str:
    """A day, or a time with its offset; a floating time has none."""
    return when.replace(microsecond=0).isoformat().replace("+00:00", "Z") if isinstance(when, datetime) else str(when)


def _place(event: Any) -> Imported | None:
    name, point = _text(event, "LOCATION"), event.get("GEO")
    if not name and not point:
        return None
    fact: Json = {"name": " ".join((name or f"{point.latitude}, {point.longitude}").split())}
    if point:
        fact |= {"latitude": point.latitude, "longitude": point.longitude}
    return Imported("place", f"place:{mark(fact)}", fact)


def _tags(event: Any) -> list[str]:
    given = event.get("CATEGORIES") or []
    lists = given if isinstance(given, list) else [given]
    return list(dict.fromkeys(" ".join(str(tag).split()) for one in lists for tag in one.cats if str(tag).strip()))


def release(_: str) -> Release:
    """It has no editions."""
    return Release("Calendar")


def configured(mapping: Json) -> Format:
    """With another kind, or with the first of what repeats; raises ValueError."""
    told = chosen(mapping, OPTIONS)
    return replace(FORMAT, facts=lambda row: facts(row, told))


FORMAT = Format(
    name="icalendar",
    dataset="icalendar",
    about="iCalendar, RFC 5545",
    rows=rows,
    facts=facts,
    release=release,
    configured=configured,
    columns=(
        shown("UID, RECURRENCE-ID", "the id of the event; without one what follows from title and date"),
        shown("SUMMARY", "`title`"),
        shown("DTSTART", "`date`, with the time where one is given"),
        shown("DTEND, DURATION", "the end of `date`, where it is on another day: then it lasted"),
        shown("DESCRIPTION", "`summary`"),
        shown("LOCATION", "`name` of the place"),
        shown("GEO", "`latitude` and `longitude` of the place"),
        shown("CATEGORIES", "tags"),
        shown("STATUS", "CANCELLED: `event_status` cancelled, otherwise scheduled"),
        shown("URL", "in the report's `note`"),
        shown("RRULE, RDATE", "refused, unless the mapping has `repeats: first`"),
        shown("ORGANIZER, ATTENDEE, ATTACH, VALARM, VTODO, VJOURNAL", "not kept"),
    ),
)
