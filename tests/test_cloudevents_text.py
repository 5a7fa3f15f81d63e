"""A line is a CloudEvent as the text of CloudEvents 1.0 has it, where its JSON Schema and its SDK let more pass."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat

from tests.cloudevents_lines import EVENT, INVALID, NARROWED, NO_LINE, VALID, line
from timeline.errors import Problem, Refused
from timeline.log import as_line
from timeline.registry import Kinds

BEYOND_THE_SDK = [
    ("time", VALID["time"]["leap second"]),
    ("dataschema", "null"),
    ("datacontenttype", "null"),
]


def members(table: Mapping[str, Mapping[str, str]]) -> list[Any]:
    """The members of a table, by name."""
    return [
        pytest.param(attribute, member, id=f"{attribute}, {name}")
        for attribute, named in table.items()
        for name, member in named.items()
    ]


def problems(kinds: Kinds, raw: bytes) -> list[Problem]:
    """What is wrong with the line."""
    with pytest.raises(Refused) as refusal:
        kinds.read(raw)
    return refusal.value.problems


@pytest.mark.parametrize(("attribute", "member"), members(VALID))
def test_valid(kinds: Kinds, attribute: str, member: str) -> None:
    """It is read whole, and stays as it was stated; null is the same as absent."""
    raw = line(attribute, member)
    stated = {name: value for name, value in json.loads(raw).items() if value is not None}
    assert as_line(kinds.read(raw)) == stated


@pytest.mark.parametrize(("attribute", "member"), members(INVALID))
def test_invalid(kinds: Kinds, attribute: str, member: str) -> None:
    """One fault, and it names the attribute."""
    [problem] = problems(kinds, line(attribute, member))
    assert problem.path == attribute or repr(attribute) in problem.message


@pytest.mark.parametrize(("attribute", "member"), members(NARROWED))
def test_narrowed(kinds: Kinds, attribute: str, member: str) -> None:
    """A CloudEvent, to its SDK too, but none of a log."""
    raw = line(attribute, member)
    [problem] = problems(kinds, raw)
    assert problem.path == attribute
    assert JSONFormat().read(None, raw).get_id()


@pytest.mark.parametrize("member", NO_LINE.values(), ids=NO_LINE)
def test_no_line(kinds: Kinds, member: str) -> None:
    """It is refused as a whole."""
    raw = line("data", EVENT["data"] + "," + member)
    assert [problem.path for problem in problems(kinds, raw)] == [""]


@pytest.mark.parametrize("text", ["[]", "[{}]", '"event"', "1", "null"])
def test_only_an_object_is_an_event(kinds: Kinds, text: str) -> None:
    """Not even a batch."""
    assert [str(problem) for problem in problems(kinds, text.encode())] == ["is not a JSON object"]


@pytest.mark.parametrize(("attribute", "member"), members(VALID))
def test_the_sdk_on_valid_lines(attribute: str, member: str) -> None:
    """It reads them, but for null and leap seconds; neither does the writer write."""
    raw = line(attribute, member)
    if (attribute, member) in BEYOND_THE_SDK:
        with pytest.raises((ValueError, CloudEventValidationError), match=r"must not be empty|second must be in"):
            JSONFormat().read(None, raw)
    else:
        assert JSONFormat().read(None, raw).get_id() == json.loads(raw)["id"]


def test_there_are_enough_of_them() -> None:
    """Of each sort."""
    assert [len(members(table)) for table in (VALID, NARROWED, INVALID)] == [41, 14, 98]
