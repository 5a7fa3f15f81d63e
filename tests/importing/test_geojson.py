"""GeoJSON: what becomes of a feature, by RFC 7946."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.conftest import Run, events, fact, lines

POINT = {"type": "Point", "coordinates": [51.5333, 25.2867]}
TALKS: dict[str, Any] = {
    "type": "Feature",
    "id": 7,
    "geometry": POINT,
    "properties": {
        "name": "Talks",
        "date": "14 Nov 2018",
        "end": "2018-11-16",
        "place": "Doha",
        "description": "<p>They met.</p>",
    },
}


def bring(run: Run, *features: Any, mapping: str = "", **more: Any) -> Any:
    """`timeline import geojson` of these features."""
    Path("map.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features, **more}))
    Path("map.yml").write_text(mapping or "{}")
    return run("import", "geojson", "map.geojson", "--map", "map.yml")


def test_a_feature_is_a_fact_at_its_place(run: Run, tmp_path: Path) -> None:
    """Longitude comes first; the usual names of properties are known."""
    assert bring(run, TALKS).exit_code == 0
    [event] = events(tmp_path, "background")
    assert (event.id, event.subject) == ("geojson:geojson-map:7", "2018-11-14-2018-11-16-talks")
    assert event.data["fact"] == {
        "title": "Talks",
        "date": "2018-11-14/2018-11-16",
        "summary": "They met.",
        "place": "doha",
    }
    assert fact(tmp_path, "doha") == {"name": "Doha", "latitude": 25.2867, "longitude": 51.5333}


def test_the_mapping_says_what_is_called_otherwise(run: Run, tmp_path: Path) -> None:
    """Kind, order of numbers, properties; places alone too."""
    other = {**TALKS, "properties": {"Titel": "Talks", "Wann": "14/11/2018"}}
    assert "say which is the title" in bring(run, other).stderr
    result = bring(run, other, mapping="kind: meeting\ntitle: Titel\ndate: Wann\norder: dmy\n")
    assert result.exit_code == 0, result.stderr
    assert events(tmp_path, "meeting")[0].data["fact"]["date"] == "2018-11-14"
    before = lines(tmp_path)
    assert bring(run, {**TALKS, "id": 8, "properties": {"name": "Kabul"}}, mapping="kind: place\n").exit_code == 0
    assert (fact(tmp_path, "kabul")["latitude"], lines(tmp_path)) == (25.2867, before + 1)


@pytest.mark.parametrize(
    ("geometry", "point", "basis"),
    [
        (
            {"type": "LineString", "coordinates": [[10, 20], [20, 40]]},
            (30, 15),
            "The middle of the LineString on the map.",
        ),
        (
            {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [4, 2], [0, 0]]]},
            (1, 2),
            "The middle of the Polygon on the map.",
        ),
        (
            {"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, 2, 300]}]},
            (2, 1),
            "GeometryCollection",
        ),
        (
            {"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection", "geometries": [POINT]}]},
            (25.2867, 51.5333),
            "GeometryCollection",
        ),
        (POINT, (25.2867, 51.5333), None),
        ({"type": "MultiPoint", "coordinates": []}, None, None),
        (None, None, None),
    ],
)
def test_other_shapes_have_a_middle(run: Run, tmp_path: Path, geometry: Any, point: Any, basis: str | None) -> None:
    """Which the basis says; no shape, no place."""
    assert bring(run, {**TALKS, "geometry": geometry}).exit_code == 0
    found = events(tmp_path, "background")[0].data["fact"]
    assert (basis or "") in found.get("place_basis", "")
    assert ("place" in found) == (point is not None)
    if point:
        place = fact(tmp_path, "doha")
        assert (place["latitude"], place["longitude"]) == point


BAD: list[tuple[Any, str]] = [
    ({**TALKS, "geometry": {"type": "Point", "coordinates": [25, 151]}}, "[25, 151] is no longitude and latitude"),
    (
        {**TALKS, "geometry": {"type": "Point", "coordinates": [500000, 4649776]}},
        "is no longitude and latitude in degrees",
    ),
    ({**TALKS, "geometry": {"type": "Point", "coordinates": ["1", "2"]}}, "has coordinates that are no positions"),
    ({**TALKS, "geometry": {"type": "LineString", "coordinates": [[-179, 0], [179, 0]]}}, "antimeridian"),
    (
        {**TALKS, "properties": {"name": "Talks", "date": "10/11/2018"}},
        "state whether the day or the month comes first",
    ),
    ({**TALKS, "properties": {"name": "Talks", "when": "1753-01-01"}}, "properties.when: '1753-01-01' is not a date"),
    (
        {**TALKS, "properties": {"name": "Talks", "start": "2018-12-01", "end": "2018-11-01"}},
        "properties.end: '2018-12-01/2018-11-01' is not an EDTF date (the interval ends before it begins)",
    ),
    ({**TALKS, "geometry": {"type": ["Point"], "coordinates": [1, 2]}}, "geometry: ['Point'] is no geometry"),
    ({**TALKS, "geometry": {"type": "Blob", "coordinates": [1, 2]}}, "geometry: 'Blob' is no geometry of GeoJSON"),
    ({**TALKS, "geometry": {"type": "Point", "coordinates": [True, False]}}, "coordinates that are no positions"),
    ({**TALKS, "properties": None}, "properties: has none of title, name"),
    ({**TALKS, "properties": []}, "properties: is no object"),
    ("x", "map.geojson: features[0]: is no object"),
]


@pytest.mark.parametrize(("feature", "words"), BAD)
def test_bad_features_are_named(run: Run, tmp_path: Path, feature: Any, words: str) -> None:
    """By file and place; nothing comes in."""
    result = bring(run, feature, TALKS)
    assert (result.exit_code, lines(tmp_path)) == (1, 1)
    assert words in result.stderr


def test_other_systems_of_coordinates_are_refused(run: Run, tmp_path: Path) -> None:
    """RFC 7946 took `crs` away; degrees of WGS 84 were its default."""
    for name, code in ((["EPSG:4326"], 1), ("urn:ogc:def:crs:EPSG::3857", 1), ("urn:ogc:def:crs:OGC:1.3:CRS84", 0)):
        crs = {"type": "name", "properties": {"name": name}}
        assert bring(run, TALKS, crs=crs).exit_code == code
    assert bring(run, TALKS, crs={"type": "name", "properties": None}).exit_code == 0
    Path("map.geojson").write_text('{"type": "Topology"}')
    assert "is neither a FeatureCollection nor a Feature of GeoJSON" in run("import", "geojson", "map.geojson").stderr


@pytest.mark.parametrize(
    ("start", "end", "date"),
    [
        ("2001~/..", None, "2001~/.."),
        ("2018-11-14T10:00:00.250Z", None, "2018-11-14T10:00:00Z"),
        ("2018-11-14T10:00:00Z", "2018-11-14T12:00:00Z", "2018-11-14T10:00:00Z"),
        ("2018-11-14T22:00:00+03:00", "2018-11-16T01:00:00+03:00", "2018-11-14/2018-11-16"),
    ],
)
def test_times_are_read(run: Run, tmp_path: Path, start: str, end: str | None, date: str) -> None:
    """As programs write them; what ends on another day lasted."""
    assert bring(run, {**TALKS, "properties": {"name": "Talks", "start": start, "end": end}}).exit_code == 0
    assert events(tmp_path, "background")[0].data["fact"]["date"] == date


def test_a_title_that_looks_like_html_is_one(run: Run, tmp_path: Path) -> None:
    """Where nothing else is left of it."""
    assert bring(run, {**TALKS, "properties": {"name": "<script>x</script>"}}).exit_code == 0
    assert events(tmp_path, "background")[0].data["fact"]["title"] == "<script>x</script>"
