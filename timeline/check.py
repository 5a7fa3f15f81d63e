"""What no single line can tell: whether the log as a whole is sound.

An append keeps these rules; a merge or an editor may have broken them since. Errors mean that the tables would be
wrong; warnings name what a person should look at.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import NamedTuple

from pydantic import ValidationError

from timeline import figures
from timeline.archive import Archive
from timeline.complaints import problems
from timeline.errors import Problem
from timeline.event import Event
from timeline.fact import counted
from timeline.fold import Standing
from timeline.heads import conflicts
from timeline.progress import Counting, unheard
from timeline.reading import Numbered
from timeline.redacting import left_over, may_be_redacted
from timeline.registry import OPENED, REDACTED, Kinds
from timeline.rules import dangling, named
from timeline.values import bounds

_CLOCKS_DIFFER = timedelta(days=1)
"""By so much the clocks of those who write one log may differ without a word."""


class Finding(NamedTuple):
    """Something wrong; with `warning` it is lawful but worth a look."""

    problem: Problem
    warning: bool = False


def check(numbered: Sequence[Numbered], kinds: Kinds, name: str, progress: Counting = unheard) -> Iterator[Finding]:
    """Everything wrong with the events of the log called `name`, rule by rule; `progress` is told of each."""
    progress(0, len(_RULES) + 1)
    log = _Log(numbered, kinds, name)
    for done, rule in enumerate(_RULES, 1):
        progress(done, len(_RULES) + 1)
        yield from rule(log)
    progress(len(_RULES) + 1, len(_RULES) + 1)


class _Log:
    """The events by line and by subject, as the rules look at them."""

    def __init__(self, numbered: Sequence[Numbered], kinds: Kinds, name: str) -> None:
        self.kinds = kinds
        self.events = [event for event, _ in numbered]
        self.lines = {id(event): f"{name}:{line.seq}" for event, line in numbered}
        self.archive = Archive(kinds, self.events)
        self.standing = {subject: self.archive.standing(subject) for subject in self.archive.subjects(None)}
        self.redacted = [event for event in self.events if event.is_redacted]

    def at(self, event: Event) -> str:
        return self.lines[id(event)]

    def facts(self, kind: str | None = None) -> Iterator[tuple[str, Standing]]:
        """The standing facts of known kinds."""
        for subject, standing in self.standing.items():
            known = standing.first.kind in self.kinds and kind in (None, standing.first.kind)
            if known and standing.stands:
                yield subject, standing


def _opening(log: _Log) -> Iterator[Finding]:
    for place, event in enumerate(log.events):
        if (place == 0) != (event.type == OPENED):
            yield Finding(Problem(log.at(event), "type", "log.opened is the first event of a log, and comes once"))
        elif event.source != log.events[0].source:
            yield Finding(Problem(log.at(event), "source", f"{event.source!r} is not this log's own"))
        elif event.type not in (OPENED, REDACTED) and event.kind not in log.kinds:
            yield Finding(
                Problem(log.at(event), "type", f"{log.kinds.unknown(event.kind)}; is a plugin missing?"), warning=True
            )


def _ids(log: _Log) -> Iterator[Finding]:
    seen: dict[str, Event] = {}
    for event in log.events:
        if first := seen.get(event.id):
            yield Finding(Problem(log.at(event), "id", f"{event.id!r} is the id of {log.at(first)} already"))
        seen.setdefault(event.id, event)


def _batches(log: _Log) -> Iterator[Finding]:
    """The events of an append are there, all of them, side by side."""
    counts = Counter(event.appendid for event in log.events if event.appendid)
    before: str | None = None
    seen: set[str] = set()
    for event in log.events:
        if event.appendid and event.appendid != before:
            if event.appendid in seen:
                yield Finding(Problem(log.at(event), "appendid", f"the append {event.appendid!r} is torn apart"))
            elif counts[event.appendid] != event.appendcount:
                whole = f"{counts[event.appendid]} of its {event.appendcount} events"
                yield Finding(Problem(log.at(event), "appendid", f"the append {event.appendid!r} has {whole}"))
            seen.add(event.appendid)
        before = event.appendid


def _redactions(log: _Log) -> Iterator[Finding]:
    for event, fault in left_over(log.archive, log.events):
        yield Finding(replace(fault, where=log.at(event)))


def _streams(log: _Log) -> Iterator[Finding]:
    """Each subject is opened first, is of one kind, and every change builds on the event before it."""
    for subject in log.standing:
        stream = [event for event in log.archive.stream(subject) if event.type != REDACTED]
        for before, event in zip([None, *stream], stream, strict=False):
            yield from (Finding(problem, warning) for problem, warning in _step(log, before, event))
        for before, event in conflicts(stream):
            message = (
                f"does not build on {before.id!r}, which came before it; settle it by a change that builds on both"
            )
            yield Finding(Problem(log.at(event), "supersedes", message), warning=True)


def _step(log: _Log, before: Event | None, event: Event) -> Iterator[tuple[Problem, bool]]:
    where = log.at(event)
    changes = event.verb in ("updated", "corrected", "retracted")
    if before is None and changes:
        yield Problem(where, "subject", f"nothing was reported on {event.subject!r} before"), False
    if before is not None and event.kind != before.kind:
        yield Problem(where, "type", f"{event.subject!r} is of the kind {before.kind}, see {log.at(before)}"), False
    if before is not None and before.verb == "retracted" and not before.data.get("report"):
        yield Problem(where, "subject", f"{event.subject!r} was retracted before, see {log.at(before)}"), True


def _times(log: _Log) -> Iterator[Finding]:
    """No event was recorded before one that it builds on; a merge keeps that order, and a wrong clock does not."""
    for event in log.events:
        before = max(_needed(log, event), key=_recorded)
        if _recorded(before) - _recorded(event) > _CLOCKS_DIFFER:
            message = f"{event.time} is before {before.time} of {log.at(before)}, which it builds on; a clock was wrong"
            yield Finding(Problem(log.at(event), "time", message), warning=True)


def _needed(log: _Log, event: Event) -> Iterator[Event]:
    """The events that were there when it was made: how the log began, the head it saw, and what it names."""
    yield log.events[0]
    if event.supersedes and (head := log.archive.event(event.supersedes)):
        yield head
    yield from (
        log.archive.stream(mention.slug)[0] for mention in named(event, log.archive) if mention.slug in log.standing
    )


def _recorded(event: Event) -> datetime:
    return datetime.fromisoformat(event.time)


def _references(log: _Log) -> Iterator[Finding]:
    for _, standing in log.facts():
        for account in standing.accounts:
            for mention, fault in dangling(account, log.archive):
                gone = may_be_redacted(mention, log.redacted)
                words = f"{fault.message}; it may be among what was redacted" if gone else fault.message
                yield Finding(Problem(log.at(account), fault.path, words), warning=gone)


def _facts(log: _Log) -> Iterator[Finding]:
    """The fact that all its events make is whole by its own model; what a redaction took away can be told anew."""
    for _, standing in log.facts():
        model = log.kinds[standing.first.kind]
        try:
            model.model_validate(standing.fact)
        except ValidationError as error:
            for fault in problems(error, model, "fact"):
                lacks = any(event.is_redacted for event in standing.events)
                words = f"as it stands{' without what was redacted' if lacks else ''}: {fault.message}"
                yield Finding(Problem(log.at(standing.head), fault.path, words), warning=lacks)


def _counts(log: _Log) -> Iterator[Finding]:
    for _, standing in log.facts():
        for name in counted(log.kinds[standing.first.kind]):
            known = [bound for bound in bounds(standing.fact.get(name)) if bound is not None]
            if known != sorted(known):
                message = f"low, best and high do not rise: {', '.join(map(str, known))}"
                yield Finding(Problem(log.at(standing.head), name, message), warning=True)


def _figures(log: _Log) -> Iterator[Finding]:
    for subject, path, message in figures.faults(dict(log.facts("figure"))):
        yield Finding(Problem(log.at(log.standing[subject].head), path, message))


_RULES = (_opening, _ids, _batches, _redactions, _streams, _times, _references, _facts, _counts, _figures)
