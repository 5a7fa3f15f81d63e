"""A place's page: where it lies and how exactly, and what happened there."""

from collections.abc import Mapping

from timeline.pages.ask import Ask
from timeline.pages.json_ld import place_ld
from timeline.pages.listing import listing
from timeline.pages.locator import geonames_link, locator
from timeline.pages.page import Page, Site
from timeline.pages.question import Question
from timeline.pages.registered import registered, shown
from timeline.pages.taken import taken


def place(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of a place; with `on`, what the log said of it at the end of that day."""
    subject = registered(ask, site, "place", given)
    fact, at = subject.standing.fact, locator(subject.standing.fact)
    geonames = fact.get("geonames")
    context = shown(subject, given) | {"at": at, "elsewhere": at.links(geonames) if at else geonames_link(geonames)}
    if not context["on"]:
        here = listing(ask, Question.read({"place": subject.slug}))
        context |= {"taken": taken(ask, site, here.rows), "more": bool(here.after)}
    return Page(
        "place.html", context["name"], context, None if context["on"] else place_ld(site, subject), subject.short
    )
