"""What the log holds, looked up by id and by subject: what an append must know before it may add to it."""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from timeline.event import Event
from timeline.fact import Json, mentions
from timeline.fold import Standing, fold
from timeline.registry import Kinds

FEW = 1_000
"""Up to so many names are compared with one that is mistyped; of more, those that begin like it."""

_REMEMBERED = 10_000
"""Standing facts that are kept at hand, so that memory does not grow with the log."""


class Misfit(Exception):  # noqa: N818  # a word to the caller, who reads the log instead
    """What is looked up in does not fit the log, or cannot be read."""


def of_first_kind(stream: Sequence[Event]) -> Iterator[Event]:
    """The events on a subject that count: git may bring others under the same name, and `check` names them."""
    return (event for event in stream if event.kind == stream[0].kind)


class Lookup(ABC):
    """Events by id and by subject, wherever they are kept."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self._standings: dict[str, Standing] = {}

    @property
    @abstractmethod
    def opened(self) -> Event | None:
        """The first event of the log."""

    @abstractmethod
    def event(self, event_id: str) -> Event | None:
        """The event with this id."""

    @abstractmethod
    def stream(self, subject: str) -> list[Event]:
        """The events on a subject, in the order of the log."""

    @abstractmethod
    def like(self, slug: str, kind: str | None) -> Iterator[str]:
        """Facts of one kind, or of all, whose slug could have been meant."""

    @abstractmethod
    def naming(self, subject: str) -> Iterator[str]:
        """The standing facts that refer to `subject`, whether in the fact or as a source or speaker of a report."""

    def kind(self, subject: str) -> str | None:
        """The kind of a subject's fact."""
        standing = self.standing(subject)
        return standing.first.kind if standing.events else None

    def standing(self, subject: str) -> Standing:
        """What stands on a subject; nothing has happened on an unknown one (`revision` 0)."""
        if subject not in self._standings:
            if len(self._standings) >= _REMEMBERED:
                self._standings.clear()
            self._standings[subject] = fold(of_first_kind(self.stream(subject)))
        return self._standings[subject]


class Archive(Lookup):
    """Events in memory; `add` takes the next ones as the log or a batch brings them.

    Those before them are in `earlier`: so a batch lies on the log, and the news of a log on its database.
    """

    def __init__(self, kinds: Kinds, events: Iterable[Event] = (), earlier: Lookup | None = None) -> None:
        super().__init__(kinds)
        self.earlier = earlier
        self._first: Event | None = None
        self._ids: dict[str, Event] = {}
        self._streams: dict[str, list[Event]] = defaultdict(list)
        self._named = _Named(kinds)
        for event in events:
            self.add(event)

    @property
    def size(self) -> int:
        """How many events it holds itself."""
        return len(self._ids)

    def add(self, event: Event) -> None:
        self._first = self._first or event
        self._ids[event.id] = event
        self._streams[event.subject].append(event)
        self._named.news.append(event)
        self._standings.pop(event.subject, None)

    @property
    def opened(self) -> Event | None:
        return (self.earlier.opened if self.earlier else None) or self._first

    def event(self, event_id: str) -> Event | None:
        return self._ids.get(event_id) or (self.earlier.event(event_id) if self.earlier else None)

    def stream(self, subject: str) -> list[Event]:
        return [*(self.earlier.stream(subject) if self.earlier else ()), *self._streams.get(subject, ())]

    def standing(self, subject: str) -> Standing:
        if self.earlier and subject not in self._streams:
            return self.earlier.standing(subject)
        return super().standing(subject)

    def like(self, slug: str, kind: str | None) -> Iterator[str]:
        yield from (self.earlier.like(slug, kind) if self.earlier else ())
        start = slug[:2] if len(self._streams) > FEW else ""
        alike = (subject for subject in self._streams if subject.startswith(start))
        yield from (subject for subject in alike if kind in (None, self.kind(subject)))

    def naming(self, subject: str) -> Iterator[str]:
        seen: set[str] = set()
        for other in chain(self._named.by(subject), self.earlier.naming(subject) if self.earlier else ()):
            standing = self.standing(other)
            if other not in seen and standing.stands and subject in named(standing, self.kinds):
                yield other
            seen.add(other)


class _Named:
    """Which subjects have events that name a slug; `news` are looked through, once, when somebody asks."""

    def __init__(self, kinds: Kinds) -> None:
        self.kinds = kinds
        self.news: list[Event] = []
        self._by: dict[str, dict[str, None]] = defaultdict(dict)

    def by(self, slug: str) -> Iterable[str]:
        """These subjects, in the order of the log."""
        for event in self.news:
            for other in slugs(event, self.kinds):
                self._by[other][event.subject] = None
        self.news.clear()
        return self._by.get(slug, ())


def named(standing: Standing, kinds: Kinds) -> set[str]:
    """All that a fact refers to: in the fact, and as source or speaker of its accounts."""
    kind = standing.first.kind
    found = mentions(kinds[kind], standing.fact) if kind in kinds else ()
    return {mention.slug for mention in found}.union(*(_provenance(account.data) for account in standing.accounts))


def slugs(event: Event, kinds: Kinds) -> set[str]:
    """All that an event refers to, of which a fact may keep a part."""
    fact = event.data.get("fact") or event.data.get("set") or {}
    found = mentions(kinds[event.kind], fact) if event.kind in kinds else ()
    return {mention.slug for mention in found} | _provenance(event.data)


def _provenance(data: Json) -> set[str]:
    return {*(data.get("attributed_to") or ()), *filter(None, [data.get("source")])}
