"""What would be published, and what would be held back."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from timeline.event import Event
from timeline.publishing.leaving import Held, Rules, held


class Outlook(NamedTuple):
    """Events, subjects by their kind, events with an author, and what is held back."""

    events: int
    kinds: Mapping[str, int]
    signed: int
    held: Held


def outlook(events: Iterable[Event], rules: Rules) -> Outlook:
    """What some rules make of a log."""
    counts: Counter[str] = Counter()
    kinds: dict[str, str] = {}

    def counted() -> Iterator[Event]:
        for event in events:
            counts.update(events=1, signed=bool(event.authid))
            if event.verb not in ("opened", "redacted", ""):
                kinds.setdefault(event.subject, event.kind)
            yield event

    back = held(counted(), rules)
    return Outlook(counts["events"], dict(sorted(Counter(kinds.values()).items())), counts["signed"], back)
