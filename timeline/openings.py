"""The rows of facts as their first reports open them: most facts have one, and need no fold."""

from timeline.changes import Rows
from timeline.event import Event
from timeline.fold import opening
from timeline.registry import Kinds
from timeline.rows import add_standing
from timeline.search import Names


class Openings:
    """Makes the rows of facts as their first reports open them; `late` are those for which that is not enough."""

    def __init__(self, kinds: Kinds, late: set[str]) -> None:
        self.kinds, self.late = kinds, late
        self.names = Names()

    def add(self, rows: Rows, seq: int, event: Event) -> None:
        if event.kind not in self.kinds or event.verb not in ("registered", "reported"):
            return
        self.names.learn(event)
        try:
            add_standing(rows, self.kinds[event.kind], opening(event), seq, self.names)
        except KeyError:  # it names what is registered further down, as a log united by hand can
            self.late.add(event.subject)
