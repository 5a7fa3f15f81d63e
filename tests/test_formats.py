"""JSON-Schema-Test-Suite on our times, addresses and dates: we read what it calls valid, but for what we narrow."""

from typing import Any

import pytest

from tests import vectors
from tests.test_event import EVENT
from timeline import jsonline
from timeline.errors import Refused
from timeline.registry import Kinds

NARROWER = {
    "a valid date-time string with plus offset": "UTC alone",
    "a valid date-time string with minus offset": "UTC alone",
    "a valid date-time with a leap second, with minus offset": "UTC alone",
    "case-insensitive T and Z": "capitals alone, so that equal times are equal texts",
}
"""Times that RFC 3339 allows and a line does not, each with the rule that the log format adds."""


def cases(name: str) -> list[Any]:
    """The suite's tests of a format, under its own names."""
    return [pytest.param(*test, id=test[0]) for test in vectors.formats(name)]


def refused(kinds: Kinds, **attributes: Any) -> list[str]:
    """Where the faults are in a line with these attributes; nothing when it is an event."""
    try:
        kinds.read(jsonline.write({**EVENT, **attributes}))
    except Refused as refusal:
        return [problem.path for problem in refusal.problems]
    return []


@pytest.mark.parametrize(("name", "text", "valid"), cases("date-time"))
def test_time(kinds: Kinds, name: str, text: str, valid: bool) -> None:
    """RFC 3339, leap seconds too, in UTC with capitals."""
    assert refused(kinds, time=text) == ([] if valid and name not in NARROWER else ["time"])


@pytest.mark.parametrize(("name", "text", "valid"), cases("uri-reference"))
def test_source(kinds: Kinds, name: str, text: str, valid: bool) -> None:
    """A URI reference: it may be relative."""
    assert refused(kinds, source=text) == ([] if valid else ["source"])


@pytest.mark.parametrize(("name", "text", "valid"), cases("uri"))
def test_dataschema(kinds: Kinds, name: str, text: str, valid: bool) -> None:
    """A URI that is absolute."""
    assert refused(kinds, dataschema=text) == ([] if valid else ["dataschema"])


@pytest.mark.parametrize(("name", "text", "valid"), cases("date"))
def test_date(kinds: Kinds, name: str, text: str, valid: bool) -> None:
    """Of a fact: each day is an EDTF date, and none of what is no day is taken for one."""
    data = {"fact": {"title": "Talks", "date": text}, "source": "paper"}
    assert refused(kinds, data=data) == ([] if valid else ["fact.date"])


def test_the_suite_is_whole() -> None:
    """As many tests as it had when these were written, and every narrowing is one of them."""
    tried = {name: len(vectors.formats(name)) for name in ("date-time", "uri-reference", "uri", "date")}
    assert tried == {"date-time": 19, "uri-reference": 7, "uri": 20, "date": 41}
    assert set(NARROWER) <= {name for name, _, valid in vectors.formats("date-time") if valid}
