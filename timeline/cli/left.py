"""The report of the rows that an import leaves out: CSV that no spreadsheet calculates, or JSON Lines."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from timeline.errors import TimelineError
from timeline.formulas import as_text
from timeline.importing.format import Bad

_NAMES = ("row", "column", "value", "why")


class Left:
    """Writes each problem of a row at `path`; `rows` counts the rows."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0

    def __enter__(self) -> Self:
        try:
            self._file = self.path.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise TimelineError(f"{self.path}: cannot be written: {error}") from error
        if not self._is_json:
            self._file.write(",".join(_NAMES) + "\n")
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._file.close()

    @property
    def _is_json(self) -> bool:
        return self.path.suffix in (".jsonl", ".json", ".ndjson")

    def add(self, problems: Sequence[Bad]) -> None:
        """The problems of a row, or of several."""
        self.rows += len({problem.where for problem in problems})
        for problem in problems:
            cells = (problem.where, problem.path, problem.value, problem.message)
            self._file.write(_as_json(cells) if self._is_json else _as_csv(cells))


def _as_json(cells: Sequence[str]) -> str:
    return json.dumps(dict(zip(_NAMES, cells, strict=True)), ensure_ascii=False) + "\n"


def _as_csv(cells: Sequence[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return as_text(line.getvalue())
