"""What the sources had surely published by a day, whenever we recorded it."""

from collections.abc import Mapping
from functools import lru_cache

from timeline.pages.ask import Ask
from timeline.pages.listing import Limits, follows, sort_key
from timeline.pages.page import Site
from timeline.pages.question import Question
from timeline.pages.since import since_published
from timeline.pages.streams import kept, stream
from timeline.pages.then import State, Then, TooMany, then
from timeline.registry import Kinds
from timeline.selection import unpublished

MOST = 10_000
"""So many facts are folded while a reader waits."""

Otherwise = Mapping[str, Then | None]
"""The facts that rest on something published later, as they were without it; None where nothing is left."""


def state(ask: Ask, site: Site, question: Question) -> State:
    """The facts that rest on nothing later, and the others as they were without it. Raises TooMany."""
    otherwise = _otherwise(_Asked(ask, site.kinds), question.published)
    limits = Limits(("f.id NOT IN (SELECT value FROM json_each(:later))",), (), {"later": list(otherwise)})
    told = [one for one in otherwise.values() if one and follows(one.row, question)]
    told.sort(key=lambda one: sort_key(one.row), reverse=question.back)
    return State(limits, told, since_published(ask, site, otherwise))


class _Asked:
    """The tables and kinds, told apart from other ones by how far the log was read."""

    def __init__(self, ask: Ask, kinds: Kinds) -> None:
        self.ask, self.kinds = ask, kinds
        self._state = (id(kinds), ask.value("SELECT sha256 || selection FROM _projection"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked) and self._state == other._state

    def __hash__(self) -> int:
        return hash(self._state)


@lru_cache(4)
def _otherwise(asked: _Asked, day: str) -> Otherwise:
    later = sorted(unpublished(day, kept(asked.ask, "kind = 'source'")))
    select = "SELECT DISTINCT subject FROM events WHERE source IN (SELECT value FROM json_each(:later))"
    subjects = [row["subject"] for row in asked.ask.rows(f"{select} LIMIT {MOST + 1}", later=later)]
    if len(subjects) > MOST:
        raise TooMany(f"timeline project --published-by {day} --db then.db")
    return {subject: _without(asked, subject, set(later)) for subject in subjects}


def _without(asked: _Asked, subject: str, later: set[str]) -> Then | None:
    events = [event for event in stream(asked.ask, subject) if event.data.get("source") not in later]
    model = asked.kinds.models.get(events[0].kind) if events else None
    return then(model, events) if model and not model.registry else None
