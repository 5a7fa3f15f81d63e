"""docs/export.md says what is there: every field that a format's page names comes, and none that it does not name."""

import json

import pytest

from tests.exporting.conftest import Export, paths
from timeline.exporting.formats import FORMATS
from timeline.registry import Kinds

WHOLE = {"geojson": ["--site", "https://talks.example/"]}
"""What brings all that a format can have; of those that are one JSON text."""


@pytest.mark.parametrize("name", WHOLE)
def test_every_field_is_named_and_comes(export: Export, kinds: Kinds, name: str) -> None:
    """In the chronology that has something of everything."""
    found = set(paths(json.loads(export(name, *WHOLE[name]).stdout)))
    assert {field.path for field in FORMATS[name].fields(kinds)} == found
