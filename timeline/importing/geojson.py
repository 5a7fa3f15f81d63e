"""GeoJSON (RFC 7946): each feature a fact at a place, or with `kind: place` a place.

RFC 7946 has no word for what a feature is called or when it was: the usual names of properties are tried in turn, and
--map says others. Coordinates are degrees, longitude first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from timeline import edtf
from timeline.edtf import written
from timeline.errors import Problem, Refused
from timeline.fact import Json
from timeline.importing.documents import document, members, object_of, text_of
from timeline.importing.format import BadRow, Format, Imported, Opened, Release, Row, mark, shown
from timeline.importing.plain import one_line, plain
from timeline.importing.told import KINDS, chosen, slug

_NAMES = {
    "title": ("title", "name", "headline", "label"),
    "date": ("date", "when", "start_date", "start", "datetime", "timestamp"),
    "end": ("end_date", "end"),
    "place": ("place", "location", "city", "address"),
    "summary": ("summary", "description", "text", "notes"),
}
"""The properties that say what a feature is, in the order in which they are tried."""

OPTIONS = {"kind": ("background", *KINDS, "place"), "order": ("", "dmy", "mdy"), **dict.fromkeys(_NAMES, ("",))}
_SHAPES = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection")
_DEGREES = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326")


def rows(opened: Opened) -> Iterator[Row]:
    """The features; raises Refused."""
    value = document(opened)
    kind = value.get("type") if isinstance(value, dict) else None
    features = [value] if kind == "Feature" else value.get("features") if kind == "FeatureCollection" else None
    if not isinstance(features, list):
        raise Refused([Problem(opened.name, "", "is neither a FeatureCollection nor a Feature of GeoJSON")])
    system = _system(value.get("crs"))
    if system and system not in _DEGREES:
        raise Refused([Problem(opened.name, "crs", f"{system}: GeoJSON has degrees of WGS 84 (RFC 7946); convert it")])
    return members(opened, "features", features)


def _system(crs: Any) -> Any:
    """The name of another system of coordinates, as GeoJSON had it before RFC 7946."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return properties.get("name") if isinstance(properties, dict) else None


def facts(row: Row, told: Mapping[str, str] | None = None) -> Iterator[Imported]:
    """The fact of a feature, or the place that it is."""
    told = told or chosen({}, OPTIONS)
    properties = object_of(row.cells.get("properties"), "properties")
    title, place, summary = (_said(properties, told, name) for name in ("title", "place", "summary"))
    if not title:
        raise BadRow("properties", f"has none of {', '.join(_NAMES['title'])}; say which is the title: --map, `title:`")
    name = one_line(title) or " ".join(title.split())  # what looks like HTML and has no words is none
    where = _place(row, one_line(place or "") or name)
    key = text_of(row.cells.get("id"), "id") or text_of(properties.get("id"), "properties.id") or mark(row.cells)
    if told["kind"] == "place":
        yield Imported("place", key, {"name": name, **_point(row)})
        return
    date, basis = _when(properties, told)
    known_as = {"place": where, "place_basis": _basis(row)} if where else {}
    fact = {"title": name, "date": date, "date_basis": basis, "summary": plain(summary or ""), **known_as}
    known = {name: value for name, value in fact.items() if value}
    yield Imported(told["kind"], key, known, slug=slug({"title": name, "date": date}))


def _said(properties: Mapping[str, Any], told: Mapping[str, str], name: str) -> str | None:
    return _found(properties, told, name)[1]


def _found(properties: Mapping[str, Any], told: Mapping[str, str], name: str) -> tuple[str, str | None]:
    """Where it is said, and what."""
    paths = {f"properties.{one}": properties.get(one) for one in ((told[name],) if told[name] else _NAMES[name])}
    return next(((path, text) for path, value in paths.items() if (text := text_of(value, path))), ("properties", None))


