"""What `timeline redact` may take away, and what it has to tell about what stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from timeline import tombstone
from timeline.archive import Lookup
from timeline.draft import Draft
from timeline.errors import Problem, Refused
from timeline.event import Event
from timeline.fact import Json, Mention
from timeline.registry import OPENED, REDACTED
from timeline.tlog import leaf_hash
from timeline.tombstone import NAMELESS

_SHOWN = 5
"""Facts that are named before it says "and others"."""


def asked(log: Lookup, ids: Sequence[str], lines: Mapping[str, bytes], why: Json) -> list[Draft]:
    """The redactions of these events, whose lines are given, without those that were redacted already; raises Refused.

    `why` has the reason, and perhaps the authority and a note.
    """
    problems = [problem for event_id in dict.fromkeys(ids) for problem in _faults(log, event_id, ids)]
    if problems:
        raise Refused(problems)
    events = [event for event in (log.event(event_id) for event_id in dict.fromkeys(ids)) if event]
    return [_draft(event, lines[event.id], why) for event in events if not event.is_redacted]


def _draft(event: Event, raw: bytes, why: Json) -> Draft:
    leaf = leaf_hash(raw)
    kept = {name: event.attributes.get(name) for name in tombstone.KEPT}
    data = {"event": event.id, "leaf_hash": tombstone.as_text(leaf), **kept, **why}
    stated = {name: value for name, value in data.items() if value is not None}
    return Draft(event.id, {"type": REDACTED, "subject": tombstone.nameless(leaf), "data": stated})


def _faults(log: Lookup, event_id: str, ids: Sequence[str]) -> Iterator[Problem]:
    event = log.event(event_id)
    if event is None:
        on_subject = ", ".join(one.id for one in log.stream(event_id))
        advice = f"; the events on this fact are {on_subject}" if on_subject else "; `timeline log --json` has the ids"
        yield Problem("", "", f"no event has the id {event_id!r}{advice}")
    elif event.type == OPENED:
        yield Problem(event_id, "", "the log begins with it, so it cannot go; begin another log instead")
    elif event.type == REDACTED:
        yield Problem(event_id, "", "says what was redacted and why, and stays: it holds nothing of what was there")
    elif back := [one.id for one in _taken_back(log, event) if one.id not in ids]:
        yield Problem(
            event_id, "", f"takes back {', '.join(back)}, which would stand again without it; redact these as well"
        )


def _taken_back(log: Lookup, event: Event) -> list[Event]:
    """What stands again when a retraction goes: one report, or all that was said before."""
    if event.verb != "retracted":
        return []
    before = [one for one in log.stream(event.subject) if not one.is_redacted and one.verb != "retracted"]
    return [one for one in before if event.data.get("report") in (None, one.id)]


def echoes(log: Lookup, ids: Sequence[str]) -> Iterator[str]:
    """What may say again what these events said, as a person has to find out: `log` has them still, or their stones."""
    for subject in dict.fromkeys(event.subject for event in map(log.event, ids) if event):
        others = [event.id for event in log.stream(subject) if event.id not in ids and not event.is_redacted]
        if others and not subject.startswith(NAMELESS):
            yield f"{subject}: {_some(others)} say more on this fact, and its name stays with them"
        if users := [user for user in islice(log.naming(subject), _SHOWN + 1) if user != subject]:
            yield f"{subject}: {_some(users)} name it"


def left_over(log: Lookup, event: Event) -> Iterator[Problem]:
    """Whether it is a redaction of what is not there, or a tombstone that alone still names its fact."""
    if event.type == REDACTED and not log.event(event.data["event"]):
        yield Problem("", "event", f"{event.data['event']!r} is not in the log, or its line cannot be read")
    if event.is_redacted and not event.subject.startswith(NAMELESS) and not _is_told(log, event.subject):
        what = f"a tombstone still names {event.subject!r}, of which nothing else is left; `timeline doctor` mends it"
        yield Problem("", "subject", what)


def _is_told(log: Lookup, subject: str) -> bool:
    return any(not event.is_redacted for event in log.stream(subject))


def may_be_redacted(mention: Mention, redacted: Iterable[Event]) -> bool:
    """Whether what is named can be what these were about, of which perhaps not even the name is left."""
    return any(
        event.subject == mention.slug
        or (event.subject.startswith(NAMELESS) and mention.refers.kind in (None, event.kind))
        for event in redacted
    )


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:_SHOWN]) + (" and others" if len(words) > _SHOWN else "")
