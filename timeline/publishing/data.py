"""The data for download: the database, and each table as CSV, JSON and JSONL, the same bytes for the same log.

`TABLE.csv` is safe in a spreadsheet: a cell that would be taken for a formula has an apostrophe in front.
`TABLE.raw.csv` has every value to the letter.
"""

import csv
import gzip
import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, NamedTuple

from timeline.formulas import as_text
from timeline.publishing.folder import Folder, Put
from timeline.registry import Kinds
from timeline.schema import Field
from timeline.tables import tables
from timeline.views import VIEWS

_MOST = 1_000
"""Rows that are written at once."""

_HEADER = ((24, b"\0\0\0\1"), (92, b"\0\0\0\1"), (96, (3_040_000).to_bytes(4)))
"""What SQLite writes of itself into a file: how often it was changed, as of when, and by which version."""


class Listed(NamedTuple):
    """A table or view as it is published, and the order of its rows."""

    name: str
    description: str
    fields: tuple[Field, ...]
    order: str

    @property
    def files(self) -> tuple[str, str, str, str]:
        """CSV for spreadsheets, raw CSV, JSON and JSON lines; `events.jsonl` is the log itself."""
        lines = "events.table.jsonl" if self.name == "events" else f"{self.name}.jsonl"
        return f"{self.name}.csv", f"{self.name}.raw.csv", f"{self.name}.json", lines


def listed(kinds: Kinds) -> list[Listed]:
    """The tables and views that are for readers."""
    own = [table for table in tables(kinds) if not table.name.startswith("_")]
    found = [Listed(table.name, table.description, table.fields, _order(table.key)) for table in own]
    for view in VIEWS:
        order = "" if "ORDER BY" in view.select else _order(tuple(field.name for field in view.fields))
        found.append(Listed(view.name, view.description, view.fields, order))
    return sorted(found)


def _order(columns: tuple[str, ...]) -> str:
    return " ORDER BY " + ", ".join(f'"{name}"' for name in columns)


def database(made: Path, target: Path) -> None:
    """A copy in one piece, with nothing of the machine in it, for readers alone: no write-ahead log."""
    with closing(sqlite3.connect(made)) as db:
        db.execute("UPDATE _projection SET file = ''")
        db.commit()
        db.execute("VACUUM INTO ?", (str(target),))
    with closing(sqlite3.connect(target)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
    with target.open("r+b") as file:
        for offset, content in _HEADER:
            file.seek(offset)
            file.write(content)


def compressed(source: Path, target: Path) -> None:
    """The gzip of a file, without name or time."""
    with (
        source.open("rb") as plain,
        target.open("wb") as file,
        gzip.GzipFile("", "wb", 6, file, mtime=0) as packed,
    ):
        shutil.copyfileobj(plain, packed, 1 << 20)


def exported(db: sqlite3.Connection, table: Listed, folder: Folder) -> list[Put]:
    """The four files of a table."""
    names = [f"data/{name}" for name in table.files]
    columns = [field.name for field in table.fields]
    quoted = ", ".join(f'"{name}"' for name in columns)
    select = f'SELECT {quoted} FROM "{table.name}"{table.order}'
    with ExitStack() as stack:
        safe, raw, array, lines = (stack.enter_context(folder.open(name).open("wb")) for name in names)
        head = _csv([columns])
        safe.write(as_text(head).encode())
        raw.write(head.encode())
        array.write(b"[")
        separator = b"\n"
        for rows in _batches(db, select):
            text = _csv(rows)
            raw.write(text.encode())
            safe.write(as_text(text).encode())
            objects = [_object(columns, row) for row in rows]
            lines.write(b"".join(one + b"\n" for one in objects))
            array.write(separator + b",\n".join(objects))
            separator = b",\n"
        array.write(b"\n]\n")
    return [folder.adopt(name) for name in names]


def _batches(db: sqlite3.Connection, select: str) -> Iterator[list[tuple[Any, ...]]]:
    cursor = db.execute(select)
    while rows := cursor.fetchmany(_MOST):
        yield rows


def _csv(rows: list[Any]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def _object(columns: list[str], row: tuple[Any, ...]) -> bytes:
    return json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, separators=(",", ":")).encode()
