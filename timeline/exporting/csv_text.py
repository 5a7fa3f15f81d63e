"""CSV (RFC 4180) row by row, in which a spreadsheet finds no formula."""

import csv
from collections.abc import Iterable
from typing import Any, BinaryIO

from timeline.formulas import as_text


class _Line:
    """Gives the writer back what it writes."""

    def write(self, text: str) -> str:
        return text


def write_rows(out: BinaryIO, rows: Iterable[Iterable[Any]]) -> None:
    """Each row on a line of its own; what is None is empty, and several texts are joined by "; "."""
    writer = csv.writer(_Line())
    for row in rows:
        out.write(as_text(writer.writerow([_cell(value) for value in row])).encode())


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return "; ".join(value)
    return int(value) if isinstance(value, bool) else value
