"""What formats for any sort of event leave open: the kind of fact, told by a mapping, and values by their names."""

from collections.abc import Mapping
from typing import Any

from timeline.complaints import did_you_mean
from timeline.draft import proposed_slug

KINDS = ("attack", "background", "figure", "meeting", "scheduled_event", "statement")
"""The kinds that a title and a date make."""


def chosen(mapping: Mapping[str, Any], options: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The options of a mapping; without one its first value holds, which alone may be any text. Raises ValueError."""
    for name in mapping:
        if name not in options:
            raise ValueError(f"{name!r} is no option{did_you_mean(str(name), options)} (options: {', '.join(options)})")
    made = {name: str(mapping.get(name, allowed[0])) for name, allowed in options.items()}
    for name, value in made.items():
        if len(options[name]) > 1 and value not in options[name]:
            raise ValueError(f"{name}: {value!r} is none of {', '.join(options[name])}")
    return made


def slug(fact: Mapping[str, Any]) -> str | None:
    """A slug as a person would choose it, from date and title; None when there is nothing to make one of."""
    try:
        return proposed_slug(dict(fact), lambda _: False)
    except ValueError:
        return None
