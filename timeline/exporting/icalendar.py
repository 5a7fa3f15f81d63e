"""A calendar (RFC 5545): facts as events of whole days, told apart for ever by their UID; SEQUENCE counts changes.

A day is that day, an extent all of its days. What would need a day made up is left out: facts without a date, those
whose beginning or end is open or unknown, and days that calendars cannot name. A date that is some day among several is
there with `--uncertain` alone: TENTATIVE, over all the days that it can be. CANCELLED is what was called off.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.formats import Left, Mapped
from timeline.feeds import calendar
from timeline.feeds.calendar import Occasion
from timeline.pages.newest import Latest
from timeline.pages.occasions import WHY, left_out, occasions
from timeline.registry import Kinds

_FIELDS = (
    Mapped("X-WR-CALNAME", "the chronology's title"),
    Mapped("X-WR-CALDESC", "its description"),
    Mapped("VEVENT.UID", "the fact's slug, `@`, the log's name"),
    Mapped("VEVENT.DTSTART", "`earliest`, as a date"),
    Mapped("VEVENT.DTEND", "the day after `latest`"),
    Mapped("VEVENT.SUMMARY", "`title`"),
    Mapped("VEVENT.DESCRIPTION", "the date in words, and `summary`"),
    Mapped("VEVENT.LOCATION", "the place's name"),
    Mapped("VEVENT.CATEGORIES", "the kind, in words"),
    Mapped("VEVENT.STATUS", "`CONFIRMED`; `TENTATIVE` where the days are not sure; `CANCELLED` when called off"),
    Mapped("VEVENT.SEQUENCE", "how many events have changed the fact"),
    Mapped("VEVENT.CREATED", "when its first event was recorded"),
    Mapped("VEVENT.DTSTAMP", "when its last event was recorded"),
    Mapped("VEVENT.LAST-MODIFIED", "the same"),
    Mapped("VEVENT.TRANSP", "`TRANSPARENT`: nobody is busy"),
    Mapped("VEVENT.URL", "the fact's page, with `--site`"),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The calendar."""
    left = Counter[str]()
    about = str(chosen.site.opened.get("description") or "")
    for part in calendar.parts(chosen.site.title, about, _occasions(chosen, left)):
        out.write(part.encode())
    return left


def _occasions(chosen: Chosen, left: Left) -> Iterator[Occasion]:
    for page in chosen.pages():
        shown = []
        for one in (Latest(row, stands=True) for row in page):
            if why := left_out(one, uncertain=chosen.options.uncertain):
                left[WHY[why]] += 1
            else:
                shown.append(one)
        yield from occasions(chosen.ask, chosen.site, shown)
