"""FollowTheMoney entities (https://followthemoney.tech), a JSON line each, for Aleph, OpenAleph and their tools.

Documents, actors, places and facts become entities, the parts that actors take in facts become links with a role. The
id of an entity is its slug. FollowTheMoney has dates to the year, the month or the day, as far as all days in question
share it; the date in words and in EDTF stands in `notes`. It cleans what it takes in: blanks, addresses, codes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from timeline.exporting import ftm_entities
from timeline.exporting.chosen import Chosen
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.ftm_entities import Entity
from timeline.exporting.json_text import encoded
from timeline.extras import library
from timeline.fact import Json
from timeline.registry import Kinds

_FIELDS = (
    Mapped("Article.name", "`title` of a source"),
    Mapped("Article.title", "the same"),
    Mapped("Article.author", "`author`"),
    Mapped("Article.publisher", "`publisher`"),
    Mapped("Article.sourceUrl", "`url`"),
    Mapped("Article.publishedAt", "`published`, as far as it is one year, month or day"),
    Mapped("Article.retrievedAt", "`retrieved`, in the same way"),
    Mapped("Article.language", "`language`, without its region"),
    Mapped("Article.summary", "`summary`"),
    Mapped("Person.name", "`name` of an actor that is a person"),
    Mapped("Person.alias", "`aliases`"),
    Mapped("Person.country", "`country`"),
    Mapped("Person.wikidataId", "`wikidata`"),
    Mapped("Person.summary", "`summary`"),
    Mapped("Person.description", "`title`"),
    Mapped("Organization.…", "the same of an organization, an armed group, a mission or a medium"),
    Mapped("PublicBody.…", "the same of a state or its forces"),
    Mapped("LegalEntity.…", "the same of any other actor"),
    Mapped("Membership.member, .organization", "`member_of`, where that is an organization or a public body"),
    Mapped("Address.full", "`name` of a place"),
    Mapped("Address.city", "the same of a city, town or village"),
    Mapped("Address.state", "`admin1`"),
    Mapped("Address.country", "`country`"),
    Mapped("Address.latitude", "`latitude`"),
    Mapped("Address.longitude", "`longitude`"),
    Mapped("Address.remarks", "`place_type`: how exact it is"),
    Mapped("Address.summary", "`summary`"),
    Mapped("Event.name", "`title` of a fact"),
    Mapped("Event.summary", "`summary`"),
    Mapped("Event.description", "`text`, `outcome`"),
    Mapped("Event.date", "`date`, as far as it is one year, month or day"),
    Mapped("Event.startDate", "the beginning of what lasted, in the same way"),
    Mapped("Event.endDate", "its end"),
    Mapped("Event.notes", "the date in words and in EDTF, how it was worked out, what to be wary of"),
    Mapped("Event.location", "the place's name"),
    Mapped("Event.addressEntity", "the place"),
    Mapped("Event.country", "its country"),
    Mapped("Event.keywords", "the kind, and `tags`"),
    Mapped("Event.involved", "who took part"),
    Mapped("Event.proof", "the documents"),
    Mapped("Event.sourceUrl", "the fact's page, with `--site`"),
    Mapped("Event.modifiedAt", "the day on which its last event was recorded"),
    Mapped("Event.createdAt", "the day on which its first event was recorded"),
    Mapped("Position.name", "`office`, where a person held it; such a fact is no Event"),
    Mapped("Position.organization", "`organization`"),
    Mapped("Occupancy.holder", "`actor`"),
    Mapped("Occupancy.post", "the Position"),
    Mapped("Occupancy.startDate", "the beginning of `date`, as far as it is one year, month or day"),
    Mapped("Occupancy.endDate", "its end"),
    Mapped("Occupancy.date", "`date`, where it was held on it"),
    Mapped("Occupancy.summary", "`title`, `summary`"),
    Mapped("Occupancy.description", "the date in words and in EDTF, how it was worked out, what to be wary of"),
    Mapped("Occupancy.proof", "the documents"),
    Mapped("UnknownLink.subject", "an actor"),
    Mapped("UnknownLink.object", "the fact that the actor takes part in, or whom the actor belongs to"),
    Mapped("UnknownLink.role", "in which role"),
    Mapped("Documentation.document", "a document that tells a fact"),
    Mapped("Documentation.entity", "the fact"),
    Mapped("Documentation.role", "on whose word: the chain of attribution"),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """A line an entity: first the registries, then the facts with their links."""
    ftm = library("followthemoney", "ftm")
    for entity in _entities(chosen):
        out.write(encoded(_checked(ftm, entity)) + b"\n")
    return Counter()


def _entities(chosen: Chosen) -> Iterator[Entity]:
    yield from map(ftm_entities.document, chosen.registered("source"))
    yield from map(ftm_entities.actor, chosen.registered("actor"))
    yield from map(ftm_entities.address, chosen.registered("place"))
    for row in chosen.registered("actor"):
        if row["member_of"]:
            whole = chosen.ask.row("SELECT * FROM actors WHERE id = :id", id=row["member_of"])
            if whole:
                yield ftm_entities.membership(row, whole)
    for record in chosen.records():
        if office := ftm_entities.office(record):
            yield from office
        else:
            yield ftm_entities.happening(record, chosen.address(record))
            yield from ftm_entities.links(record)


def _checked(ftm: Any, entity: Entity) -> Json:
    """As the library takes it in; what needs a name and keeps none is called by its id."""
    proxy = ftm.model.make_entity(entity.schema)
    proxy.id = _id(ftm, entity.id)
    for name, value in entity.properties.items():
        values = [str(one) for one in (value if isinstance(value, list) else [value]) if one not in (None, "")]
        refers = proxy.schema.properties[name].type.name == "entity"
        proxy.add(name, [_id(ftm, one) for one in values] if refers else values)
    if "name" in proxy.schema.required and not proxy.get("name"):
        proxy.add("name", entity.id)
    properties = {name: sorted(values) for name, values in sorted(proxy.properties.items())}
    return {"id": proxy.id, "schema": entity.schema, "properties": properties}


def _id(ftm: Any, id: str) -> str:
    """A slug may begin or end with a hyphen, an id may not; then it is hashed, as FollowTheMoney does with ids."""
    return id if ftm.types.registry.entity.validate(id) else str(ftm.util.make_entity_id(id))
