"""Atom and iCalendar, by other readers of both; what the server's own say is tested with those."""

from datetime import date

import feedparser
import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from tests.chronicle import MISLEADING
from tests.exporting.conftest import Export, of_texts, said

BLANK = " \u3000\ufeff"


def test_a_calendar_of_sure_days(export: Export) -> None:
    """Whole days; what was called off is cancelled, and what has no day is left out."""
    result = export("icalendar")
    events = {event.summary: event for event in IcsCalendarStream.calendar_from_ics(result.stdout).events}
    assert (events["Talks in Doha"].dtstart, events["Talks in Doha"].dtend) == (date(2018, 11, 14), date(2018, 11, 17))
    assert (events["Talks in Doha"].uid, events["Talks in Doha"].location) == ("doha-talks@talks", "Doha")
    assert (events["The vote"].status, "A siege" in events) == ("CANCELLED", False)
    assert "left out: 3 facts of which the day is uncertain" in said(result)


def test_uncertain_days_on_request(export: Export) -> None:
    """Tentative over all the days that it can be."""
    whole = IcsCalendarStream.calendar_from_ics(export("icalendar", "--uncertain").stdout)
    [siege] = [event for event in whole.events if event.summary == "A siege"]
    assert (siege.dtstart, siege.dtend, siege.status) == (date(2018, 11, 5), date(2018, 11, 12), "TENTATIVE")


def test_a_feed_of_the_facts(export: Export) -> None:
    """With links to a site, if there is one; nobody is named who recorded them."""
    feed = feedparser.parse(export("atom", "--site", "https://talks.example/of/").stdout_bytes)
    assert (feed.bozo, feed.feed.title, feed.feed.link) == (False, "Talks", "https://talks.example/of/index.html")
    raid = next(entry for entry in feed.entries if entry.title == "A raid near Kabul")
    assert raid.link == "https://talks.example/of/fact/raid.html"
    assert "killed: about 3 (2 to 5) → about 4 (2 to 5)" in raid.content[0].value
    assert (feed.feed.updated, "author" in raid) == (max(entry.updated for entry in feed.entries), False)


def test_a_feed_with_authors(export: Export) -> None:
    """On request; without a site there are no links."""
    feed = feedparser.parse(export("atom", "--with-authors", "--kind", "attack").stdout_bytes)
    assert {entry.author for entry in feed.entries} == {"ana"}
    assert [entry for entry in feed.entries if "links" in entry] == []


@pytest.mark.parametrize("name", ["atom", "icalendar"])
@settings(max_examples=5, deadline=None)
@given(
    st.lists(st.sampled_from([*MISLEADING, "</feed><b>&amp;", "END:VCALENDAR", "a,b;c\\n:"]), min_size=1, max_size=5)
)
def test_texts_come_back_to_the_letter(name: str, texts: list[str]) -> None:
    """But for blanks at the ends, a byte-order mark among them, which such readers take away."""
    with of_texts(texts) as result:
        content = result(name).stdout_bytes
    if name == "atom":
        found = [entry.title for entry in feedparser.parse(content, sanitize_html=False).entries]
    else:
        found = [str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT")]
    assert [title.strip(BLANK) for title in found] == [text.strip(BLANK) for text in texts]
