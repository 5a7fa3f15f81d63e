"""What may enter the log: the one door for the command line, for scripts and for importers.

`admit` completes a batch of drafts and checks it against what stands; it returns the events and the lines to write, or
raises Refused with every problem of the batch. Each line is read as it will be read in the log. Ids are looked
up before heads, so that repeating an append succeeds even when the fact has moved on since.
"""

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import NamedTuple

from timeline import jsonline, rules
from timeline.archive import Archive, Lookup
from timeline.draft import Draft, Stamp, complete, is_repeated, remarked, word
from timeline.errors import Conflict, Problem, Refused
from timeline.event import Event
from timeline.fact import Json
from timeline.fold import Standing
from timeline.garbage import uncollected
from timeline.progress import Counting, unheard
from timeline.reading import TOGETHER
from timeline.registry import REDACTED
from timeline.tombstone import MARK

_MANY = 100
"""Drafts from which on it is worth while to tell how far it is, and to look for no garbage."""


class Admitted(NamedTuple):
    """The events to write, the ids of those that the log has already, and the ids of all in the order of the drafts."""

    events: list[Event]
    known: list[str]
    ids: list[str]


def admit(
    drafts: Sequence[Draft], log: Lookup, stamp: Stamp, *, redacts: bool = False, progress: Counting = unheard
) -> tuple[Admitted, list[bytes]]:
    """The batch as it may be written behind the events of `log`, and its lines; raises Refused or Conflict.

    With `redacts` it comes from who also takes the content away; `progress` is told of drafts.
    """
    batch = _Batch(Archive(log.kinds, earlier=log), stamp, stamp.marks(len(drafts)), redacts=redacts)
    is_large = len(drafts) > _MANY
    with uncollected() if is_large else nullcontext():
        for done, some in batch.apart(drafts):
            batch.enter(some)
            if is_large:
                progress(done, len(drafts))
        batch.check_references()
    if batch.faults:
        raise _refusal([replace(fault, where=draft.where) for draft, fault in batch.in_order_of(drafts)])
    if batch.known:
        batch.mark_anew()
    ids = [batch.ids[id(draft)] for draft in drafts]
    return Admitted([event for _, event in batch.entered], batch.known, ids), batch.lines


def _refusal(faults: list[Problem]) -> Refused:
    return (Conflict if any(isinstance(fault, rules.Stale) for fault in faults) else Refused)(faults)


class _Written(NamedTuple):
    """A draft, what stands before it, and its line."""

    draft: Draft
    before: Standing
    line: bytes


