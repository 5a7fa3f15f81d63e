"""The log's own lines as a batch of CloudEvents 1.0 (JSON Batch Format, `application/cloudevents-batch+json`).

All of the log, or with filters the events on the facts that they take in, on all that those name, and the one that
opened the log. They leave as they do by `timeline publish`: without who recorded them but for `--with-authors`, and
of what was retracted no more than the notice but for `--with-retracted`. Lines that lose nothing are as they stand in
the log, byte for byte. With filters an append is no longer whole, so its marks are left out; the lines are a log.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from timeline import jsonline
from timeline.event import Event
from timeline.exporting.chosen import Chosen, Line
from timeline.exporting.formats import Left, Mapped
from timeline.fact import mentions
from timeline.publishing.leaving import Rules, held, outgoing
from timeline.registry import Kinds

_FIELDS = (
    Mapped("[].specversion", "`1.0`"),
    Mapped("[].id", "the event's id"),
    Mapped("[].source", "the log's own URI reference"),
    Mapped("[].type", "kind and verb, as `attack.reported`"),
    Mapped("[].subject", "the fact's slug"),
    Mapped("[].time", "when it was recorded"),
    Mapped("[].authid", "who recorded it, with `--with-authors`"),
    Mapped("[].salt", "the event's salt; `AAAAAAAAAAAAAAAAAAAAAA` on a line that lost something"),
    Mapped("[].supersedes", "the event that a change builds on"),
    Mapped("[].appendid", "the append that it came with; not with filters"),
    Mapped("[].appendcount", "how many events came with it; not with filters"),
    Mapped("[].data", "what the event carries, as [log-format.md](log-format.md) has it"),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping; other attributes of an event come too."""
    return _FIELDS


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The batch."""
    rules = Rules(chosen.options.with_authors, chosen.options.with_retracted)
    back = held((event for event, _ in chosen.lines()), rules)
    out.write(b"[")
    separator = b"\n"
    for event, raw in _lines(chosen):
        out.write(separator + outgoing(event, raw, back))
        separator = b",\n"
    out.write(b"\n]\n")
    return Counter()


def _lines(chosen: Chosen) -> Iterator[Line]:
    if chosen.question.is_open:
        yield from chosen.lines()
        return
    subjects = _with_all_named(chosen, {row["id"] for row in chosen.rows()})
    for event, raw in chosen.lines():
        if event.subject in subjects or event.verb == "opened":
            yield _by_itself(event, raw)


def _by_itself(event: Event, raw: bytes) -> Line:
    """The event without the marks of an append of which others are missing."""
    if "appendid" not in event.attributes:
        return event, raw
    attributes = {name: value for name, value in event.attributes.items() if name not in ("appendid", "appendcount")}
    return Event(attributes), jsonline.write(attributes)


def _with_all_named(chosen: Chosen, subjects: set[str]) -> set[str]:
    """These subjects, what their events name, what the events of those name, and so on."""
    while True:
        named = (_names(event, chosen.site.kinds) for event, _ in chosen.lines() if event.subject in subjects)
        found = set[str]().union(*named)
        if found <= subjects:
            return subjects
        subjects |= found


def _names(event: Event, kinds: Kinds) -> set[str]:
    data, model = event.data, kinds.models.get(event.kind)
    facts = [data[part] for part in ("fact", "set", "was") if data.get(part)]
    slugs = {mention.slug for fact in facts for mention in (mentions(model, fact) if model else ())}
    return slugs.union(filter(None, (data.get("source"), data.get("duplicate_of"), *(data.get("attributed_to") or ()))))
