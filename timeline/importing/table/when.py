"""The date of a row: one column, two ends, or year, month and day apart."""

from collections.abc import Callable

from timeline import edtf
from timeline.edtf import written
from timeline.fact import Json
from timeline.importing.format import BadRow
from timeline.importing.table.mapping import When

Text = Callable[[str], str | None]
"""What stands in a column, None where that means nothing."""


def date(when: When, text: Text) -> Json:
    """`date` and `date_basis`, none where no date is known; raises BadRow."""
    if when.year:
        found = written.Written(_apart(when, text))
    elif when.start and when.end:
        found = _span(when, text)
    else:
        found = _read(str(when.column), text, when)
    if found.date is None:
        return {}
    basis = " ".join(filter(None, [found.basis, when.basis]))
    return {"date": found.date, **({"date_basis": basis} if basis else {})}


def _read(column: str, text: Text, when: When) -> written.Written:
    cell = text(column)
    if cell is None:
        return written.Written(None)
    try:
        return written.read(cell, when.order)
    except ValueError as error:
        raise BadRow(column, str(error)) from None


def _span(when: When, text: Text) -> written.Written:
    """The ends are dates of their own; equal ones, or one alone, are no span."""
    column = str(when.end)
    start, end = _read(str(when.start), text, when), _read(column, text, when)
    if end.date is None or start.date == end.date:
        return start
    form = "{}/{}" if when.means == "lasted" else "[{}..{}]"
    try:
        made = edtf.parse(form.format(start.date or "", end.date)).text
    except ValueError as error:
        raise BadRow(column, f"{text(column)!r} does not go with {when.start}, {start.date}: {error}") from None
    return written.Written(made, "; ".join(filter(None, [start.basis, end.basis])) or None)


def _apart(when: When, text: Text) -> str | None:
    """As precise as the columns are filled; a 0 is how data sets write that a part is unknown."""
    parts = [(column, text(column)) for column in (when.year, when.month, when.day) if column]
    known = [(column, cell) for column, cell in parts if cell and cell.strip("0. ")]
    if not known:
        return None
    if [column for column, _ in known] != [column for column, _ in parts][: len(known)]:
        raise BadRow(known[-1][0], f"is {known[-1][1]!r}, and what comes before it in a date is not known")
    words = [cell.removesuffix(".0") for _, cell in known]
    form = "-".join(word.zfill(2) for word in words) if all(map(str.isdigit, words)) else " ".join(reversed(words))
    try:
        return written.read(form).date
    except ValueError as error:
        raise BadRow(known[-1][0], str(error)) from None
