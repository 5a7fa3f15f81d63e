"""The rows of CSV, TSV, XLSX and JSON Lines, whatever the columns: text for each cell, by the column as it is named."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.errors import Problem, Refused
from timeline.importing import sheet
from timeline.importing.format import Bad, Opened, Row
from timeline.importing.table import lines as json_lines
from timeline.importing.table import workbook
from timeline.importing.table.names import hint
from timeline.many import many

_DELIMITERS = (",", ";", "\t", "|")


class Layout(NamedTuple):
    """Where the table is in its file."""

    sheet: str | None = None
    header: int = 1
    delimiter: str | None = None


def rows(opened: Opened, layout: Layout, wanted: Sequence[str]) -> Iterator[Row]:
    """The rows, their cells by the names that are `wanted`; raises Refused, for a column that is not there too."""
    opened.file.seek(0)
    start = opened.file.read(512)
    opened.file.seek(0)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused([Problem(opened.name, "", "is a workbook of the old sort; save it as .xlsx or as CSV")])
    if start.startswith(b"PK\x03\x04"):
        return _tabular(opened.name, workbook.records(opened, layout.sheet), layout.header, wanted, ragged=True)
    if is_lines(opened.name, start):
        return json_lines.rows(opened, wanted)
    return _tabular(opened.name, _csv(opened, layout.delimiter), layout.header, wanted, ragged=False)


def guessed(opened: Opened) -> tuple[Layout, Iterator[Row]]:
    """Where the table seems to be, and its rows: the first sheet that can be seen, the first row that is nearly as
    wide as the widest of the first ten; raises Refused."""
    start = opened.file.read(512)
    sheet_name = workbook.first(opened) if start.startswith(b"PK\x03\x04") else None
    if is_lines(opened.name, start):
        return Layout(), rows(opened, Layout(), ())
    opened.file.seek(0)
    records = workbook.records(opened, sheet_name) if sheet_name else _csv(opened, None)
    widths = [(sum(map(bool, one.cells)), one.line) for one, _ in zip(records, range(10), strict=False)]
    widest = max((width for width, _ in widths), default=0)
    header = next((line for width, line in widths if width and width >= 0.6 * widest), 1)
    layout = Layout(sheet_name, header if any(width for width, line in widths if line < header) else 1)
    return layout, rows(opened, layout, ())


def is_lines(name: str, start: bytes) -> bool:
    """Whether a file has JSON Lines, by its name or its beginning."""
    return name.endswith((".jsonl", ".ndjson", ".json")) or start.lstrip(b"\xef\xbb\xbf \r\n").startswith(b'{"')


def _csv(opened: Opened, delimiter: str | None) -> Iterator[workbook.Record]:
    lines = sheet.decoded(opened)
    try:
        first = [line for _, line in zip(range(10), lines, strict=False)]
        csv.field_size_limit(1 << 20)
        text = (line for some in (first, lines) for line in some)
        reader = csv.reader(text, delimiter=delimiter or _delimiter(first), strict=True)
        while True:
            number = reader.line_num + 1
            try:
                yield workbook.Record(number, [cell.strip() for cell in next(reader)])
            except StopIteration:
                return
            except csv.Error as error:
                words = f"{sheet.words(error)}; the file may be cut off or mixed up here"
                yield workbook.Record(number, [], {-1: words})
    except UnicodeDecodeError as error:
        raise Refused([sheet.undecoded(opened, error)]) from error


def _delimiter(lines: list[str]) -> str:
    """The one that stands most often in the row where it stands least; a comma in doubt."""
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines if line.strip()]
    return max(_DELIMITERS, key=lambda one: min((line.count(one) for line in bare), default=0))


def _tabular(
    file: str, records: Iterator[workbook.Record], header: int, wanted: Sequence[str], *, ragged: bool
) -> Iterator[Row]:
    names: list[str] = []
    places: dict[str, int] = {}
    said: tuple[str, ...] = ()
    for record in records:
        where = f"{file}:{record.line}"
        if record.faults.get(-1):
            yield Row(where, {}, problems=[Bad(where, "", record.faults[-1])])
        elif not names and record.line >= header and any(record.cells):
            names = [" ".join(name.split()) for name in record.cells]
            places = _places(where, names, wanted)
            said = record.said
        elif names and any(record.cells):
            yield _row(where, record._replace(said=(*said, *record.said)), names, places, ragged=ragged)
            said = ()
    if not names:
        raise Refused([Problem(file, "", "has no row with the names of the columns")])


def _places(where: str, names: list[str], wanted: Sequence[str]) -> dict[str, int]:
    """Where each wanted column is; raises Refused for those that are missing or there twice."""
    plain = [name.casefold() for name in names]
    faults, places = [], {}
    for name in wanted:
        same = " ".join(name.split()).casefold()
        exact = [place for place, one in enumerate(names) if one == " ".join(name.split())]
        found = exact or [place for place, one in enumerate(plain) if one == same]
        if len(found) == 1:
            places[name] = found[0]
        else:
            twice = f"has the column {name!r} {len(found)} times; name them apart"
            missing = f"has no column {name!r}{hint(name, names)}"
            faults.append(Problem(where, "", twice if found else missing))
    if faults:
        raise Refused(faults)
    return places


def _row(where: str, record: workbook.Record, names: list[str], places: dict[str, int], *, ragged: bool) -> Row:
    cells = record.cells
    while len(cells) > len(names) and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > len(names) or (len(cells) < len(names) and not ragged):
        what = f"has {many(len(cells), 'cell')}, the header {len(names)}; the file may be cut off or mixed up here"
        return Row(where, {}, problems=[Bad(where, "", what)])
    cells = [*cells, *[""] * (len(names) - len(cells))]
    shown = {name or f"column {place + 1}": cells[place] for place, name in enumerate(names) if name or cells[place]}
    row = Row(where, {name: cells[place] for name, place in places.items()}, shown)
    row.problems += [
        Bad(where, name, record.faults[at], cells[at]) for name, at in places.items() if at in record.faults
    ]
    row.warnings += [f"{where}: {said}" for said in record.said]
    return row
