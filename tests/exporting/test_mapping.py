"""docs/export.md says what is there: every field that a format's page names comes, and none that it does not name."""

import json
from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree import ElementTree

import icalendar
import pytest

from tests.exporting.conftest import Export, paths
from timeline.exporting.formats import FORMATS
from timeline.registry import Kinds

SITE = ("--site", "https://talks.example/")


class Way(NamedTuple):
    """How to read the fields of a format, and the options that bring all that it can have."""

    read: Callable[[bytes], set[str]]
    options: tuple[str, ...] = SITE


def of_json(content: bytes) -> set[str]:
    """The ways to all values."""
    return set(paths(json.loads(content)))


def of_batch(content: bytes) -> set[str]:
    """The attributes of events; what they carry is another page's."""
    return {f"[].{name}" for event in json.loads(content) for name in event}


def of_xml(content: bytes) -> set[str]:
    """The ways to all elements that have a text or attributes."""

    def within(element: ElementTree.Element, before: str) -> Iterator[str]:
        path = f"{before}/{element.tag.rpartition('}')[2]}".strip("/")
        if element.text or (not len(element) and element.attrib):
            yield path
        for child in element:
            yield from within(child, path)

    return set(within(ElementTree.fromstring(content), ""))


def of_calendar(content: bytes) -> set[str]:
    """The properties of its events, and its own that are not the same for every calendar."""
    calendar = icalendar.Calendar.from_ical(content)
    own = {name for name in calendar if name.startswith("X-")}
    return own | {f"VEVENT.{name}" for event in calendar.walk("VEVENT") for name in event}


WAYS = {
    "geojson": Way(of_json),
    "timelinejs": Way(of_json, ()),
    "csl": Way(of_json, ()),
    "annotations": Way(of_json),
    "cloudevents": Way(of_batch, ("--with-authors",)),
    "atom": Way(of_xml, (*SITE, "--with-authors")),
    "icalendar": Way(of_calendar),
}


@pytest.mark.parametrize("name", WAYS)
def test_every_field_is_named_and_comes(export: Export, kinds: Kinds, name: str) -> None:
    """In the chronology that has something of everything."""
    found = WAYS[name].read(export(name, *WAYS[name].options).stdout_bytes)
    assert {field.path for field in FORMATS[name].fields(kinds)} == found
