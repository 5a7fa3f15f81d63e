"""From the text in a cell to the value of a field, by the type that the kind gives the field."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from timeline import values
from timeline.complaints import problems
from timeline.edtf import written
from timeline.fact import Fact, Part, leaves
from timeline.importing import cells
from timeline.importing.table import counts
from timeline.importing.table.cell import Cell
from timeline.values import Range, Refers

Reader = Callable[[str, Cell], Any]


class Value:
    """What a field of a kind holds: `read` makes it of a text; ValueError says what is wrong with one."""

    def __init__(self, model: type[Fact], name: str) -> None:
        annotation = model.model_fields[name].rebuild_annotation()
        made_of = list(leaves(annotation))
        self.model = model
        self.is_list = list in made_of
        self.is_count = Range in made_of
        parts = [one for one in made_of if isinstance(one, type) and issubclass(one, Part)]
        self.has_parts = bool(parts)
        made_of += [leaf for part in parts for leaf in _of_actor(part)]
        self.refers = next((mark for mark in made_of if isinstance(mark, Refers)), None)
        self._reader = next((read for sort, read in _READERS if sort in made_of), None) or _texts(made_of)
        self._adapter: TypeAdapter[Any] = TypeAdapter(annotation, config=ConfigDict(strict=True))

    def read(self, text: str, cell: Cell) -> Any:
        """One value, or one of the members of a list."""
        value = self._reader(text, cell)
        self.check([value] if self.is_list else value)
        return value

    def check(self, value: Any) -> None:
        """Raises ValueError when the field cannot hold it."""
        try:
            self._adapter.validate_python(value)
        except ValidationError as error:
            raise ValueError(problems(error, self.model)[0].message) from None


def _of_actor(part: type[Part]) -> list[Any]:
    """What the actor of a part is made of, where it has one."""
    return list(leaves(part.model_fields["actor"].rebuild_annotation())) if "actor" in part.model_fields else []


def _flag(text: str, _: Cell) -> bool:
    return cells.flag({"yes": "1", "no": "0", "y": "1", "n": "0"}.get(text.casefold(), text))


def _decimal(text: str, cell: Cell) -> float:
    plain = counts.joined(text, cell.thousands)
    return cells.decimal(plain.replace(",", ".") if cell.decimal else plain)


_READERS: tuple[tuple[Any, Reader], ...] = (
    (Range, lambda text, cell: counts.count(text, cell.thousands)),
    (bool, _flag),
    (int, lambda text, cell: counts.number(text, cell.thousands)),
    (float, _decimal),
)


def _texts(made_of: list[Any]) -> Reader:
    checks = {getattr(mark, "func", None) for mark in made_of}
    if values.date in checks:
        return lambda text, cell: _date(text, cell.order)
    return (lambda text, _: text) if values.text in checks else (lambda text, _: re.sub(r"\s+", " ", text))


def _date(text: str, order: Any) -> str:
    if (found := written.read(text, order).date) is None:
        raise ValueError(f"{text!r} is no date; add it to `missing`")
    return found
