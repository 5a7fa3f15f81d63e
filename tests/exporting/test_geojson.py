"""GeoJSON: what RFC 7946 says, and that nothing looks more exact than it is."""

import json
from typing import Any

import geojson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.chronicle import MISLEADING
from tests.exporting.conftest import Export, Json, of_texts, said


@pytest.fixture(scope="module")
def features(export: Export) -> dict[str, Json]:
    """The features by their id."""
    whole = json.loads(export("geojson").stdout)
    return {feature["id"]: feature for feature in whole["features"]}


def test_a_stranger_reads_it(export: Export) -> None:
    """It is valid by the rules of the RFC."""
    whole = geojson.loads(export("geojson").stdout)
    assert (whole.is_valid, whole.errors(), len(whole["features"])) == (True, [], 14)


def test_a_point_is_longitude_then_latitude(features: dict[str, Json]) -> None:
    """With how exact it is, and that we worked it out."""
    assert features["doha-talks"]["geometry"] == {"type": "Point", "coordinates": [-51.5, 25.3]}
    assert (
        features["doha-talks"]["properties"]["precision"],
        "place_inferred" in features["doha-talks"]["properties"],
    ) == (
        "city",
        False,
    )
    assert features["raid"]["properties"]["place_inferred"] is True


def test_without_coordinates_the_geometry_is_null(export: Export, features: dict[str, Json]) -> None:
    """Or the fact is left out, which is said."""
    assert (features["siege"]["geometry"], features["siege"]["properties"]["place"]) == (None, "Afghanistan")
    placed = export("geojson", "--placed")
    assert [feature["id"] for feature in json.loads(placed.stdout)["features"]] == ["raid", "doha-talks"]
    assert said(placed) == "left out: 12 facts without coordinates"


WHEN: dict[str, tuple[str, Json]] = {
    "a day": ("raid", {"start": {"in": "2018-11-12"}, "end": {"in": "2018-11-12"}}),
    "lasted": ("doha-talks", {"start": {"in": "2018-11-14"}, "end": {"in": "2018-11-16"}}),
    "some day": ("siege", {"start": {"earliest": "2018-11-05"}, "end": {"latest": "2018-11-11"}}),
    "a period that was counted": ("toll", {"start": {"in": "2018-01-01"}, "end": {"in": "2018-12-31"}}),
    "not ended": ("war", {"start": {"earliest": "2001-01-01", "latest": "2001-12-31"}}),
    "open before": ("before", {"end": {"earliest": "1999-01-01", "latest": "1999-12-31"}}),
}


@pytest.mark.parametrize(("slug", "when"), WHEN.values(), ids=WHEN)
def test_when(features: dict[str, Json], slug: str, when: Json) -> None:
    """No day is made up."""
    assert features[slug]["when"] == {"timespans": [when]}


def test_without_a_date_there_is_no_when(features: dict[str, Json]) -> None:
    """Nor for one that calendars cannot say; its EDTF is there."""
    assert [name in features["undated"] for name in ("when", "date")] == [False, False]
    assert ("when" in features["empire"], features["empire"]["properties"]["date"]) == (False, "-0044-03-15")


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from(MISLEADING), min_size=1, max_size=4))
def test_texts_come_back_to_the_letter(texts: list[str]) -> None:
    """Whatever they look like."""
    with of_texts(texts) as result:
        found: list[Any] = geojson.loads(result("geojson").stdout)["features"]
    assert [(one["properties"]["title"], one["properties"]["tags"]) for one in found] == [(t, [t]) for t in texts]
