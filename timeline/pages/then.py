"""Facts as they stood after some of their events, told by the same rows that the projector would have made of them."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from timeline.changes import Rows
from timeline.columns import as_json, fact_columns
from timeline.event import Event
from timeline.fact import Fact
from timeline.fold import fold
from timeline.pages.ask import Row
from timeline.pages.listing import NO_LIMITS, Limits
from timeline.pages.question import Question
from timeline.pages.since import Since
from timeline.rows import Stood, add_standing
from timeline.shared import FACTS, SHARED

_ACTORS = next(table for table in SHARED if table.name == "fact_actors")


class Then(NamedTuple):
    """A fact as it stood: its rows in the timeline, in the table of its kind and in `fact_actors`, and its events."""

    row: Row
    own: Row
    parts: list[Row]
    events: list[Row]

    def passes(self, question: Question) -> bool:
        """Whether the question takes it in; words are looked for as they are typed, without the search's word stems."""
        actors = {part["actor"] for part in self.parts}
        sources = {event["source"] for event in self.events}
        return (
            question.kind in ("", self.row["kind"])
            and question.place in ("", self.row["place"])
            and question.actor in ("", *actors)
            and question.source in ("", *sources)
            and question.tag in ("", *json.loads(self.row["tags"] or "[]"))
            and all(word in self._text for word in question.q.casefold().split())
            and self._lies_in(question)
        )

    @property
    def _text(self) -> str:
        return "\n".join(str(self.row[name] or "") for name in ("title", "summary", "text")).casefold()

    def _lies_in(self, question: Question) -> bool:
        earliest, latest = self.row["earliest"], self.row["latest"]
        if not question.first and not question.last:
            return True
        if question.how == "certainly":
            begins = not question.first or bool(earliest and earliest >= question.first)
            return begins and (not question.last or bool(latest and latest <= question.last))
        if not earliest and not latest:
            return False
        before_end = not question.last or (earliest or "0000") <= question.last
        return before_end and (not question.first or (latest or "9999-99") >= question.first)


NOW: Mapping[str, Then] = {}
"""No fact that is told otherwise than it stands."""


class State(NamedTuple):
    """A state of the log: which standing facts are in it as they are, which were otherwise, and what is new since."""

    limits: Limits = NO_LIMITS
    otherwise: Iterable[Then] = ()
    since: Since | None = None


class TooMany(Exception):
    """There is too much to work out while a reader waits; the argument is the command that does it."""


def then(model: type[Fact], events: Sequence[Event]) -> Then | None:
    """The fact after these events; None when it did not stand then."""
    standing = fold(events)
    rows: Rows = defaultdict(list)
    if standing.events and standing.stands:
        add_standing(rows, [Stood(model, standing, 0)])
    if not rows:
        return None
    row = dict(zip([field.name for field in FACTS.fields], rows["_facts"][0], strict=True))
    own = dict(zip([column.name for column in fact_columns(model)], rows[model.table][0][1:], strict=True))
    names = [field.name for field in _ACTORS.fields]
    parts = [dict(zip(names, part, strict=True)) for part in rows["fact_actors"]]
    return Then(row, own, _each_once(parts), [_told(event) for event in standing.accounts])


def _each_once(parts: list[Row]) -> list[Row]:
    return list({(part["actor"], part["role"]): part for part in parts}.values())


def _told(event: Event) -> dict[str, Any]:
    data = event.data
    return {"verb": event.verb, "source": data.get("source"), "attributed_to": as_json(data.get("attributed_to"))}
