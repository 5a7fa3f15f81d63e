"""The calendar, as another program's parser of RFC 5545 (`ical`) reads it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from ical.calendar_stream import IcsCalendarStream

from tests.chronicle import Chronicle, Json, correct, event, report
from tests.feeds.conftest import fetched
from tests.pages.conftest import Pages
from timeline.feeds.calendar import CONTENT_TYPE

Shown = tuple[str, str, str]


async def read(site: Pages, asked: str = "") -> list[Any]:
    """The events; every line is of 75 octets at most, and ends as RFC 5545 says."""
    response = await site.datasette.client.get(f"/-/timeline.ics{asked}")
    assert (response.status_code, response.headers["content-type"]) == (200, CONTENT_TYPE)
    *lines, last = response.content.split(b"\r\n")
    assert (last, max(map(len, lines)) <= 75, b"\n" in b"".join(lines)) == (b"", True, False)
    return IcsCalendarStream.calendar_from_ics(response.text).events


DATES: dict[str, tuple[str | None, Shown | None, Shown | None]] = {
    "day": ("2018-11-14", *[("2018-11-14", "2018-11-15", "CONFIRMED")] * 2),
    "last day of a month": ("2018-11-30", *[("2018-11-30", "2018-12-01", "CONFIRMED")] * 2),
    "extent": ("2018-11-14/2018-11-16", *[("2018-11-14", "2018-11-17", "CONFIRMED")] * 2),
    "about a day": ("2018-11-14~", *[("2018-11-14", "2018-11-15", "TENTATIVE")] * 2),
    "extent of months": ("2018-11/2018-12", *[("2018-11-01", "2019-01-01", "TENTATIVE")] * 2),
    "some day in a month": ("2018-11", None, ("2018-11-01", "2018-12-01", "TENTATIVE")),
    "some day between": ("[2018-11-01..2018-11-19]", None, ("2018-11-01", "2018-11-20", "TENTATIVE")),
    "open end": ("2018-11-14/..", None, None),
    "unknown beginning": ("/2018-11-14", None, None),
    "before a day": ("[..2018-11-14]", None, None),
    "the year 0": ("0000-01-01", None, None),
    "the last year": ("9999-12-31", None, None),
    "no date": (None, None, None),
}


@pytest.mark.asyncio
@pytest.mark.parametrize(("date", "plain", "uncertain"), DATES.values(), ids=DATES)
async def test_which_days(
    told: Chronicle, pages: Callable[..., Pages], date: str | None, plain: Shown | None, uncertain: Shown | None
) -> None:
    """Whole days, the end is the day after; a day that nobody knows is not made up."""
    told.add(report("attack", "one", "e-1", **({"date": date} if date else {})))
    told.project()
    site = pages(told.db)
    for asked, expected in (("", plain), ("?uncertain=1", uncertain)):
        found = [(str(e.dtstart), str(e.dtend), e.status) for e in await read(site, asked)]
        assert found == ([expected] if expected else [])


@pytest.mark.asyncio
async def test_what_is_left_out_is_counted(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """In the calendar's description, with the reason."""
    dates: list[Json] = [{"date": "2018-11-14/.."}, {"date": "2018-11"}, {}, {}, {"date": "2018-11-14"}]
    told.add(*(report("attack", f"a-{n}", f"e-{n}", **given) for n, given in enumerate(dates)))
    told.project()
    text = (await fetched(pages(told.db), "/-/timeline.ics", CONTENT_TYPE)).replace("\r\n ", "")
    assert (
        "X-WR-CALDESC:The 5 facts that changed last\\, at most 500. Left out are 2 without a date\\, "
        "1 whose beginning or end is open or unknown\\, 1 of which the day is uncertain (?uncertain=1 shows them)."
    ) in text


@pytest.mark.asyncio
async def test_subscribers_get_every_change(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """The same event, counted up; what was called off or retracted is cancelled."""
    dated = {"date": "2018-11-14"}
    told.add(
        report("attack", "moved", "e-1", **dated),
        report("attack", "gone", "e-2", **dated),
        report("scheduled_event", "off", "e-3", **dated),
        correct("attack", "moved", "e-4", date="2018-11-15"),
        event("attack.retracted", "gone", "e-5", reason="unverifiable"),
        event("scheduled_event.updated", "off", "e-6", set={"event_status": "cancelled"}),
    )
    told.project()
    found = {e.uid: (str(e.dtstart), e.sequence, e.status, str(e.url)) for e in await read(pages(told.db))}
    assert found == {
        "moved@talks": ("2018-11-15", 1, "CONFIRMED", "http://localhost/-/fact/moved"),
        "gone@talks": ("2018-11-14", 1, "CANCELLED", "http://localhost/-/fact/gone"),
        "off@talks": ("2018-11-14", 1, "CANCELLED", "http://localhost/-/fact/off"),
    }


@pytest.mark.asyncio
async def test_of_a_kind_or_an_actor(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """As on the timeline."""
    told.add(report("attack", "one", "e-1", date="2018-11-14", perpetrator="taliban"))
    told.add(report("meeting", "two", "e-2", date="2018-11-14", host="qatar"))
    told.project()
    site = pages(told.db)
    asked = ("?kind=meeting", "?actor=taliban", "?kind=meeting&actor=taliban")
    assert [[e.summary for e in await read(site, one)] for one in asked] == [["two"], ["one"], []]


@pytest.mark.asyncio
async def test_any_text(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """What a calendar could take for its own language comes out as it went in."""
    title, summary = 'Talks; a, b\\n: "c" BEGIN:VEVENT صلح 😀' + "😀" * 40, "One.\nEND:VEVENT\nTwo; three"
    told.add(report("attack", "one", "e-1", date="2018-11-14", title=title, summary=summary))
    told.project()
    [found] = await read(pages(told.db))
    assert (found.summary, found.description) == (title, f"14 November 2018\n{summary}")


@pytest.mark.asyncio
async def test_the_article(article: Pages) -> None:
    """All of its days."""
    found = {e.uid.partition("@")[0]: (e.dtstart, e.dtend) for e in await read(article)}
    assert found["qatar-talks-2018-11"] == (date(2018, 11, 14), date(2018, 11, 17))
    assert len(found) == 32
