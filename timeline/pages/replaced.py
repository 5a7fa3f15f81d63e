"""The states of facts that stood at the end of a day and were replaced later: looked for once, for all of a page."""

from typing import NamedTuple

from timeline.pages.ask import Ask
from timeline.pages.listing import FEW

_OPEN = "recorded_to > :until AND recorded_from <= :until"
"""An index has both, and is read from that day to its end."""


class Replaced(NamedTuple):
    """`where` says of a row `h` of `history` whether it is one of them, and `given` what that takes."""

    where: str
    given: dict[str, object]


def replaced_since(ask: Ask, day: str) -> Replaced:
    """Few are named; where they are many, a page is full before all of them were looked for."""
    until = f"{day}~"
    found = ask.rows(f"SELECT fact, revision FROM history WHERE {_OPEN} LIMIT {FEW + 1}", until=until)
    if len(found) > FEW:
        return Replaced(_OPEN, {"until": until})
    named = "(h.fact, h.revision) IN (SELECT value ->> 0, value ->> 1 FROM json_each(:open))"
    return Replaced(named, {"open": [list(row.values()) for row in found]})
