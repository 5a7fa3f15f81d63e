"""The events on a subject, as the tables have them."""

from collections.abc import Sequence
from typing import Any

from timeline.event import Event
from timeline.pages.ask import Ask
from timeline.pages.page import Missing
from timeline.rows import SELECTED, kept_event


def stream(ask: Ask, slug: str) -> list[Event]:
    """The events on a subject, in log order; raises Missing when there are none."""
    events = kept(ask, "subject = :slug AND coalesce(verb, '') NOT IN ('opened', 'redacted')", slug=slug)
    if all(event.is_redacted for event in events):
        raise Missing(f"The log has nothing on “{slug}”.")
    return events


def kept(ask: Ask, where: str, **given: Any) -> list[Event]:
    """The events for which an SQL condition holds, in log order."""
    rows = ask.rows(f"SELECT {SELECTED} FROM events WHERE {where} ORDER BY seq", **given)
    return [kept_event(list(row.values())) for row in rows]


def redactions(ask: Ask, events: Sequence[Event]) -> list[Event]:
    """What the log says of those that were redacted."""
    subjects = [event.redaction for event in events if event.is_redacted]
    where = "subject IN (SELECT value FROM json_each(:subjects)) AND verb = 'redacted'"
    return kept(ask, where, subjects=subjects) if subjects else []


def until(events: Sequence[Event], day: str) -> list[Event]:
    """Those that had been recorded by the end of a day."""
    return [event for event in events if event.time[:10] <= day]
