"""What the log holds, looked up by id and by subject: what an append must know before it may add to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from timeline.event import Event
from timeline.fact import Json, mentions
from timeline.fold import Standing, fold
from timeline.registry import Kinds


class Archive:
    """Every event so far, in memory; `add` takes the next ones as the log or a batch brings them."""

    def __init__(self, kinds: Kinds, events: Iterable[Event] = ()) -> None:
        self.kinds = kinds
        self.opened: Event | None = None
        self._ids: dict[str, Event] = {}
        self._streams: dict[str, list[Event]] = defaultdict(list)
        for event in events:
            self.add(event)

    def add(self, event: Event) -> None:
        self.opened = self.opened or event
        self._ids[event.id] = event
        self._streams[event.subject].append(event)

    def event(self, event_id: str) -> Event | None:
        """The event with this id."""
        return self._ids.get(event_id)

    def stream(self, subject: str) -> list[Event]:
        """The events on a subject."""
        return self._streams.get(subject, [])

    def standing(self, subject: str) -> Standing:
        """What stands on a subject; nothing has happened on an unknown one (`revision` 0).

        Only events of its first kind count: git may bring others under the same name, and `check` names them.
        """
        return fold(event for event in self.stream(subject) if event.kind == self.kind(subject))

    def kind(self, subject: str) -> str | None:
        """The kind of a subject's fact."""
        stream = self._streams.get(subject)
        return stream[0].kind if stream else None

    def subjects(self, kind: str | None) -> Iterator[str]:
        """The facts of one kind, or of all."""
        return (subject for subject, stream in self._streams.items() if kind in (None, stream[0].kind))

    def naming(self, subject: str) -> Iterator[str]:
        """The standing facts that refer to `subject`, whether in the fact or as a source or speaker of a report."""
        for other in self._streams:
            standing = self.standing(other)
            if standing.stands and subject in self._named(standing):
                yield other

    def _named(self, standing: Standing) -> set[str]:
        kind = standing.first.kind
        found = mentions(self.kinds[kind], standing.fact) if kind in self.kinds else ()
        return {mention.slug for mention in found}.union(*(_provenance(account.data) for account in standing.accounts))


def _provenance(data: Json) -> set[str]:
    return {*(data.get("attributed_to") or ()), *filter(None, [data.get("source")])}
