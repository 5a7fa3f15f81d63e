"""From what is registered and what happened to the entities of FollowTheMoney, as plain values.

An entity is a schema, an id, and a list of texts for each property; the format's own library cleans and checks them.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from timeline import edtf
from timeline.exporting.ends import End, ends
from timeline.exporting.record import Record, Report
from timeline.pages import words
from timeline.pages.ask import Row

SCHEMAS = {"person": "Person", "state": "PublicBody", "state_forces": "PublicBody"}
SCHEMAS |= dict.fromkeys(("organization", "armed_group", "international_mission", "media"), "Organization")
"""By the type of an actor; of any other, it is a LegalEntity."""

_GROUPS = ("Organization", "PublicBody")


class Entity(NamedTuple):
    """An entity: None and empty texts among the values mean nothing."""

    schema: str
    id: str
    properties: dict[str, Any]


def schema_of(actor: Row) -> str:
    """What an actor is in FollowTheMoney."""
    return SCHEMAS.get(actor.get("actor_type") or "", "LegalEntity")


def document(source: Row) -> Entity:
    """A source."""
    return Entity(
        "Article",
        source["id"],
        {
            "name": source["title"],
            "title": source["title"],
            "author": source["author"],
            "publisher": source["publisher"],
            "sourceUrl": source["url"],
            "publishedAt": _day(source["published"]),
            "retrievedAt": _day(source["retrieved"]),
            "language": (source["language"] or "").partition("-")[0],
            "summary": source["summary"],
        },
    )


def actor(row: Row) -> Entity:
    """An actor, by its type."""
    properties = {
        "name": row["name"],
        "alias": json.loads(row["aliases"] or "[]"),
        "country": row["country"],
        "wikidataId": row["wikidata"],
        "summary": row["summary"],
        "description": row["title"],
    }
    return Entity(schema_of(row), row["id"], properties)


def membership(row: Row, whole: Row) -> Entity:
    """To whom an actor belongs."""
    id = f"{row['id']}.member-of.{whole['id']}"
    if schema_of(whole) in _GROUPS:
        return Entity("Membership", id, {"member": row["id"], "organization": whole["id"]})
    return Entity("UnknownLink", id, {"subject": row["id"], "object": whole["id"], "role": "member of"})


def address(place: Row) -> Entity:
    """A place, with how exact it is."""
    coordinates = {name: place[name] for name in ("latitude", "longitude") if place[name] is not None}
    properties = {
        "full": place["name"],
        "country": place["country"],
        "state": place["admin1"],
        "city": place["name"] if place["place_type"] in ("city", "town", "village") else None,
        "remarks": place["place_type"],
        "summary": place["summary"],
    }
    return Entity("Address", place["id"], properties | coordinates)


def happening(record: Record, url: str) -> Entity:
    """A fact of any kind."""
    row = record.row
    properties = {
        "name": row["title"],
        "summary": row["summary"],
        "description": [record.own.get("text"), record.own.get("outcome")],
        "notes": _notes(record),
        "location": record.place.get("name"),
        "addressEntity": record.place.get("id"),
        "country": record.place.get("country"),
        "keywords": [words.label(row["kind"]), *record.tags],
        "involved": [part.who.slug for part in record.brief.parts if part.who.slug in record.registered],
        "proof": [source["id"] for source in (*record.sources, *record.documents)],
        "sourceUrl": url,
        "modifiedAt": row["changed_at"][:10],
        "createdAt": row["recorded_at"][:10],
    }
    return Entity("Event", record.slug, properties | _dates(row))


def office(record: Record) -> list[Entity]:
    """An office that a person held: the post, and that the person had it. None of what is something else."""
    holder = record.registered.get(record.own.get("actor") or "", {})
    if record.row["kind"] != "position" or holder.get("actor_type") != "person":
        return []
    whole = record.registered.get(record.own.get("organization") or "", {})
    organised = whole.get("id") if schema_of(whole) in _GROUPS else None
    held = {
        "holder": holder["id"],
        "post": f"{record.slug}.post",
        "summary": [record.row["title"], record.row["summary"]],
        "description": _notes(record),
        "proof": [source["id"] for source in (*record.sources, *record.documents)],
    }
    return [
        Entity("Position", f"{record.slug}.post", {"name": record.own["office"], "organization": organised}),
        Entity("Occupancy", record.slug, held | _dates(record.row)),
    ]


def _dates(row: Row) -> dict[str, Any]:
    start, end = ends(row)
    if row["date_kind"] == "extent":
        return {"startDate": prefix(start), "endDate": prefix(end)}
    return {"date": prefix(End(row["earliest"], row["latest"]))}


def _notes(record: Record) -> list[str | None]:
    row = record.row
    return [f"{row['date_words']} ({row['date']})" if row["date"] else None, row["date_basis"], record.wary]


def links(record: Record) -> Iterator[Entity]:
    """The parts that actors take in a fact, and on whose word it stands in which document."""
    for part in record.brief.parts:
        if part.who.slug in record.registered:
            id = f"{record.slug}.{part.role.replace('_', '-')}.{part.who.slug}"
            yield Entity("UnknownLink", id, {"subject": part.who.slug, "object": record.slug, "role": part.role})
    for report in record.reports:
        if report.source in record.registered:
            yield _documentation(record, report)


def _documentation(record: Record, report: Report) -> Entity:
    chain = " through ".join(map(record.called, report.chain))
    properties = {"document": report.source, "entity": record.slug, "role": f"by {chain}" if chain else None}
    return Entity("Documentation", f"{record.slug}.told-by.{report.event}", properties)


def prefix(end: End) -> str | None:
    """As much of the day as all days in question share, as FollowTheMoney dates are: a year, a month or a day."""
    first, last = end
    if not first or not last or first[:4] != last[:4] or first < "0001":
        return None
    return first if first == last else first[:7] if first[:7] == last[:7] else first[:4]


def _day(date: str | None) -> str | None:
    """A date in EDTF as FollowTheMoney has it."""
    return prefix(End(edtf.parse(date).earliest, edtf.parse(date).latest)) if date else None
