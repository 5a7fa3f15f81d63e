"""An actor's page: who they are, what they took part in and in which role, by whose word, and what they say."""

from collections.abc import Mapping
from typing import Any

from timeline.fact import Json
from timeline.pages.ask import Ask
from timeline.pages.json_ld import actor_ld
from timeline.pages.listing import Limits, Listing, listing
from timeline.pages.names import Name
from timeline.pages.page import Page, Site
from timeline.pages.question import Question
from timeline.pages.registered import registered, shown
from timeline.pages.taken import taken

_MEMBERS = 100
_NAMED = "SELECT fact FROM _named WHERE slug = :word"
_SAID = """EXISTS (SELECT 1 FROM events AS e, json_each(e.attributed_to) AS link
  WHERE e.subject = f.id AND +e.verb <> 'retracted' AND link.value = :word
    AND NOT EXISTS (SELECT 1 FROM events AS w WHERE w.subject = e.subject AND +w.verb = 'retracted'
      AND json_extract(w.data, '$.report') = e.id))"""


def actor(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of an actor; with `on`, what the log said of them at the end of that day."""
    subject = registered(ask, site, "actor", given)
    context = shown(subject, given) | {"wikidata": _wikidata(subject.standing.fact)}
    if not context["on"]:
        context |= _lists(ask, site, subject.slug, given)
    return Page(
        "actor.html", context["name"], context, None if context["on"] else actor_ld(site, subject), subject.short
    )


def _lists(ask: Ask, site: Site, slug: str, given: Mapping[str, str]) -> Json:
    part = listing(ask, Question.read({"actor": slug}))
    said, members = _said(ask, slug, given), _members(ask, site, slug)
    return {
        "members": members[:_MEMBERS],
        "more_members": len(members) > _MEMBERS,
        "taken": taken(ask, site, part.rows, actor=slug),
        "more": bool(part.after),
        "said": taken(ask, site, said.rows, word=slug),
        "pages": _pages(site, slug, said),
    }


def _said(ask: Ask, slug: str, given: Mapping[str, str]) -> Listing:
    """Facts that rest on their word, at first hand or through others."""
    wanted = Question.read({name: given[name] for name in ("after", "before", "size") if name in given})
    each = f"EXISTS (SELECT 1 FROM _named AS n WHERE n.fact = f.id AND n.slug = :word) AND {_SAID}"
    return listing(ask, wanted, Limits((each,), (_NAMED,), {"word": slug}))


def _pages(site: Site, slug: str, said: Listing) -> dict[str, Any]:
    page = site.links.actor(slug)
    return {
        "previous": said.before and site.links.beyond(page, before=said.before),
        "next": said.after and site.links.beyond(page, after=said.after),
    }


def _members(ask: Ask, site: Site, slug: str) -> list[Name]:
    select = "SELECT id, name FROM actors WHERE member_of = :slug ORDER BY id LIMIT :most"
    rows = ask.rows(select, slug=slug, most=_MEMBERS + 1)
    return [Name(row["id"], row["name"], site.links.actor(row["id"]), "actor") for row in rows]


def _wikidata(fact: Json) -> str:
    return f"https://www.wikidata.org/wiki/{fact['wikidata']}" if fact.get("wikidata") else ""
