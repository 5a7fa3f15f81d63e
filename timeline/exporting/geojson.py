"""GeoJSON (RFC 7946): a feature a fact, at the coordinates of its place.

A place's coordinates are no more exact than the place: those of a country are its middle. `precision` says what it is,
and `place_inferred` that no source names it. Without coordinates the geometry is null (RFC 7946, section 3.2).
`when` is the foreign member of GeoJSON-T and the Linked Places format: a `start` and an `end`, each `in` a day, or no
earlier and no later than one.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.ends import End, ends
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.json_text import said, write_list
from timeline.exporting.record import Record
from timeline.fact import Json
from timeline.registry import Kinds

_FIELDS = (
    Mapped("type", "`FeatureCollection`"),
    Mapped("title", "the chronology's title"),
    Mapped("features[].type", "`Feature`"),
    Mapped("features[].id", "the fact's slug"),
    Mapped("features[].geometry", "null without coordinates; with `--placed` such facts are left out"),
    Mapped("features[].geometry.type", "`Point`"),
    Mapped("features[].geometry.coordinates[]", "`longitude` and `latitude` of the place"),
    Mapped("features[].when.timespans[].start.in", "the day on which it began"),
    Mapped(
        "features[].when.timespans[].start.earliest", "before this day it did not begin, where the day is not known"
    ),
    Mapped("features[].when.timespans[].start.latest", "after this day it did not begin"),
    Mapped("features[].when.timespans[].end.in", "the day on which it ended"),
    Mapped("features[].when.timespans[].end.earliest", "before this day it did not end"),
    Mapped("features[].when.timespans[].end.latest", "after this day it did not end"),
    Mapped("features[].properties.kind", "the kind of fact"),
    Mapped("features[].properties.title", "`title`"),
    Mapped("features[].properties.date", "`date`, in EDTF"),
    Mapped("features[].properties.date_words", "the date in words"),
    Mapped("features[].properties.summary", "`summary`"),
    Mapped("features[].properties.tags[]", "`tags`"),
    Mapped("features[].properties.event_status", "what became of a plan"),
    Mapped("features[].properties.place", "the place's name"),
    Mapped("features[].properties.place_id", "its slug"),
    Mapped("features[].properties.precision", "its `place_type`, from a site to a country"),
    Mapped("features[].properties.place_inferred", "true where `place_basis` says how the place was worked out"),
    Mapped("features[].properties.actors[]", "who took part, by name"),
    Mapped("features[].properties.sources[].title", "a document that it rests on"),
    Mapped("features[].properties.sources[].url", "where that can be read"),
    Mapped("features[].properties.disputed", "true while sources differ"),
    Mapped("features[].properties.url", "the fact's page, with `--site`"),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """A FeatureCollection."""
    left = Counter[str]()
    around = {"type": "FeatureCollection", "title": chosen.site.title}
    write_list(out, around, "features", _features(chosen, left))
    return left


def _features(chosen: Chosen, left: Left) -> Iterator[Json]:
    for record in chosen.records():
        geometry = _geometry(record.place)
        if chosen.options.placed and not geometry:
            left["without coordinates"] += 1
            continue
        properties = _properties(record) | said({"url": chosen.address(record)})
        feature = {"type": "Feature", "id": record.slug, "geometry": geometry, "properties": properties}
        yield feature | said({"when": _when(record)})


def _geometry(place: Json) -> Json | None:
    """A point; RFC 7946 puts the longitude first."""
    if place.get("latitude") is None:
        return None
    return {"type": "Point", "coordinates": [place["longitude"], place["latitude"]]}


def _when(record: Record) -> Json:
    start, end = ends(record.row)
    span = said({"start": _end(start), "end": _end(end)})
    return {"timespans": [span]} if span else {}


def _end(end: End) -> Json:
    return {"in": end.day} if end.day else said({"earliest": end.first, "latest": end.last})


def _properties(record: Record) -> Json:
    row, place = record.row, record.place
    sources = [said({"title": source["title"], "url": source["url"]}) for source in record.sources]
    return said(
        {
            "kind": row["kind"],
            "title": row["title"],
            "date": row["date"],
            "date_words": row["date_words"],
            "summary": row["summary"],
            "tags": record.tags,
            "event_status": record.status,
            "place": place.get("name"),
            "place_id": place.get("id"),
            "precision": place.get("place_type"),
            "place_inferred": bool(row["place_basis"]) or None,
            "actors": list(dict.fromkeys(part.who.words for part in record.brief.parts)),
            "sources": sources,
            "disputed": bool(row["disputed"]) or None,
        }
    )
