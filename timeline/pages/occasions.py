"""The calendar: facts as events of whole days, those that changed last.

A day is that day, an extent all of its days. Left out is what would need a day made up: facts without a date, those
whose beginning or end is open or unknown, and days that calendars cannot name. A date that is some day among several is
left out too, unless `uncertain=1` asks for it: then it is tentative, over all the days that it can be. The calendar's
description says how many were left out.

CANCELLED is what no longer stands and what was called off; TENTATIVE where the date, or an end of it, is not sure to
the day; all else is CONFIRMED. Whoever has subscribed gets every change: the UID stays and SEQUENCE counts up.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from timeline.feeds import calendar
from timeline.feeds.calendar import Occasion
from timeline.pages import words
from timeline.pages.ask import Ask
from timeline.pages.names import Names
from timeline.pages.newest import Latest, newest
from timeline.pages.page import Document, Site

NEWEST = 500
"""So many facts are looked at, those that changed last; fewer by `kind` and `actor`."""

WHY = {
    "undated": "without a date",
    "open": "whose beginning or end is open or unknown",
    "uncertain": "of which the day is uncertain",
    "outside": "outside the years 1 to 9998",
}


def timeline_ics(ask: Ask, site: Site, given: Mapping[str, str]) -> Document:
    """The calendar; `kind` and `actor` as on the timeline, `uncertain=1` for dates that are some day among several."""
    found = newest(ask, site, NEWEST, kind=given.get("kind", ""), actor=given.get("actor", ""))
    reasons = [left_out(one, uncertain=given.get("uncertain") == "1") for one in found]
    left = Counter(filter(None, reasons))
    shown = [one for one, reason in zip(found, reasons, strict=True) if not reason]
    body = calendar.calendar(site.title, _about(site, len(found), left), occasions(ask, site, shown))
    return Document(body, calendar.CONTENT_TYPE, max((one.row["changed_at"] for one in found), default=""))


def left_out(latest: Latest, *, uncertain: bool) -> str:
    """Why a fact is left out; empty when it is not."""
    row = latest.row
    if not row["earliest"] and not row["latest"]:
        return "open" if row["date"] else "undated"
    if not row["earliest"] or not row["latest"]:
        return "open"
    if row["date_kind"] == "uncertain" and not uncertain:
        return "uncertain"
    return "outside" if row["earliest"] < "0001" or row["latest"] > "9998-12-31" else ""


def _about(site: Site, count: int, left: Mapping[str, int]) -> str:
    sentences = [str(site.opened.get("description") or ""), f"The {count} facts that changed last, at most {NEWEST}."]
    if left:
        hint = {"uncertain": " (?uncertain=1 shows them)"} if site.live else {}
        parts = [f"{left[why]} {meaning}{hint.get(why, '')}" for why, meaning in WHY.items() if why in left]
        sentences.append(f"Left out are {', '.join(parts)}.")
    return " ".join(sentence for sentence in sentences if sentence)


def occasions(ask: Ask, site: Site, found: Sequence[Latest]) -> Iterator[Occasion]:
    """Facts as events of a calendar."""
    places = Names(ask, site.links, [one.row["place"] for one in found if one.row["place"]])
    log = ask.value("SELECT subject FROM events WHERE verb = 'opened' ORDER BY seq LIMIT 1")
    called_off = _called_off(ask, found)
    for one in found:
        row = one.row
        yield Occasion(
            uid=f"{row['id']}@{log}",
            title=row["title"],
            first=date.fromisoformat(row["earliest"]),
            end=date.fromisoformat(row["latest"]) + timedelta(days=1),
            status="CANCELLED" if not one.stands or row["id"] in called_off else _sure(one),
            href=site.absolute(site.links.of(row["kind"], row["id"])) if site.origin else "",
            kind=words.label(row["kind"]),
            changes=row["revision"] - 1,
            recorded_at=row["recorded_at"],
            changed_at=row["changed_at"],
            description=_description(one),
            place=places[row["place"]].words if row["place"] else "",
        )


def _called_off(ask: Ask, found: Sequence[Latest]) -> set[str]:
    """The scheduled events that were cancelled."""
    ids = [one.row["id"] for one in found if one.row["kind"] == "scheduled_event"]
    select = """SELECT id FROM scheduled_events
        WHERE event_status = 'cancelled' AND id IN (SELECT value FROM json_each(:ids))"""
    return {row["id"] for row in ask.rows(select, ids=ids)}


def _sure(latest: Latest) -> str:
    row = latest.row
    hedged = any(mark in row["date"] for mark in "?~%")
    rough = row["kind"] != "figure" and not (row["earliest"] in row["date"] and row["latest"] in row["date"])
    return "TENTATIVE" if row["date_kind"] == "uncertain" or hedged or rough else "CONFIRMED"


def _description(latest: Latest) -> str:
    row = latest.row
    state = "" if latest.stands else "Retracted: it no longer stands."
    return "\n".join(part for part in (state, row["date_words"], row["summary"]) if part)
