"""A fact's page: what stands, who says so, where they differ, how it came about, and what it is related to."""

from collections.abc import Mapping
from typing import Any

from timeline.pages.ask import Ask
from timeline.pages.day import named
from timeline.pages.json_ld import fact_ld
from timeline.pages.names import Name, Names
from timeline.pages.page import Missing, Page, Redirect, Site
from timeline.pages.shown import slugs_in
from timeline.pages.streams import redactions, stream, until
from timeline.pages.told import Told, on_day, told
from timeline.pages.verify import receipts
from timeline.story import story
from timeline.tables import naming

REGISTRIES = ("actor", "place", "source")
_RELATED = 100


def fact(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of a fact as it stands; with `on`, as it stood at the end of that day."""
    events, day = stream(ask, given["slug"]), on_day(given)
    if events[0].kind in REGISTRIES:
        raise Redirect(site.links.of(events[0].kind, given["slug"]))
    known = until(events, day) if day else events
    if not known:
        raise Missing(f"On {day} the log had nothing on “{given['slug']}” yet.")
    shown = told(ask, site, known)
    days = named(site, shown.standing.fact)
    context = {
        "told": shown,
        "on": day,
        "days": days,
        "related": related(ask, site, shown),
        "cite": cite(site, shown),
        "receipts": receipts(ask, site, shown.slug),
    }
    return Page("fact.html", shown.title, context, None if day else fact_ld(site, shown), shown.short)


def fact_json(ask: Ask, site: Site, given: Mapping[str, str]) -> dict[str, Any]:
    """The same for programs: the story, and the events as the log has them."""
    events = stream(ask, given["slug"])
    told = story(events, site.kinds.models.get(events[0].kind), redactions(ask, events))
    return {**told, "events": [event.attributes for event in events]}


def related(ask: Ask, site: Site, shown: Told) -> list[Name]:
    """The facts that it names, and those that name it."""
    slugs = slugs_in(site.kinds.models.get(shown.kind), [shown.standing.fact])
    for select in naming(site.kinds):
        slugs += [slug for row in ask.rows(f"{select} LIMIT {_RELATED}", slug=shown.slug) for slug in row.values()]
    names = Names(ask, site.links, slugs)
    found = [names[slug] for slug in dict.fromkeys(slugs) if slug in names and slug != shown.slug]
    return [name for name in found if name.kind not in REGISTRIES][:_RELATED]


def cite(site: Site, shown: Told) -> str:
    """How to cite this state of it, which an address with a day in it shows for ever where a server answers it.

    Of a file the address shows what stands now; where nobody knows it, there is none.
    """
    head = shown.standing.head
    state_on = f"{site.absolute(site.links.fact(shown.slug))}?on={head.time[:10]}"
    address = f", {state_on if site.live else site.origin}" if site.origin else ""
    state = f"revision {shown.standing.revision} of {head.time[:10]}, event {head.id}"
    return f"“{shown.title}”, {site.title}, {state}{address}"
