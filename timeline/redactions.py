"""What was redacted: a list to shun, and the rules that hold between an event `event.redacted` and a tombstone.

A redaction is two things in a log: an event that says which event, what hash its line has, why and by what authority;
and a tombstone in the place of that line. Each without the other is an error, and so is a line that says under the id
of a redacted event anything but what its redaction allows. Whoever reads a log takes the list first, which costs a
look for one word; so what was redacted is not read again, whichever way it came back.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from timeline import jsonline, tombstone
from timeline.event import Envelope
from timeline.fact import Json
from timeline.registry import REDACTED
from timeline.tlog import leaf_hash
from timeline.tombstone import Tombstone
from timeline.verbs import Redacted

RULE = "redaction"
"""Where a line is wrong that breaks these rules; git would bring back what had to go."""

_WORDS = (b"redacted", b"\\u00")
"""One of these is in every redaction: its type, or escapes by which it could be spelled."""


class Redaction(NamedTuple):
    """An event `event.redacted`: its line, what it carries, and the tombstone that follows from it, without a name."""

    seq: int
    id: str
    time: str
    data: Json
    stone: Tombstone

    @property
    def words(self) -> str:
        """When, why, and where it stands."""
        return f"redacted on {self.time[:10]} for {reason(self.data)} by line {self.seq:,}"


def reason(data: Json) -> str:
    """Why, in words."""
    return str(data["reason"]).replace("_", " ")


def redaction(seq: int, raw: bytes) -> Redaction | None:
    """The redaction in a line; None when it is another line, or none that can be read."""
    try:
        attributes = jsonline.read(raw)
        if attributes.get("type") != REDACTED:
            return None
        Envelope.model_validate(attributes)
        data = Redacted.model_validate(attributes["data"]).model_dump(exclude_none=True)
        stone = tombstone.made(tombstone.from_text(data["leaf_hash"]), data["event"], attributes["source"], data)
    except ValueError:
        return None
    return Redaction(seq, attributes["id"], attributes["time"], data, stone)


class Shun:
    """The redactions of a log, by the event that each is about."""

    def __init__(self, redactions: Iterable[Redaction] = ()) -> None:
        self.by_id: dict[str, Redaction] = {}
        for one in redactions:
            self.by_id.setdefault(one.data["event"], one)

    @cached_property
    def _by_leaf(self) -> dict[bytes, Redaction]:
        return {one.stone.leaf: one for one in self.by_id.values()}

    def stone(self, raw: bytes) -> Tombstone | None:
        """The tombstone that belongs in the place of a line, with what it says it is about; None for all others."""
        if found := _read(raw):
            return found if found.id in self.by_id else None
        if one := self._by_leaf.get(leaf_hash(raw)):
            return one.stone.about(next(subjects(raw), tombstone.nameless(one.stone.leaf)))
        return None

    def fault(self, event_id: str, raw: bytes) -> str | None:
        """What is wrong with a line, given its event's id, by the rules of redaction."""
        one, found = self.by_id.get(event_id), _read(raw)
        if found is None:
            return _content_fault(one, event_id, raw) if one else None
        if one is None:
            return f"is a tombstone, but no {REDACTED} in the log says that {event_id!r} was redacted"
        if found.leaf != one.stone.leaf:
            return f"is a forged tombstone: its leaf_hash is not the one that line {one.seq:,} gives for {event_id!r}"
        if found.unnamed != one.stone:
            return f"is a forged tombstone: it keeps of {event_id!r} something else than line {one.seq:,} says"
        return None


def _read(raw: bytes) -> Tombstone | None:
    try:
        return tombstone.read(raw)
    except ValueError:
        return None


def _content_fault(one: Redaction, event_id: str, raw: bytes) -> str:
    if leaf_hash(raw) == one.stone.leaf:
        return (
            f"has the content of {event_id!r}, which was {one.words}; "
            f"`timeline redact {event_id} --reason {one.data['reason']}` or `timeline doctor` takes it away"
        )
    return (
        f"has a content of its own under the id {event_id!r}, which was {one.words}, where a tombstone belongs; "
        "take the line from git as it was behind the redaction"
    )


def examined(blocks: Iterable[tuple[int, bytes]], shun: Shun) -> Iterator[tuple[int, str | None, Redaction | None]]:
    """Each line that redaction is about: its number from 1, what is wrong with it, or the redaction that it keeps to.

    Last of all come the redactions of events that the log does not have.
    """
    met: set[str] = set()
    for seq, raw in _concerned(blocks, shun):
        event_id = _id(raw)
        met.add(event_id)
        if fault := shun.fault(event_id, raw) or _malformed(raw):
            yield seq, fault, None
        elif raw.startswith(tombstone.BEGINNING):
            yield seq, None, shun.by_id[event_id]
    for event_id, one in shun.by_id.items():
        if event_id not in met:
            yield one.seq, f"redacts {event_id!r}, which the log does not have", None


def _concerned(blocks: Iterable[tuple[int, bytes]], shun: Shun) -> Iterator[tuple[int, bytes]]:
    """The lines of blocks in which an id of a redacted event may stand, however it is spelled, or a tombstone."""
    ids = (jsonline.write({"": event_id})[len('{"":') : -1] for event_id in shun.by_id)
    looked_for = re.compile(b"|".join(map(re.escape, (*ids, tombstone.BEGINNING, b"\\u", b"\\/"))))
    for before, block in blocks:
        if looked_for.search(block):
            yield from enumerate(block.removesuffix(b"\n").split(b"\n"), before + 1)


def _id(raw: bytes) -> str:
    try:
        return str(jsonline.read(raw).get("id"))
    except ValueError:
        return ""


def _malformed(raw: bytes) -> str | None:
    try:
        tombstone.read(raw)
    except ValueError as error:
        return str(error)
    return None


def listed(blocks: Iterable[tuple[int, bytes]]) -> Shun:
    """The redactions in some blocks of lines, each with how many lines lie before it."""
    found = (redaction(seq, raw) for seq, raw in _candidates(blocks))
    return Shun(one for one in found if one)


def tells(blocks: Iterable[tuple[int, bytes]]) -> bool:
    """Whether there is a redaction or a tombstone in some blocks: then no table made before can be gone on with."""
    return any(tombstone.BEGINNING in block or listed([(before, block)]).by_id for before, block in blocks)


def _candidates(blocks: Iterable[tuple[int, bytes]]) -> Iterator[tuple[int, bytes]]:
    for before, block in blocks:
        if any(word in block for word in _WORDS):
            for seq, raw in enumerate(block.split(b"\n"), before + 1):
                if any(word in raw for word in _WORDS):
                    yield seq, raw


def subjects(raw: bytes) -> Iterator[str]:
    """What a line is about; nothing where it cannot be read, of which others complain."""
    try:
        yield str(jsonline.read(raw).get("subject"))
    except ValueError:
        return
