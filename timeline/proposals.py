"""Events that somebody proposes from a source's text: read from a file, and made ready for the log.

A proposal is an event as `append` takes it, whose passages may be quotations. A file is `{"events": […]}`, a JSON
array, or JSON Lines. Its id follows from its content, so that what was accepted once is recognised.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import jiter

from timeline import jsonline
from timeline.draft import Draft
from timeline.errors import Problem, Refused
from timeline.quotation import located


class Text:
    """The text that proposals are about, its bytes and its words, and the slug of the source whose text it is."""

    def __init__(self, source: str, content: bytes) -> None:
        """Raises ValueError when it is not UTF-8."""
        self.source, self.content = source, content
        try:
            self.words = content.decode()
        except UnicodeDecodeError as error:
            raise ValueError(f"is not UTF-8 at byte {error.start}; convert it") from error


class Ready(NamedTuple):
    """A proposal as it can be appended, and what keeps it from that."""

    draft: Draft
    faults: list[Problem]


def read(content: bytes, name: str) -> list[Draft]:
    """The proposals in a file; raises Refused with every one that is no event."""
    whole = _whole(content)
    events = _lines(content) if whole is None else whole
    joint = ":" if whole is None else ": event "
    found = [Draft(f"{name}{joint}{number}", event) for number, event in enumerate(events, 1)]
    faults = [Problem(where, "", fault) for where, event in found if (fault := _fault(event))]
    if faults or not found:
        raise Refused(faults or [Problem(name, "", 'has no events; give {"events": […]} or JSON Lines')])
    return found


def edited(content: str, before: Draft) -> Draft:
    """A proposal in the words of who edited it; raises ValueError."""
    event = jsonline.read(content.strip().encode())
    if fault := _fault(event):
        raise ValueError(fault)
    return Draft(before.where, event)


def ready(proposal: Draft, text: Text) -> Ready:
    """The event with its source, its passages in their places and an id; what could not be located stays as it was."""
    where, event = proposal
    data = dict(event["data"])
    if not str(event.get("type")).endswith(".registered"):
        data.setdefault("source", text.source)
    faults: list[Problem] = []
    if isinstance(passages := data.get("passages"), list):
        data["passages"], faults = _placed(passages, data.get("source"), text, where)
    if event.get("type") == "source.registered" and event.get("subject") == text.source:
        data["fact"] = _identified(data.get("fact"), text)
    digest = hashlib.sha256(jsonline.write(event)).hexdigest()
    return Ready(Draft(where, {"id": f"review-{digest[:32]}", **event, "data": data}), faults)


def sources(proposals: Iterable[Draft]) -> set[str]:
    """The sources that the proposals name as theirs; without any, those that they register."""
    named = {source for _, event in proposals if isinstance(source := event["data"].get("source"), str)}
    registered = {str(event.get("subject")) for _, event in proposals if event.get("type") == "source.registered"}
    return named or registered


def _placed(passages: Sequence[Any], source: object, text: Text, where: str) -> tuple[list[Any], list[Problem]]:
    if source != text.source:
        return list(passages), [Problem(where, "passages", f"are of {source!r}; the text is that of {text.source!r}")]
    made, faults = [], []
    for number, passage in enumerate(passages):
        try:
            made.append(located(passage, text.words))
        except ValueError as error:
            faults.append(Problem(where, f"passages.{number}", str(error)))
    return made, faults


def _identified(fact: object, text: Text) -> object:
    """The source with the hash and the length of its text, where the proposal has none."""
    if not isinstance(fact, dict):
        return fact
    return {"sha256": hashlib.sha256(text.content).hexdigest(), "characters": len(text.words)} | fact


def _whole(content: bytes) -> list[Any] | None:
    """The events of a file that is one JSON value."""
    try:
        value = jiter.from_json(content, allow_inf_nan=False, catch_duplicate_keys=True)
    except ValueError:
        return None
    if isinstance(value, dict):
        value = value.get("events", [value] if "type" in value else [])
    return value if isinstance(value, list) else []


def _lines(content: bytes) -> Iterator[Any]:
    """Each line's event, or in words what is wrong with it."""
    for raw in content.splitlines():
        try:
            yield jsonline.read(raw)
        except ValueError as error:
            yield str(error)


def _fault(event: Any) -> str | None:
    """What keeps a value from being an event at all."""
    if isinstance(event, str):
        return event
    if not isinstance(event, dict) or not isinstance(event.get("data"), dict):
        return "is not an event: give type, subject and data"
    try:
        jsonline.write(event)
    except ValueError as error:
        return str(error)
    return None