class _Batch:
    """A batch on its way in: what it adds so far, and everything wrong with it."""

    def __init__(self, archive: Archive, stamp: Stamp, marks: Json, *, redacts: bool) -> None:
        self.archive = archive
        self.stamp = stamp
        self.marks = marks
        self.redacts = redacts
        self.entered: list[tuple[Draft, Event]] = []
        self.lines: list[bytes] = []
        self.known: list[str] = []
        self.ids: dict[int, str] = {}
        self.faults: list[tuple[Draft, Problem]] = []
        self.broken: set[str] = set()

    def apart(self, drafts: Sequence[Draft]) -> Iterator[tuple[int, list[Draft]]]:
        """Drafts that can enter together, since none is about what another says; and how many that makes so far."""
        some: list[Draft] = []
        seen: set[str] = set()
        for done, draft in enumerate(drafts):
            words = {word(draft.attributes.get("subject")), word(draft.attributes.get("id"))} - {""}
            if words & seen or len(some) == TOGETHER or self.archive.opened is None:
                yield done, some
                some, seen = [], set()
            some.append(draft)
            seen |= words
        yield len(drafts), some

    def enter(self, drafts: Sequence[Draft]) -> None:
        """Take drafts in that are `apart`, or note what is wrong with them."""
        written = [one for draft in drafts if self._is_new(draft) and (one := self._written(draft))]
        opens = [self._opens(one) for one in written]
        read = self.archive.kinds.read_all([one.line for one in written], opens)
        for one, event in zip(written, read, strict=True):
            if isinstance(event, Refused):
                self._refuse(one.draft, *event.problems, breaks=True)
            else:
                self._add(one, event)

    def check_references(self) -> None:
        """Once all of the batch is known, so that events may name each other in any order."""
        for draft, event in self.entered:
            self._refuse(draft, *rules.reference_faults(event, self.archive, self.broken))

    def mark_anew(self) -> None:
        """Once some are known to be in the log: the append has fewer events than there are drafts."""
        marks = self.stamp.marks(len(self.entered))
        self.entered = [(draft, Event(remarked(event.attributes, marks))) for draft, event in self.entered]
        self.lines = [jsonline.write(event.attributes) for _, event in self.entered]

    def in_order_of(self, drafts: Sequence[Draft]) -> list[tuple[Draft, Problem]]:
        places = {id(draft): place for place, draft in enumerate(drafts)}
        return sorted(self.faults, key=lambda fault: places[id(fault[0])])

    def _door_fault(self, attributes: Json) -> Problem | None:
        """What `timeline redact` alone may write."""
        if MARK in attributes:
            return Problem("", "", "looks like a tombstone; `timeline redact` alone puts one, in the place of an event")
        if attributes.get("type") == REDACTED and not self.redacts and not self._is_known(attributes):
            return Problem("", "type", "`timeline redact ID` alone appends it, and takes away what ID says")
        return None

    def _is_known(self, attributes: Json) -> bool:
        return self.archive.event(word(attributes.get("id"))) is not None

    def _is_new(self, draft: Draft) -> bool:
        """Whether it is to be written; not if only `timeline redact` may, or it was."""
        if fault := self._door_fault(draft.attributes):
            self._refuse(draft, fault)
            return False
        known = self.archive.event(word(draft.attributes.get("id")))
        if known is not None:
            self._repeat(draft, known)
        return known is None

    def _written(self, draft: Draft) -> _Written | None:
        before = self.archive.standing(_subject(draft))
        log_source = self.archive.opened.source if self.archive.opened else None
        try:
            line = jsonline.write(complete(draft.attributes, self.stamp, self.marks, log_source, before))
        except ValueError as error:
            self._refuse(draft, Problem("", "", str(error)), breaks=True)
            return None
        return _Written(draft, before, line)

    def _opens(self, one: _Written) -> bool:
        explained = self._is_explained(_subject(one.draft))
        return not (one.before.events or explained) and self.archive.opened is not None

    def _add(self, one: _Written, event: Event) -> None:
        draft, before, line = one
        if not self._is_explained(event.subject):
            self._refuse(draft, *rules.stream_faults(event, before, self.archive), breaks=True)
        self.archive.add(event)
        self.ids[id(draft)] = event.id
        self.entered.append((draft, event))
        self.lines.append(line)

    def _is_explained(self, subject: str) -> bool:
        """Whether a complaint about this subject, or about how the log begins, was made: more would follow from it."""
        return subject in self.broken or (self.archive.opened is None and bool(self.broken))

    def _repeat(self, draft: Draft, known: Event) -> None:
        if known.is_redacted or is_repeated(draft.attributes, known):
            self.known.append(known.id)
            self.ids[id(draft)] = known.id
        else:
            self._refuse(draft, Problem("", "id", f"{known.id!r} is in the log already, with other content"))

    def _refuse(self, draft: Draft, *faults: Problem, breaks: bool = False) -> None:
        """Note what is wrong, if anything; if it `breaks` the subject, no more is said about that."""
        self.faults += [(draft, fault) for fault in faults]
        if breaks and faults:
            self.broken.add(_subject(draft))


def _subject(draft: Draft) -> str:
    return word(draft.attributes.get("subject"))