def _when(properties: Mapping[str, Any], told: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The date; with an end on another day it lasted."""
    _, (first, basis) = _date(properties, told, "date")
    path, (last, _) = _date(properties, told, "end")
    days = [one.partition("T")[0] for one in (first, last) if one]
    if len(set(days)) < len(("start", "end")):
        return first, basis
    try:
        return edtf.parse("/".join(days)).text, basis
    except ValueError as error:
        raise BadRow(path, str(error)) from error


def _date(properties: Mapping[str, Any], told: Mapping[str, str], name: str) -> tuple[str, written.Written]:
    path, text = _found(properties, told, name)
    try:
        return path, written.read(text or "", told["order"] or None)  # type: ignore[arg-type]  # one of the orders
    except ValueError as error:
        raise BadRow(path, str(error)) from error


def _place(row: Row, name: str) -> Imported | None:
    point = _point(row)
    return Imported("place", f"place:{mark([name, point])}", {"name": name, **point}) if point else None


def _basis(row: Row) -> str | None:
    shape = object_of(row.cells.get("geometry"), "geometry").get("type")
    return f"The middle of the {shape} on the map." if shape not in (None, "Point") else None


def _point(row: Row) -> Json:
    """The point; of another shape the middle of its bounds. Raises BadRow."""
    geometry = object_of(row.cells.get("geometry"), "geometry")
    if not geometry:
        return {}
    points = list(_inside(geometry))
    if not points:
        return {}
    (west, south), (east, north) = ((pick(p[0] for p in points), pick(p[1] for p in points)) for pick in (min, max))
    if east - west > 180:
        raise BadRow("geometry", "spans more than half of the earth; split it at the antimeridian (RFC 7946, 3.1.9)")
    middle = {"latitude": round((south + north) / 2, 7), "longitude": round((west + east) / 2, 7)}
    return middle if geometry.get("type") == "Point" else {**middle, "place_type": "area"}


def _inside(geometry: Mapping[str, Any]) -> Iterator[Sequence[float]]:
    if geometry.get("type") not in _SHAPES:
        raise BadRow("geometry", f"{geometry.get('type')!r} is no geometry of GeoJSON")
    return _points(geometry.get("coordinates", geometry.get("geometries")), geometry["type"])


def _points(value: Any, kind: Any) -> Iterator[Sequence[float]]:
    """Every position in coordinates of any depth, or in the geometries of a collection."""
    if kind == "GeometryCollection":
        for part in value if isinstance(value, list) else ():
            yield from _inside(object_of(part, "geometry"))
    elif isinstance(value, list) and value and all(isinstance(part, list) for part in value):
        for part in value:
            yield from _points(part, kind)
    elif isinstance(value, list) and len(value) >= 2 and all(type(part) in (int, float) for part in value):
        if not (-180 <= value[0] <= 180 and -90 <= value[1] <= 90):
            raise BadRow("geometry", f"{value[:2]} is no longitude and latitude in degrees, in this order")
        yield value
    elif value:
        raise BadRow("geometry", "has coordinates that are no positions")


def release(_: str) -> Release:
    """It has no editions."""
    return Release("GeoJSON map")


def configured(mapping: Json) -> Format:
    """With another kind or other properties; raises ValueError."""
    told = chosen(mapping, OPTIONS)
    return replace(FORMAT, facts=lambda row: facts(row, told))


FORMAT = Format(
    name="geojson",
    dataset="geojson",
    about="GeoJSON, RFC 7946",
    rows=rows,
    facts=facts,
    release=release,
    configured=configured,
    by_source=True,
    columns=(
        shown("id, properties.id", "the id of the event; without one what follows from the whole feature"),
        *(
            shown(", ".join(f"properties.{one}" for one in names), f"the first that is there: {becomes}")
            for names, becomes in (
                (_NAMES["title"], "`title`; of a place `name`"),
                (_NAMES["date"], "`date`, as people write it"),
                (_NAMES["end"], "the end of `date`, which then lasted"),
                (_NAMES["place"], "`name` of the place, which otherwise is the title"),
                (_NAMES["summary"], "`summary`, without HTML"),
            )
        ),
        shown(
            "geometry", "`latitude` and `longitude` of the place; of other shapes than a point the middle, an `area`"
        ),
        shown("the other properties", "not kept"),
    ),
)
