"""A day: what happened on it, what lasted over it, and what can have been on it."""

from collections.abc import Mapping

from timeline.pages import days, happened, words
from timeline.pages.ask import Ask, Row
from timeline.pages.brief import briefs
from timeline.pages.listing import listing
from timeline.pages.page import Missing, Page, Site
from timeline.pages.question import Question

_MOST = 50
"""So many facts that lasted longer than the day, or can have been on other days too, stand on its page."""

_YEAR = 366
_SPANS = f"""SELECT * FROM _facts
WHERE occurs AND latest IS NOT earliest AND latest >= :day AND latest <= date(:day, '+{_YEAR} days')
  AND earliest <= :day AND earliest >= date(:day, '-{_YEAR} days')
  AND julianday(latest) - julianday(earliest) < {_YEAR}
ORDER BY julianday(latest) - julianday(earliest), earliest, id LIMIT {_MOST + 1}"""


def day(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of a day; raises Missing for what is no day."""
    iso = given["day"]
    if not days.is_day(iso):
        raise Missing(f"{iso!r} is not a day such as 2018-11-19.")
    asked = {name: given[name] for name in ("after", "size") if name in given}
    part = listing(ask, Question.read({"from": iso, "to": iso, "how": "certainly", **asked}))
    spans = [] if part.before else ask.rows(_SPANS, day=iso)
    certain = [row for row in (*part.rows, *spans[:_MOST]) if _covers(site, row, days.number(iso))]
    shown = briefs(ask, site, certain)
    context = {
        "happening": [brief for brief in shown if brief.row["earliest"] == brief.row["latest"]],
        "lasting": [brief for brief in shown if brief.row["earliest"] != brief.row["latest"]],
        "possible": [
            (row, site.links.of(row["kind"], row["id"])) for row in (*part.rows, *spans[:_MOST]) if row not in certain
        ],
        "more": len(spans) > _MOST,
        "before": _name(site, happened.before(ask, site, iso)),
        "after": _name(site, happened.after(ask, site, iso)),
        "whole": site.links.page("timeline", from_=iso, to=iso) if site.live else site.links.page("timeline"),
        "first": part.before and site.links.day(iso),
        "next": part.after and site.links.beyond(site.links.day(iso), after=part.after),
    }
    return Page("day.html", words.day(iso), context)


def named(site: Site, fact: Mapping[str, str]) -> list[tuple[str, str]]:
    """The days that a fact's date names, each in words, with the address of its page where it has one."""
    date = str(fact.get("date") or "")
    found = [(words.day(part), site.links.day(part)) for part in dict.fromkeys(date.split("/")) if days.is_day(part)]
    return [(name, href) for name, href in found if href]


def _covers(site: Site, row: Row, day: int) -> bool:
    """Whether it was on the day without doubt."""
    model = site.kinds.models.get(row["kind"])
    reach = days.reach(row, period=bool(model and model.period))
    if not reach or not reach.firm or reach.hedged or reach.firm_first is None or reach.firm_last is None:
        return False
    return reach.firm_first <= day <= reach.firm_last


def _name(site: Site, iso: str) -> tuple[str, str] | None:
    return (words.day(iso), site.links.day(iso)) if iso else None
