"""All facts that name something registered, in a line each, where its own page has room for some."""

from collections.abc import Mapping

from timeline.pages.ask import Ask
from timeline.pages.listing import listing
from timeline.pages.names import Names
from timeline.pages.page import Page, Site
from timeline.pages.question import Question
from timeline.pages.taken import taken


def everything(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """A page of them."""
    kind, slug = given["kind"], given["slug"]
    asked = {name: given[name] for name in ("after", "size") if name in given}
    part = listing(ask, Question.read({kind: slug, **asked}))
    at = site.links.everything(kind, slug)
    name = Names(ask, site.links, [slug])[slug]
    context = {
        "name": name,
        "taken": taken(ask, site, part.rows, actor=slug if kind == "actor" else ""),
        "previous": part.before and site.links.beyond(at, before=part.before),
        "next": part.after and site.links.beyond(at, after=part.after),
    }
    return Page("everything.html", f"All on {name.words}", context)
