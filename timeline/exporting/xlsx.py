"""A workbook: the facts as in `csv`, and a sheet each for the documents, actors and places that they name.

Every text is written as a text, so that no formula runs and no date becomes another; numbers are numbers. A cell holds
32,767 characters: what is longer ends in `…`, which standard error says. A sheet holds 1,048,575 facts.

XlsxWriter writes it, since it needs no more memory for more rows and no clock: the same facts give the same bytes.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from timeline.columns import fact_columns
from timeline.errors import TimelineError
from timeline.exporting.chosen import Chosen
from timeline.exporting.columns import mapped, table
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.record import REGISTRIES
from timeline.extras import library
from timeline.registry import Kinds

_LONGEST = 32_767
_MOST = 1_048_576
_NEVER = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook's times have no zone
_WHY = "with a text longer than a cell holds, which was cut"


def fields(kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    sheets = [Mapped(f"timeline.{column.path}", column.meaning) for column in mapped(kinds)]
    for kind, sheet in REGISTRIES.items():
        sheets += [Mapped(f"{sheet}.{column.name}", column.description) for column in fact_columns(kinds[kind])]
    return sheets


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The workbook."""
    xlsxwriter = library("xlsxwriter", "xlsx")
    left = Counter[str]()
    with TemporaryFile() as file:  # a ZIP in a pipe would have other bytes
        book = xlsxwriter.Workbook(file, {"constant_memory": True})
        book.set_properties({"title": chosen.site.title, "created": _NEVER})
        head = book.add_format({"bold": True})
        for name, rows in _sheets(chosen):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            _fill(sheet, rows, head, left)
        book.close()
        file.seek(0)
        shutil.copyfileobj(file, out)
    return left


def _sheets(chosen: Chosen) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    yield "timeline", table(chosen)
    for kind, name in REGISTRIES.items():
        having = [column.name for column in fact_columns(chosen.site.kinds[kind])]
        yield name, _registered(chosen, kind, having)


def _registered(chosen: Chosen, kind: str, having: list[str]) -> Iterator[list[Any]]:
    yield having
    for row in chosen.registered(kind):
        yield [row[name] for name in having]


def _fill(sheet: Any, rows: Iterable[Sequence[Any]], head: Any, left: Left) -> None:
    for number, row in enumerate(rows):
        if number == _MOST:
            raise TimelineError(f"xlsx: a sheet holds {_MOST - 1:,} facts; take fewer by a filter, or csv or parquet")
        for place, value in enumerate(row):
            _put(sheet, number, place, value, None if number else head)
        if any(isinstance(value, str) and _fitting(value) != value for value in row):
            left[_WHY] += 1


def _put(sheet: Any, number: int, place: int, value: Any, style: Any) -> None:
    text = "; ".join(value) if isinstance(value, list) else value
    if isinstance(text, str):
        if text:
            sheet.write_string(number, place, _fitting(text), style)
    elif text is not None:
        sheet.write_number(number, place, text, style)


def _fitting(text: str) -> str:
    """As much as a cell holds, which Excel counts in UTF-16."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"
