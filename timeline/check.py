"""What no single line can tell: whether the log as a whole is sound.

An append keeps these rules; a merge or an editor may have broken them since. Errors mean that the tables would be
wrong; warnings name what a person should look at. Memory holds what was found, and does not grow with the log.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple, cast

from pydantic import ValidationError

from timeline import figures
from timeline.archive import of_first_kind
from timeline.complaints import problems
from timeline.errors import Problem
from timeline.event import Event
from timeline.fact import Mention, counted
from timeline.fold import Standing, fold
from timeline.heads import conflicts
from timeline.progress import Counting, unheard
from timeline.redacting import left_over, may_be_redacted
from timeline.registry import OPENED, REDACTED
from timeline.rules import dangling, named
from timeline.shelf import Placed, Shelf
from timeline.values import bounds

_CLOCKS_DIFFER = timedelta(days=1)
"""By so much the clocks of those who write one log may differ without a word."""

_OFTEN = 1_000
"""Events between two words on how far it is."""


class Finding(NamedTuple):
    """Something wrong; with `warning` it is lawful but worth a look."""

    problem: Problem
    warning: bool = False


def check(shelf: Shelf, name: str, progress: Counting = unheard) -> list[Finding]:
    """Everything wrong with the events of the log called `name`, line by line; `progress` is told of each event."""
    log = _Log(shelf, name, progress)
    progress(0, shelf.size + 1)
    found = [*_ids(log), *_batches(log), *_subjects(log), *_figures(log)]
    progress(shelf.size + 1, shelf.size + 1)
    return sorted(found, key=lambda finding: int(finding.problem.where.rpartition(":")[2]))


class _Log:
    """The events as the rules look at them."""

    def __init__(self, shelf: Shelf, name: str, progress: Counting) -> None:
        self.shelf, self.kinds, self.name, self.progress = shelf, shelf.kinds, name, progress

    @cached_property
    def first(self) -> Placed:
        return cast(Placed, self.shelf.opened)  # asked where there are events

    @cached_property
    def redacted(self) -> list[Placed]:
        return list(self.shelf.tombstones())

    def at(self, event: Event | int) -> str:
        """Its file and line."""
        return f"{self.name}:{event if isinstance(event, int) else cast(Placed, event).seq}"


def _ids(log: _Log) -> Iterator[Finding]:
    for seq, event_id, first in log.shelf.repeated():
        yield Finding(Problem(log.at(seq), "id", f"{event_id!r} is the id of {log.at(first)} already"))


def _batches(log: _Log) -> Iterator[Finding]:
    """The events of an append are there, all of them, side by side."""
    for seq, append in log.shelf.torn():
        yield Finding(Problem(log.at(seq), "appendid", f"the append {append!r} is torn apart"))
    for seq, append, there, count in log.shelf.partial():
        yield Finding(Problem(log.at(seq), "appendid", f"the append {append!r} has {there} of its {count} events"))


def _subjects(log: _Log) -> Iterator[Finding]:
    looked = 0
    for stream in log.shelf.streams():
        yield from _subject(log, stream)
        before, looked = looked, looked + len(stream)
        if looked // _OFTEN > before // _OFTEN:
            log.progress(looked, log.shelf.size + 1)


def _subject(log: _Log, stream: list[Placed]) -> Iterator[Finding]:
    standing, found = fold(of_first_kind(stream)), {event.seq: [*named(event, log.shelf)] for event in stream}
    for event in stream:
        yield from _opening(log, event)
        yield from _redaction(log, event)
        yield from _time(log, event, found[event.seq])
    yield from _stream(log, [event for event in stream if event.type != REDACTED])
    if standing.stands and standing.first.kind in log.kinds:
        for account in cast(tuple[Placed, ...], standing.accounts):
            yield from _references(log, account, found[account.seq])
        yield from _fact(log, standing)
        yield from _counts(log, standing)


def _opening(log: _Log, event: Placed) -> Iterator[Finding]:
    if (event.seq == log.first.seq) != (event.type == OPENED):
        yield Finding(Problem(log.at(event), "type", "log.opened is the first event of a log, and comes once"))
    elif event.source != log.first.source:
        yield Finding(Problem(log.at(event), "source", f"{event.source!r} is not this log's own"))
    elif event.type not in (OPENED, REDACTED) and event.kind not in log.kinds:
        words = f"{log.kinds.unknown(event.kind)}; is a plugin missing?"
        yield Finding(Problem(log.at(event), "type", words), warning=True)


def _redaction(log: _Log, event: Event) -> Iterator[Finding]:
    for fault in left_over(log.shelf, event):
        yield Finding(replace(fault, where=log.at(event)))


def _time(log: _Log, event: Event, found: Iterable[Mention]) -> Iterator[Finding]:
    """It was not recorded before one that it builds on; a merge keeps that order, and a wrong clock does not."""
    # what is a day older has another date, which costs less to see
    later = [before for before in _needed(log, event, found) if before.time[:10] > event.time[:10]]
    before = max(later, key=_recorded, default=event)
    if _recorded(before) - _recorded(event) > _CLOCKS_DIFFER:
        message = f"{event.time} is before {before.time} of {log.at(before)}, which it builds on; a clock was wrong"
        yield Finding(Problem(log.at(event), "time", message), warning=True)


def _needed(log: _Log, event: Event, found: Iterable[Mention]) -> Iterator[Event]:
    """The events that were there when it was made: how the log began, the head it saw, and what it names."""
    yield log.first
    if event.supersedes and (head := log.shelf.event(event.supersedes)):
        yield head
    for mention in found:
        yield from log.shelf.standing(mention.slug).events[:1]


def _recorded(event: Event) -> datetime:
    return datetime.fromisoformat(event.time)


def _stream(log: _Log, stream: Sequence[Event]) -> Iterator[Finding]:
    """A subject is opened first, is of one kind, and every change builds on the event before it."""
    for before, event in zip([None, *stream], stream, strict=False):
        yield from _step(log, before, event)
    for before, event in conflicts(stream):
        message = f"does not build on {before.id!r}, which came before it; settle it by a change that builds on both"
        yield Finding(Problem(log.at(event), "supersedes", message), warning=True)


def _step(log: _Log, before: Event | None, event: Event) -> Iterator[Finding]:
    where = log.at(event)
    changes = event.verb in ("updated", "corrected", "retracted")
    if before is None and changes:
        yield Finding(Problem(where, "subject", f"nothing was reported on {event.subject!r} before"))
    if before is not None and event.kind != before.kind:
        yield Finding(Problem(where, "type", f"{event.subject!r} is of the kind {before.kind}, see {log.at(before)}"))
    if before is not None and before.verb == "retracted" and not before.data.get("report"):
        words = f"{event.subject!r} was retracted before, see {log.at(before)}"
        yield Finding(Problem(where, "subject", words), warning=True)


def _references(log: _Log, account: Event, found: Iterable[Mention]) -> Iterator[Finding]:
    for mention, fault in dangling(account, found, log.shelf):
        gone = may_be_redacted(mention, log.redacted)
        words = f"{fault.message}; it may be among what was redacted" if gone else fault.message
        yield Finding(Problem(log.at(account), fault.path, words), warning=gone)


def _fact(log: _Log, standing: Standing) -> Iterator[Finding]:
    """The fact that all its events make is whole by its own model; what a redaction took away can be told anew."""
    model = log.kinds[standing.first.kind]
    try:
        model.model_validate(standing.fact)
    except ValidationError as error:
        lacks = any(event.is_redacted for event in standing.events)
        for fault in problems(error, model, "fact"):
            words = f"as it stands{' without what was redacted' if lacks else ''}: {fault.message}"
            yield Finding(Problem(log.at(standing.head), fault.path, words), warning=lacks)


def _counts(log: _Log, standing: Standing) -> Iterator[Finding]:
    for name in counted(log.kinds[standing.first.kind]):
        known = [bound for bound in bounds(standing.fact.get(name)) if bound is not None]
        if known != sorted(known):
            message = f"low, best and high do not rise: {', '.join(map(str, known))}"
            yield Finding(Problem(log.at(standing.head), name, message), warning=True)


def _figures(log: _Log) -> Iterator[Finding]:
    standing = log.shelf.facts("figure")
    for subject, path, message in figures.faults(standing):
        yield Finding(Problem(log.at(standing[subject].head), path, message))
