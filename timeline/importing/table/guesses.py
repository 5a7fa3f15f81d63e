"""Small guesses for a suggested mapping: the order of dates, a slug, a text as YAML."""

import re
from collections.abc import Callable, Iterator

import yaml

from timeline.draft import proposed_slug


def order(cells: list[str]) -> Iterator[str]:
    """The day is what is above 12; where nothing is, nobody knows."""
    pairs = [found.groups() for text in cells if (found := re.match(r"(\d\d?)[-./](\d\d?)[-./]\d{4}", text))]
    firsts, seconds = (max((int(pair[at]) for pair in pairs), default=0) for at in (0, 1))
    if firsts > 12 and seconds > 12:
        yield "  order: dmy  # unsure: both orders are there; the rows of the other are refused or WRONG"
    elif pairs:
        sure = max(firsts, seconds) > 12
        yield f"  order: {'mdy' if seconds > 12 else 'dmy'}" + (
            "" if sure else "  # unsure: no day is above 12, so it may be mdy"
        )


def reads(read: Callable[[str], object], text: str) -> bool:
    """Whether a reader takes a text."""
    try:
        return read(text) is not None
    except ValueError:
        return False


def slug(name: str) -> str:
    """A name for the data set."""
    try:
        return proposed_slug({"name": name}, lambda _: False)
    except ValueError:
        return "table"


def quoted(text: str) -> str:
    """A text as YAML has it, in a line."""
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**6).strip()
