"""The text that a `Cell` of the mapping stands for in a row: of columns, templates, tables of values."""

from collections.abc import Iterable

from timeline.complaints import did_you_mean
from timeline.importing.format import BadRow, Row
from timeline.importing.table.cell import BRACES, Cell


class Cells:
    """The cells of a row, by the words of the mapping that mean nothing."""

    def __init__(self, row: Row, missing: frozenset[str]) -> None:
        self.row = row
        self._missing = missing

    def text(self, column: str, more: Iterable[str] = ()) -> str | None:
        """What stands in a column; raises BadRow for a list."""
        held = self.row[column]
        if isinstance(held, list):
            raise BadRow(column, "is a list, and one value is asked for")
        nothing = not held or held.casefold() in self._missing or held.casefold() in {one.casefold() for one in more}
        return None if nothing else held

    def one(self, cell: Cell) -> str | None:
        """The only value; None where the row has none."""
        if cell.constant is not None:
            return cell.constant
        found = self._template(cell) if cell.template else self.text(str(cell.column), cell.missing)
        return cell.default if found is None else self._meant(cell, found)

    def several(self, cell: Cell) -> list[str]:
        """Each of the values, in order and once."""
        held = self.row[cell.column] if cell.column else None
        parts = held if isinstance(held, list) else (self._one_or_none(cell) or "").split(cell.split or "\0")
        known = [part.strip() for part in parts if not self._is_nothing(cell, part.strip())]
        found = [self._meant(cell, part) for part in known] if known else [cell.default]
        return list(dict.fromkeys(filter(None, found)))

    def _one_or_none(self, cell: Cell) -> str | None:
        if cell.constant is not None or cell.template:
            return cell.constant or self._template(cell)
        return self.text(str(cell.column), cell.missing)

    def _is_nothing(self, cell: Cell, part: str) -> bool:
        return not part or part.casefold() in self._missing or part in cell.missing

    def _template(self, cell: Cell) -> str | None:
        """The first template whose columns are all filled."""
        for template in cell.template or ():
            if all(self.text(name, cell.missing) for name in BRACES.findall(template) if name):
                return BRACES.sub(lambda found: self.text(found[1]) or "" if found[1] else found[0][0], template)
        return None

    def _meant(self, cell: Cell, text: str) -> str | None:
        if cell.values is None:
            return text
        meanings = {name.casefold(): value for name, value in cell.values.items()}
        if text.casefold() in meanings:
            return meanings[text.casefold()]
        if cell.otherwise is None:
            raise BadRow(cell.label, f"{text!r} is not among `values`{did_you_mean(text, cell.values)}")
        return cell.otherwise
