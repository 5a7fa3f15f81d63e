"""The rows of the facts of which more is told than once, made of all events on each, in whichever process has the time.

The events are read from the log once more: where each lies is all that has to be kept of so many.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from timeline import jsonline
from timeline.changes import Rows
from timeline.event import Event
from timeline.openlog import OpenLog
from timeline.registry import Kinds
from timeline.rows import Stood, add_standing, add_subject

Places = Sequence[int]
"""Where events lie, those on one subject behind each other: by turns the number of a line and its offset in bytes."""


class Remaker:
    """Makes the rows of subjects from events that were checked before; raises TimelineError where `log` lost them."""

    def __init__(self, log: OpenLog, kinds: Kinds) -> None:
        self.log, self.kinds = log, kinds

    def made(self, places: Places) -> Rows:
        """All their rows but those of `events`; of the events on a subject, those of its first kind count."""
        rows: Rows = defaultdict(list)
        stood: list[Stood] = []
        for _, stream in groupby(self._events(places), key=lambda numbered: numbered[1].subject):
            first, *rest = stream
            kind = first[1].kind
            if kind in self.kinds:
                of_kind = [first, *(pair for pair in rest if pair[1].kind == kind)]
                stood += add_subject(rows, self.kinds[kind], of_kind)
        add_standing(rows, stood)
        return dict(rows)

    def _events(self, places: Places) -> Iterator[tuple[int, Event]]:
        for seq, offset in zip(places[::2], places[1::2], strict=True):
            yield seq, self._event(offset)

    def _event(self, offset: int) -> Event:
        try:
            return Event({"data": {}, **jsonline.again(self.log.line(offset))})
        except (KeyError, ValueError) as error:
            raise self.log.replaced from error
