"""Timeline: an event-sourced chronology that its readers can trust and its editors can correct.

    from timeline import Log, project

`Log` appends events to `events.jsonl` and reads them; `project` brings the database up to the log. The other names
are what a kind of one's own is made of.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from timeline.errors import Conflict, Damaged, Problem, Refused, TimelineError, Unknown
    from timeline.fact import Fact, Part
    from timeline.hookspecs import hookimpl
    from timeline.log import Log
    from timeline.matching import pattern
    from timeline.projection import project
    from timeline.values import Count, Country, Date, Line, Natural, Refers, Slug, Text, Url

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

_MODULES = {
    "errors": ("Conflict", "Damaged", "Problem", "Refused", "TimelineError", "Unknown"),
    "fact": ("Fact", "Part"),
    "hookspecs": ("hookimpl",),
    "log": ("Log",),
    "matching": ("pattern",),
    "projection": ("project",),
    "values": ("Count", "Country", "Date", "Line", "Natural", "Refers", "Slug", "Text", "Url"),
}


def __getattr__(name: str) -> Any:
    """Load what is asked for: a kind needs neither files nor SQLite, and `timeline --help` not even pydantic."""
    for module, names in _MODULES.items():
        if name in names:
            return getattr(importlib.import_module(f"timeline.{module}"), name)
    raise AttributeError(f"module 'timeline' has no attribute {name!r}")
