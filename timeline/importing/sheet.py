"""Tables of text: CSV with commas, semicolons or tabs, read row by row by the columns that a format declares."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from timeline.complaints import did_you_mean
from timeline.errors import Problem, Refused
from timeline.importing.format import Bad, Column, Opened, Row
from timeline.many import many

_DELIMITERS = (",", ";", "\t", "|")
_UTF_16 = re.compile(rb"\xff\xfe|\xfe\xff|[^\0]\0|\0[^\0]")
"""How it begins: with a mark, or with a letter of which one of two bytes is zero."""

_NAMED = "commas, semicolons, tabs or bars"
_LONGEST_CELL = 1 << 20


def rows(opened: Opened, columns: Sequence[Column]) -> Iterator[Row]:
    """The rows of a file, those with bad cells too; raises Refused when the file as a whole cannot be read so."""
    lines = decoded(opened)
    try:
        header = next(lines, "")
        delimiter = _delimiter(header, columns)
        csv.field_size_limit(_LONGEST_CELL)
        names = _header(opened.name, _split(header, delimiter), columns)
        yield from _rows(opened.name, lines, delimiter, names, columns)
    except UnicodeDecodeError as error:
        raise Refused([undecoded(opened, error)]) from error


def headless(opened: Opened, columns: Sequence[Column], names: list[str]) -> Iterator[Row]:
    """The rows of a file without a header and without quotation marks, tabs between the cells; raises Refused."""
    try:
        for number, line in enumerate(decoded(opened), 1):
            if number == 1 and "\t" not in line:
                raise Refused(
                    [Problem(f"{opened.name}:1", "", f"has no tabs between {len(names)} cells, and no header")]
                )
            if line.strip():
                yield _row(f"{opened.name}:{number}", line.rstrip("\r\n").split("\t"), names, columns)
    except UnicodeDecodeError as error:
        raise Refused([undecoded(opened, error)]) from error


def decoded(opened: Opened) -> Iterator[str]:
    """The lines as text, their ends kept; raises Refused, and UnicodeDecodeError while it is read."""
    start = opened.file.read(2)
    opened.file.seek(0)
    if _UTF_16.fullmatch(start) and not opened.encoding:
        what = f"is UTF-16, not UTF-8; save it as UTF-8, or say --encoding {_utf_16(start)}"
        raise Refused([Problem(opened.name, "", what)])
    if not start:
        raise Refused([Problem(opened.name, "", "is empty")])
    text = io.TextIOWrapper(opened.file, opened.encoding or "utf-8-sig", newline="")
    try:
        yield from text
    finally:
        if not opened.file.closed:  # or whoever reads on after an error would find it closed
            text.detach()


def _utf_16(start: bytes) -> str:
    """Which of them, where no mark tells."""
    return "utf-16-be" if start[:1] == b"\0" else "utf-16-le" if start[1:] == b"\0" else "utf-16"


def undecoded(opened: Opened, error: UnicodeDecodeError) -> Problem:
    """Where a file is not in its encoding: which line it is in, and what the encoding may be."""
    opened.file.seek(0)
    number = next((n for n, raw in enumerate(opened.file, 1) if not _decodes(raw, error.encoding)), 0)
    if opened.encoding:
        return Problem(f"{opened.name}:{number}", "", f"is not {opened.encoding}, as --encoding says")
    advice = "it may be Windows-1252: say --encoding cp1252 if it is, or save it as UTF-8"
    return Problem(f"{opened.name}:{number}", "", f"is not UTF-8; {advice}")


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(header: str, columns: Sequence[Column]) -> str:
    """The one by which most names of the header are known."""
    known = {name for column in columns for name in (column.name, *column.also)}
    return max(_DELIMITERS, key=lambda one: len(known & {_plain(name) for name in _split(header, one)}))


def _split(header: str, delimiter: str) -> list[str]:
    return next(csv.reader([header], delimiter=delimiter), [])


def _plain(name: str) -> str:
    return name.strip().casefold()


def _header(file: str, header: list[str], columns: Sequence[Column]) -> list[str]:
    """Our name for each column of the file, as it stands where we know none."""
    ours = {name: column.name for column in columns for name in (column.name, *column.also)}
    names = [ours.get(_plain(name), _plain(name)) for name in header]
    faults = [f"has the column {name!r} twice" for name in dict.fromkeys(names) if name and names.count(name) > 1]
    needed = [column.name for column in columns if column.needed]
    missing = [name for name in needed if name not in names]
    if missing == needed:
        what = f"has none of the columns {', '.join(needed[:3])} …: is it another table, or without its header"
        raise Refused([Problem(f"{file}:1", "", f"{what}, or with other than {_NAMED} between cells?")])
    faults += [f"has no column {name!r}{did_you_mean(name, set(names) - set(ours))}" for name in missing]
    if faults:
        raise Refused([Problem(f"{file}:1", "", fault) for fault in faults])
    return names


def _rows(
    file: str, lines: Iterator[str], delimiter: str, names: list[str], columns: Sequence[Column]
) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        where = f"{file}:{reader.line_num + 2}"  # the header is line 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Row(where, {}, problems=[Bad(where, "", f"{words(error)}; the file may be cut off or mixed up here")])
            continue
        if any(cell.strip() for cell in cells):
            yield _row(where, cells, names, columns)


def words(error: csv.Error) -> str:
    """What is wrong with the quotation marks."""
    if "end of data" in str(error) or "field limit" in str(error):
        return "a quotation mark is opened and never closed"
    return f"the quotation marks do not pair ({error})"


def _row(where: str, cells: list[str], names: list[str], columns: Sequence[Column]) -> Row:
    if len(cells) != len(names):
        what = f"has {many(len(cells), 'cell')}, the header {len(names)}; the file may be cut off or mixed up here"
        return Row(where, {}, problems=[Bad(where, "", what)])
    row = Row(where, {}, dict(zip(names, map(str.strip, cells), strict=True)))
    for column in columns:
        row.cells[column.name] = _cell(row, column)
    return row


def _cell(row: Row, column: Column) -> object:
    """The value in a cell; what is wrong with it is noted in the row."""
    written = row.raw.get(column.name, "")
    if not written:
        if column.needed and not column.may_be_empty:
            row.problems.append(Bad(row.where, column.name, "is empty"))
        return None
    try:
        return column.read(written)
    except ValueError as error:
        row.problems.append(Bad(row.where, column.name, str(error), written))
        return None
