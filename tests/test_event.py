"""The envelope keeps CloudEvents' rules and ours; `data` those of its verb. What was ever released can be read."""

from pathlib import Path
from typing import Any

import pytest

from timeline import jsonline
from timeline.errors import Refused
from timeline.event import Event, content
from timeline.log import as_line
from timeline.registry import Kinds

LINES = sorted((Path(__file__).parent / "lines" / "v1").glob("*.json"))
EVENT = {
    "specversion": "1.0",
    "id": "019c9a10-0002-7000-8000-000000000002",
    "source": "/talks",
    "type": "meeting.reported",
    "subject": "qatar-talks",
    "time": "2026-11-23T10:00:00Z",
    "salt": "mJ1x0n0i7b2Jq0sQ3cXx5A",
    "data": {"fact": {"title": "Talks in Qatar"}, "source": "paper"},
}
NO_TIME = "is not a time in UTC such as 2026-11-23T10:00:00Z"
NO_TYPE = "is not <kind>.<verb>, such as meeting.reported"
BLANK = "is blank; leave the field out when nothing is known"
NO_NAME = "cannot be an attribute: CloudEvents names are a-z and 0-9"
NO_VALUE = "must be a string, an integer or a boolean"
VALID: dict[str, dict[str, Any]] = {
    "importer's own id": {"id": "row 17"},
    "absolute source": {"source": "https://example.org/talks"},
    "fractions of seconds": {"time": "2026-11-23T10:00:00.5Z"},
    "leap second": {"time": "2016-12-31T23:59:60Z"},
    "null is absent": {"authid": None, "supersedes": None, "comment": None},
    "append marks": {"appendid": "a", "appendcount": 2},
    "later version": {"dataschema": "https://example.org/meeting/2"},
    "content type": {"datacontenttype": "application/json"},
    "unknown text": {"traceparent": "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
    "unknown integer": {"sequence": -(2**31), "x2": 2**31 - 1},
    "unknown boolean": {"sampled": False},
    "kind nobody registers": {"type": "protest.reported", "data": {"fact": {"anything": [1, {}]}, "source": "paper"}},
}
INVALID: dict[str, tuple[dict[str, Any], str]] = {
    "other version": ({"specversion": "0.3"}, "specversion: '0.3' is not one of 1.0"),
    "no id": ({"id": None}, "id: None is not a text"),
    "blank id": ({"id": " "}, f"id: {BLANK}"),
    "blank in source": ({"source": "our talks"}, "source: 'our talks' is not a URI reference (RFC 3986)"),
    "empty source": ({"source": ""}, "source: '' is not a URI reference (RFC 3986)"),
    "type without verb": ({"type": "meeting"}, f"type: 'meeting' {NO_TYPE}"),
    "type in capitals": ({"type": "Meeting.reported"}, f"type: 'Meeting.reported' {NO_TYPE}"),
    "type a number": ({"type": 5}, "type: 5 is not a text"),
    "subject no slug": ({"subject": "Qatar"}, "subject: 'Qatar' is not a slug (1 to 128 of a-z, 0-9 and -)"),
    "no such day": (
        {"time": "2026-02-30T10:00:00Z"},
        "time: '2026-02-30T10:00:00Z' is not a time: there is no such day",
    ),
    "hour 24": ({"time": "2026-11-23T24:00:00Z"}, f"time: '2026-11-23T24:00:00Z' {NO_TIME}"),
    "no zone": ({"time": "2026-11-23T10:00:00"}, f"time: '2026-11-23T10:00:00' {NO_TIME}"),
    "an offset": ({"time": "2026-11-23T14:30:00+04:30"}, f"time: '2026-11-23T14:30:00+04:30' {NO_TIME}"),
    "fuzzy time": ({"time": "1984?"}, f"time: '1984?' {NO_TIME}"),
    "leap second elsewhen": ({"time": "2026-11-23T10:00:60Z"}, f"time: '2026-11-23T10:00:60Z' {NO_TIME}"),
    "short salt": ({"salt": "abc"}, "salt: 'abc' is not 128 bits in base64url (22 characters)"),
    "blank supersedes": ({"supersedes": ""}, f"supersedes: {BLANK}"),
    "half a mark": ({"appendid": "a"}, "appendid and appendcount go together"),
    "append of one": ({"appendid": "a", "appendcount": 1}, "appendcount: 1 must be at least 2"),
    "float as count": ({"appendid": "a", "appendcount": 2.0}, "appendcount: 2.0 is not a whole number"),
    "relative schema": ({"dataschema": "meeting/2"}, "dataschema: 'meeting/2' is not an absolute URI"),
    "other content type": (
        {"datacontenttype": "text/plain"},
        "datacontenttype: 'text/plain' is not one of application/json",
    ),
    "binary data": ({"data_base64": "AA=="}, f"'data_base64' {NO_NAME}"),
    "name in capitals": ({"traceParent": "x"}, f"'traceParent' {NO_NAME}"),
    "list as attribute": ({"tags": ["x"]}, f"'tags' {NO_VALUE}"),
    "float as attribute": ({"weight": 1.0}, f"'weight' {NO_VALUE}"),
    "33 bits": ({"sequence": 2**31}, "'sequence' must fit in 32 bits"),
    "bell as attribute": ({"comment": "x\a"}, "'comment' has the control character U+0007 at position 1"),
    "data a list": ({"data": []}, "data: [] is not an object"),
    "data a text": ({"data": "x" * 80}, f"data: '{'x' * 56}... is not an object"),
    "no data": ({"data": None}, "data: None is not an object"),
    "unknown verb": (
        {"type": "meeting.report"},
        "type: 'report' is not a verb of meeting; did you mean 'reported'? "
        "(verbs: reported, updated, corrected, retracted)",
    ),
    "verb of registries": (
        {"type": "meeting.registered"},
        "type: 'registered' is not a verb of meeting (verbs: reported, updated, corrected, retracted)",
    ),
    "log closed": ({"type": "log.closed"}, "type: 'closed' is not a verb of log (verbs: opened)"),
    "unknown kind, unknown verb": (
        {"type": "protest.held"},
        "type: 'held' is not a verb of protest (verbs: registered, reported, updated, corrected, retracted)",
    ),
    "two faults": (
        {"subject": "Q", "data": {"fact": {}}},
        "subject: 'Q' is not a slug (1 to 128 of a-z, 0-9 and -)\nsource: is required",
    ),
}
REASONS = (
    "source_corrected, coder_error, new_information, duplicate, attribution_changed, date_resolved, place_resolved, "
    "unverifiable, legal"
)
NO_DATA: dict[str, tuple[str, dict[str, Any], str]] = {
    "opened without title": ("log.opened", {}, "title: is required"),
    "registered with source": (
        "actor.registered",
        {"fact": {"name": "Taliban"}, "source": "paper"},
        "source: is not a field here (fields: fact, note)",
    ),
    "reported by nobody": ("meeting.reported", {"fact": {}}, "source: is required"),
    "chain no list": (
        "meeting.reported",
        {"fact": {}, "source": "paper", "attributed_to": "taliban"},
        "attributed_to: 'taliban' is not a list",
    ),
    "passage ends early": (
        "meeting.reported",
        {"fact": {}, "source": "paper", "passages": [{"start": 0, "end": 1}, {"start": 3, "end": 3}]},
        "passages.1: ends at 3, not after its start 3",
    ),
    "passage before text": (
        "meeting.reported",
        {"fact": {}, "source": "paper", "passages": [{"start": -1, "end": 1}, {"start": 1}]},
        "passages.0.start: -1 must be at least 0\npassages.1.end: is required",
    ),
    "updates nothing": ("meeting.updated", {"set": {}}, "set is empty; name the fields that change"),
    "update with was": (
        "meeting.updated",
        {"set": {"title": "T"}, "was": {}},
        "was: is not a field here (fields: source, attributed_to, passages, note, set)",
    ),
    "correction without was": ("meeting.corrected", {"set": {"title": "T"}}, "was: is required\nreason: is required"),
    "unknown reason": (
        "meeting.corrected",
        {"set": {"title": "T"}, "was": {}, "reason": "coder error"},
        f"reason: 'coder error' is not one of {REASONS}; did you mean 'coder_error'?",
    ),
    "retraction without reason": ("meeting.retracted", {"note": "Why?"}, "reason: is required"),
    "duplicate of what": (
        "meeting.retracted",
        {"reason": "duplicate", "duplicate_of": "The Other"},
        "duplicate_of: 'The Other' is not a slug (1 to 128 of a-z, 0-9 and -)",
    ),
    "control character": (
        "meeting.reported",
        {"fact": {"summary": "x\a"}, "source": "paper"},
        "fact.summary: has the control character U+0007 at position 1",
    ),
}


def complaint(kinds: Kinds, attributes: dict[str, Any]) -> str:
    """What is said to a line with these attributes."""
    with pytest.raises(Refused) as refusal:
        kinds.read(jsonline.write(attributes))
    return str(refusal.value)


@pytest.mark.parametrize("more", VALID.values(), ids=VALID)
def test_valid_envelope(kinds: Kinds, more: dict[str, Any]) -> None:
    """And all of it survives."""
    event = kinds.read(jsonline.write({**EVENT, **more}))
    assert event.attributes == {**EVENT, **more}


@pytest.mark.parametrize(("more", "expected"), INVALID.values(), ids=INVALID)
def test_invalid_envelope(kinds: Kinds, more: dict[str, Any], expected: str) -> None:
    """Every fault by its path."""
    assert complaint(kinds, {**EVENT, **more}) == expected


@pytest.mark.parametrize(("event_type", "data", "expected"), NO_DATA.values(), ids=NO_DATA)
def test_invalid_data(kinds: Kinds, event_type: str, data: dict[str, Any], expected: str) -> None:
    """What each verb needs, and what it does not take."""
    assert complaint(kinds, {**EVENT, "type": event_type, "data": data}) == expected


@pytest.mark.parametrize("name", [name for name in EVENT if name != "data"])
def test_required_attributes(kinds: Kinds, name: str) -> None:
    """None is invented."""
    assert complaint(kinds, {key: value for key, value in EVENT.items() if key != name}) == f"{name}: is required"


def test_bad_line_has_one_complaint(kinds: Kinds) -> None:
    """There is no path into what is no object."""
    with pytest.raises(Refused, match=r"^is blank$"):
        kinds.read(b"")
    assert complaint(kinds, {}).count("data") == 1


@pytest.mark.parametrize("bad", [b"", b"[]", b'{"id":1}', jsonline.write({**EVENT, "time": "now"})])
def test_lines_read_together(kinds: Kinds, bad: bytes) -> None:
    """Each is what it is alone, also beside one that is refused."""
    good = [file.read_bytes().removesuffix(b"\n") for file in LINES]
    assert kinds.read_all(good) == [kinds.read(raw) for raw in good]
    *others, refusal = kinds.read_all([*good, bad])
    assert others == kinds.read_all(good)
    with pytest.raises(Refused) as alone:
        kinds.read(bad)
    assert str(refusal) == str(alone.value)


@pytest.mark.parametrize("file", LINES, ids=lambda file: file.stem)
def test_released_line(kinds: Kinds, file: Path) -> None:
    """It is read for ever, and written again byte for byte."""
    raw = file.read_bytes().removesuffix(b"\n")
    event = kinds.read(raw)
    assert event.type == file.stem
    assert jsonline.write(as_line(event)) == raw


def test_every_type_has_its_line(kinds: Kinds) -> None:
    """A new kind brings a line for each of its verbs, and these lines hold all of its fields."""
    types = ["log.opened", "event.redacted", *(f"{kind}.{verb}" for kind in kinds for verb in kinds.verbs(kind))]
    assert sorted(types) == [file.stem for file in LINES]
    for kind in kinds:
        first = jsonline.read((LINES[0].parent / f"{kind}.{kinds.verbs(kind)[0]}.json").read_bytes().strip())
        assert set(first["data"]["fact"]) == set(kinds[kind].model_fields)


def test_content_is_what_the_author_stated() -> None:
    """Neither what the writer adds nor a null."""
    marked = {**EVENT, "appendid": "a", "appendcount": 2, "authid": None}
    assert content(marked) == {key: EVENT[key] for key in EVENT if key not in ("time", "salt")}
    assert (Event(EVENT).kind, Event(EVENT).verb) == ("meeting", "reported")
