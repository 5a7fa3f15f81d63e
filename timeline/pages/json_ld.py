"""Pages for machines that read schema.org: the page, what it rests on, and its main thing (JSON-LD).

    meeting, attack, scheduled_event       Event
    statement, figure, position            Claim
    other facts                            CreativeWork
    actor                                  Person, GovernmentOrganization for a state, Organization, Thing when unknown
    place                                  Place
    source                                 NewsArticle when somebody published it, else CreativeWork

A day stands here only where the log has that very day, without doubt. What no longer stands is told to people alone.
"""

from typing import Any

from timeline import edtf
from timeline.fact import Json
from timeline.pages.names import Name
from timeline.pages.page import Site
from timeline.pages.told import Told

_TYPES = {
    "meeting": "Event",
    "attack": "Event",
    "scheduled_event": "Event",
    "statement": "Claim",
    "figure": "Claim",
    "position": "Claim",
}
_ACTORS = {"person": "Person", "state": "GovernmentOrganization", "unidentified": "Thing", None: "Thing"}
_STATUS = {
    "scheduled": "EventScheduled",
    "postponed": "EventPostponed",
    "rescheduled": "EventRescheduled",
    "cancelled": "EventCancelled",
}
_SCHEMA = "https://schema.org"


def fact_ld(site: Site, told: Told) -> Json | None:
    """A fact's page: its sources are the page's citations."""
    fact, kind = told.standing.fact, _TYPES.get(told.kind, "CreativeWork")
    place = fact.get("place")
    thing = {
        "@type": kind,
        "name": told.title,
        "description": fact.get("summary") or fact.get("text"),
        **(_days(fact.get("date")) if kind == "Event" else _covered(fact.get("date"))),
        "location" if kind == "Event" else "contentLocation": place and _named(site, told.names[place], "Place"),
    }
    if status := _STATUS.get(fact.get("event_status", "") if told.kind == "scheduled_event" else ""):
        thing["eventStatus"] = f"{_SCHEMA}/{status}"
    if told.kind == "statement" and fact.get("speaker"):
        thing["author"] = _named(site, told.names[fact["speaker"]])
    return _page(site, told, thing)


def actor_ld(site: Site, told: Told) -> Json | None:
    """An actor's page."""
    fact = told.standing.fact
    kind = _ACTORS.get(fact.get("actor_type"), "Organization")
    member, wikidata = fact.get("member_of"), fact.get("wikidata")
    thing = {
        "@type": kind,
        "name": told.title,
        "alternateName": fact.get("aliases"),
        "description": fact.get("summary") or (fact.get("title") if fact.get("name") else None),
        "memberOf": _named(site, told.names[member], "Organization") if member and kind != "Thing" else None,
        "sameAs": wikidata and f"https://www.wikidata.org/entity/{wikidata}",
    }
    return _page(site, told, thing)


def place_ld(site: Site, told: Told) -> Json | None:
    """A place's page."""
    fact = told.standing.fact
    geo = {"@type": "GeoCoordinates", "latitude": fact.get("latitude"), "longitude": fact.get("longitude")}
    address = {"addressCountry": fact.get("country"), "addressRegion": fact.get("admin1")}
    thing = {
        "@type": "Place",
        "name": told.title,
        "description": fact.get("summary"),
        "geo": geo if geo["latitude"] is not None else None,
        "address": _said({"@type": "PostalAddress", **address}) if any(address.values()) else None,
        "sameAs": f"https://www.geonames.org/{fact['geonames']}/" if fact.get("geonames") else None,
    }
    return _page(site, told, thing)


def source_ld(site: Site, told: Told) -> Json | None:
    """A source's page: the document, which is elsewhere."""
    fact = told.standing.fact
    publisher = fact.get("publisher") or fact.get("agency")
    author = fact.get("author")
    thing = {
        "@type": "NewsArticle" if publisher else "CreativeWork",
        "name": told.title,
        "description": fact.get("summary"),
        "author": author and {"name": author},
        "publisher": publisher and {"@type": "Organization", "name": publisher},
        "datePublished": _day(fact.get("published")),
        "inLanguage": fact.get("language"),
        "archivedAt": fact.get("archive_url"),
    }
    return _page(site, told, thing, fact.get("url"))


def _page(site: Site, told: Told, thing: Json, elsewhere: str | None = None) -> Json | None:
    """The page, with the thing that it is about; None when that no longer stands."""
    if told.status != "stands":
        return None
    address, first, head = site.absolute(site.links.of(told.kind, told.slug)), told.standing.first, told.standing.head
    sources = {account.source.slug: account.source for account in told.accounts if account.source}
    page = {
        "@context": _SCHEMA,
        "@type": "WebPage",
        "@id": address,
        "url": address,
        "name": told.title,
        "inLanguage": site.language,
        "dateCreated": first.time,
        "dateModified": head.time,
        "isPartOf": {"@type": "WebSite", "name": site.title, "url": site.absolute(site.links.page("timeline"))},
        "citation": [_named(site, source, "CreativeWork") for source in sources.values()],
        "mainEntity": _said({"@id": f"{address}#thing", **thing, "url": elsewhere or address}),
    }
    return _said(page)


def _named(site: Site, name: Name, kind: str | None = None) -> Json:
    return _said({"@type": kind, "name": name.words, "url": site.absolute(name.href)})


def _said(given: Json) -> Json:
    return {name: value for name, value in given.items() if value not in (None, "", [])}


def _days(date: Any) -> Json:
    """The first and the last day of an event, each only where the date names it."""
    ends = _ends(date)
    return _said({"startDate": ends[0], "endDate": ends[1]})


def _covered(date: Any) -> Json:
    first, last = _ends(date)
    if not first or not last:
        return {}
    return {"temporalCoverage": first if first == last else f"{first}/{last}"}


def _ends(date: Any) -> tuple[str | None, str | None]:
    if not date:
        return None, None
    start, interval, end = date.partition("/")
    return (_day(start), _day(end)) if interval else (_day(date), _day(date))


def _day(date: Any) -> str | None:
    """The day that an end of a date is, without doubt; None where it is open or less exact."""
    if not date or date == "..":
        return None
    read = edtf.parse(date)
    return read.earliest if read.kind == "day" and not (read.uncertain or read.approximate) else None
