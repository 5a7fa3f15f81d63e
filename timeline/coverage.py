"""A source's text beside the log: whether it is the text that was read, and how much of it the passages cover."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from timeline.archive import Lookup
from timeline.errors import Problem
from timeline.fact import Json
from timeline.shelf import Shelf


class Coverage(NamedTuple):
    """`covered` of `characters` that are not blank stand in a passage; `gaps` are the spans that do not."""

    covered: int
    characters: int
    gaps: list[tuple[int, int]]


def identity_faults(log: Lookup, source: str, content: bytes) -> Iterator[Problem]:
    """Where the bytes of a source's text are not those that were registered."""
    standing = log.standing(source)
    if log.kind(source) != "source" or not standing.stands:
        yield Problem(source, "", "is not a registered source")
        return
    yield from _identity_faults(source, standing.fact, content)


def text_faults(shelf: Shelf, source: str, content: bytes) -> Iterator[Problem]:
    """The same, and where a passage lies outside of them."""
    yield from identity_faults(shelf, source, content)
    length = len(content.decode(errors="replace"))
    for event_id, (_, end) in _passages(shelf, source):
        if end > length:
            yield Problem(source, "passages", f"{event_id} has a passage up to {end}, but the text ends at {length}")


def coverage(shelf: Shelf, source: str, text: str) -> Coverage:
    """How much of `text` the standing facts rest on."""
    return covered(text, (span for _, span in _passages(shelf, source)))


def covered(text: str, spans: Iterable[tuple[int, int]]) -> Coverage:
    """How much of `text` lies in one of the spans."""
    seen = bytearray(len(text))
    for start, end in spans:
        seen[start:end] = b"\1" * len(seen[start:end])
    solid = [place for place, character in enumerate(text) if not character.isspace()]
    gaps = _spans(place for place in solid if not seen[place])
    return Coverage(sum(seen[place] for place in solid), len(solid), _joined(gaps, text))


def united(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without their overlaps, in order."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _identity_faults(source: str, fact: Json, content: bytes) -> Iterator[Problem]:
    digest = hashlib.sha256(content).hexdigest()
    try:
        length = len(content.decode())
    except UnicodeDecodeError as error:
        yield Problem(source, "", f"its text is not UTF-8 at byte {error.start}")
        return
    if fact.get("sha256") not in (None, digest):
        yield Problem(
            source, "sha256", f"the text has {digest}, registered is {fact['sha256']}; its passages are orphaned"
        )
    if fact.get("characters") not in (None, length):
        yield Problem(source, "characters", f"the text has {length}, registered are {fact['characters']}")


def _passages(shelf: Shelf, source: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for subject in shelf.subjects(None):
        standing = shelf.standing(subject)
        for account in standing.accounts if standing.stands else ():
            if account.data.get("source") == source:
                yield from (
                    (account.id, (place["start"], place["end"])) for place in account.data.get("passages") or ()
                )


def _spans(places: Iterable[int]) -> list[tuple[int, int]]:
    """Runs of neighbouring places."""
    found: list[tuple[int, int]] = []
    for place in places:
        if found and found[-1][1] == place:
            found[-1] = (found[-1][0], place + 1)
        else:
            found.append((place, place + 1))
    return found


def _joined(gaps: list[tuple[int, int]], text: str) -> list[tuple[int, int]]:
    """Gaps with nothing but blanks between them are one."""
    found: list[tuple[int, int]] = []
    for start, end in gaps:
        if found and text[found[-1][1] : start].isspace():
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found
