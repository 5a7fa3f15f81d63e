"""Heads: what git united of a fact that was changed on two branches."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from timeline.event import Event


def heads(stream: Sequence[Event]) -> list[Event]:
    """The changes of a subject that no later change builds on, by however many steps; more than one is a conflict.

    A change builds on the events that it supersedes; a report, which supersedes nothing, on the one before it.
    """
    open_heads: list[Event] = []
    known: dict[str, set[str]] = {}
    before: Event | None = None
    for event in stream:
        named = [event.supersedes or (before.id if before else None), event.alsosupersedes]
        known[event.id] = {event.id}.union(*(known.get(one, ()) for one in named if one))
        if event.supersedes:
            open_heads = [head for head in open_heads if head.id not in known[event.id]] + [event]
        before = event
    return open_heads


def conflicts(stream: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Each two heads, in the order of the log; the last one stands meanwhile."""
    yield from pairwise(heads(stream))
