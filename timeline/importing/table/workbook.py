"""The rows of a sheet of a workbook (XLSX), read one by one; openpyxl comes with the extra `xlsx-import`."""

import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import repeat
from typing import Any, NamedTuple

from timeline.errors import Problem, Refused, TimelineError
from timeline.importing.format import Opened

_PIECE = 1 << 20
_MERGED = re.compile(rb'<mergeCell [^>]*ref="([A-Z]+)([0-9]+):([A-Z]+[0-9]+)"')


class Record(NamedTuple):
    """A row: its number, its cells as text, what is wrong with one by its place (-1: with all), what to say of it."""

    line: int
    cells: list[str]
    faults: Mapping[int, str] = {}
    said: tuple[str, ...] = ()


def records(opened: Opened, name: str | None) -> Iterator[Record]:
    """The rows of the sheet of that name, or of the only one that can be seen; raises Refused and TimelineError."""
    book = _book(opened, values=True)
    chosen = _chosen(opened.name, book, name)
    hidden = [one.title for one in book.worksheets if one.sheet_state != "visible"]
    said = [f"the sheet {one!r} is hidden{'' if one == chosen.title else ', and not read'}" for one in hidden]
    opened.file.seek(0)
    formulas, merged = _scan(opened, chosen._worksheet_path)
    written: Any = _book(opened, values=False)[chosen.title].iter_rows() if formulas else repeat(())
    for number, (cells, sources) in enumerate(zip(chosen.iter_rows(), written, strict=False), 1):
        told = [*(said if number == 1 else ()), *merged.get(number, ())]
        faults = {at: why for at, cell in enumerate(cells) if (why := _fault(cell, sources[at : at + 1]))}
        yield Record(number, [_text(cell.value) for cell in cells], faults, tuple(told))


def first(opened: Opened) -> str | None:
    """The first sheet that can be seen, None where it is the only one; raises Refused and TimelineError."""
    visible = [one.title for one in _book(opened, values=True).worksheets if one.sheet_state == "visible"]
    return visible[0] if visible else None


def _book(opened: Opened, *, values: bool) -> Any:
    try:
        import openpyxl
    except ImportError as error:
        advice = "a workbook needs the extra `xlsx-import` (pip install 'timeline[xlsx-import]'), or save it as CSV"
        raise TimelineError(f"{opened.name}: {advice}") from error
    opened.file.seek(0)
    try:
        return openpyxl.load_workbook(opened.file, read_only=True, data_only=values)
    except Exception as error:  # openpyxl fails in many ways on what is no workbook
        what = f"cannot be read as a workbook ({type(error).__name__}: {error}); the file may be cut off"
        raise Refused([Problem(opened.name, "", what)]) from error


def _chosen(file: str, book: Any, name: str | None) -> Any:
    sheets = {one.title: one for one in book.worksheets}
    visible = [one.title for one in book.worksheets if one.sheet_state == "visible"]
    if name is None and len(visible) != 1:
        what = f"has the sheets {', '.join(map(repr, sheets))}; say `sheet` in the mapping"
        raise Refused([Problem(file, "", what)])
    if (name or visible[0]) not in sheets:
        raise Refused([Problem(file, "", f"has no sheet {name!r}; it has {', '.join(map(repr, sheets))}")])
    return sheets[name or visible[0]]


def _scan(opened: Opened, path: str) -> tuple[bool, dict[int, list[str]]]:
    """Whether the sheet has formulas, and which cells are merged, by their first row."""
    formulas, merged, rest = False, dict[int, list[str]](), b""
    with zipfile.ZipFile(opened.file) as archive, archive.open(path) as file:
        while piece := file.read(_PIECE):
            text = rest + piece
            formulas = formulas or b"<f>" in text or b"<f " in text
            for column, row, last in _MERGED.findall(text):
                cells = f"{(column + row).decode()}:{last.decode()}"
                words = f"the cells {cells} are merged: the first has the value, the others are empty"
                merged.setdefault(int(row), []).append(words)
            rest = text[text.rfind(b"<") :]
    return formulas, {row: list(dict.fromkeys(words)) for row, words in merged.items()}


def _fault(cell: Any, source: Any) -> str | None:
    if cell.data_type == "e":
        return f"has the error {cell.value}"
    if cell.value is None and source and source[0].data_type == "f":
        return "has a formula whose value is not kept in the file; open and save it with a spreadsheet program"
    return None


def _text(value: Any) -> str:
    """A cell as text: days as ISO writes them, numbers exact and without a needless fraction."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == value.min.time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else number(value) if isinstance(value, float) else str(value).strip()


def number(value: float) -> str:
    """A number without `.0`."""
    return str(int(value)) if value.is_integer() else repr(value)
