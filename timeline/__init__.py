"""Timeline: an event-sourced chronology that its readers can trust and its editors can correct.

    from timeline import Log, project

`Log` appends events to `events.jsonl` and reads them; `project` brings the database up to the log. The other names
are what a kind of one's own is made of.
"""

from typing import TYPE_CHECKING, Any

from timeline.errors import Conflict, Damaged, Problem, Refused, TimelineError, Unknown
from timeline.fact import Fact, Part
from timeline.hookspecs import hookimpl
from timeline.matching import pattern
from timeline.values import Count, Country, Date, Line, Natural, Refers, Slug, Text, Url

if TYPE_CHECKING:
    from timeline.log import Log
    from timeline.projection import project

__all__ = [
    "Conflict",
    "Count",
    "Country",
    "Damaged",
    "Date",
    "Fact",
    "Line",
    "Log",
    "Natural",
    "Part",
    "Problem",
    "Refers",
    "Refused",
    "Slug",
    "Text",
    "TimelineError",
    "Unknown",
    "Url",
    "hookimpl",
    "pattern",
    "project",
]


def __getattr__(name: str) -> Any:
    """Load `Log` and `project` when they are asked for: a kind needs neither files nor SQLite."""
    if name == "Log":
        from timeline.log import Log

        return Log
    if name == "project":
        from timeline.projection import project

        return project
    raise AttributeError(f"module 'timeline' has no attribute {name!r}")
