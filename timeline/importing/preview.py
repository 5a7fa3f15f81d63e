"""What a row becomes, beside its cells, for a person to compare."""

from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

from timeline.errors import printable
from timeline.importing.format import Imported, Row

_WIDTH = 44


def side_by_side(row: Row, facts: Iterable[Imported]) -> Iterator[str]:
    """Lines: on the left the cells that are filled, on the right the fields of the facts."""
    cells = [f"{name}: {text}" for name, text in row.raw.items() if text]
    fields = [line for fact in facts for line in _fields(fact)]
    yield f"{printable(row.where)}"
    for left, right in zip_longest(cells, fields, fillvalue=""):
        yield f"  {_cut(left):{_WIDTH}} | {_cut(right, 2 * _WIDTH)}".rstrip()


def _fields(fact: Imported) -> Iterator[str]:
    yield f"a new {fact.kind}" if fact.slug is None else f"{fact.kind} {fact.slug}"
    yield from (f"{name}: {_shown(value)}" for name, value in fact.fact.items())
    if fact.source:
        yield f"source: {_shown(fact.source)}"
    if fact.attributed_to:
        yield f"attributed_to: {_shown(list(fact.attributed_to))}"


def _shown(value: Any) -> str:
    if isinstance(value, Imported):
        more = [f"{name} {_shown(part)}" for name, part in value.fact.items() if name != "name"]
        return ", ".join([*([str(value.fact["name"])] if "name" in value.fact else []), *more])
    if isinstance(value, dict):
        return ", ".join(_shown(part) if name == "actor" else f"{name} {part}" for name, part in value.items())
    return "; ".join(map(_shown, value)) if isinstance(value, list) else str(value)


def _cut(text: str, width: int = _WIDTH) -> str:
    shown = printable(text[: 2 * width])
    return shown if len(shown) <= width else f"{shown[: width - 1]}…"
