"""iCalendar (RFC 5545): facts as events of whole days. The package `icalendar` folds and escapes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event, vText

CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Occasion:
    """An event of the calendar: from the first day to the day after the last; `status` as RFC 5545 has it.

    `href` is a whole address (section 3.8.4.6), or empty.
    """

    uid: str
    title: str
    first: date
    end: date
    status: str
    href: str
    kind: str
    changes: int
    recorded_at: str
    changed_at: str
    description: str = ""
    place: str = ""


def calendar(name: str, description: str, occasions: Iterable[Occasion]) -> str:
    """The calendar as a document."""
    return "".join(parts(name, description, occasions))


def parts(name: str, description: str, occasions: Iterable[Occasion]) -> Iterator[str]:
    """The same, an event at a time."""
    whole = Calendar()
    whole.add("prodid", "-//Timeline//Timeline//EN")
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("x-wr-calname", vText(name))  # of an X- property it does not know the type
    whole.add("x-wr-caldesc", vText(description))
    head, end, _ = str(whole.to_ical().decode()).rpartition("END:VCALENDAR")
    yield head
    for occasion in occasions:
        yield str(_event(occasion).to_ical().decode())
    yield f"{end}\r\n"


def _event(occasion: Occasion) -> Event:
    event, changed = Event(), moment(occasion.changed_at)
    event.add("uid", occasion.uid)
    event.add("dtstamp", changed)
    event.add("dtstart", occasion.first)
    event.add("dtend", occasion.end)
    event.add("summary", occasion.title)
    event.add("status", occasion.status)
    event.add("sequence", occasion.changes)
    event.add("created", moment(occasion.recorded_at))
    event.add("last-modified", changed)
    if occasion.href:
        event.add("url", occasion.href)
    event.add("categories", [occasion.kind])
    event.add("transp", "TRANSPARENT")  # nobody is busy because of history
    if occasion.description:
        event.add("description", occasion.description)
    if occasion.place:
        event.add("location", occasion.place)
    return event


def moment(time: str) -> datetime:
    """A time of the log to the second; a leap second is the one before it."""
    return datetime.fromisoformat(time[:19].replace(":60", ":59")).replace(tzinfo=UTC)
