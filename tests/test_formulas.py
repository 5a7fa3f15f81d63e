"""CSV without formulas: what a spreadsheet would run becomes text, and nothing else changes."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timeline.formulas import Rows, as_text

CELLS = {
    "a formula": ('=HYPERLINK("http://evil.example","x")', '\'=HYPERLINK("http://evil.example","x")'),
    "a plus": ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
    "a minus": ("-2+3", "'-2+3"),
    "an at": ("@SUM(1)", "'@SUM(1)"),
    "a tab": ("\t=1", "'\t=1"),
    "a carriage return": ("\r=1", "'\r=1"),
    "wide": ("＝1", "'＝1"),  # noqa: RUF001
    "a number": ("-69.2", "-69.2"),
    "a number with an exponent": ("-1.5e-07", "-1.5e-07"),
    "a minus within": ("a-b=c", "a-b=c"),
    "a quote first": ('"=1', '"=1'),
    "lines": ("a\n=b,=c", "a\n=b,=c"),
    "nothing": ("", ""),
}


def written(*cells: str) -> str:
    """Rows of CSV, as Datasette writes them: every cell first, in the middle and last."""
    text = io.StringIO()
    csv.writer(text).writerows([[cell, "x", cell, cell] for cell in cells])
    return text.getvalue()


def read(text: str) -> list[list[str]]:
    """The cells of CSV."""
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize(("cell", "shown"), CELLS.values(), ids=CELLS)
def test_cells(cell: str, shown: str) -> None:
    """Wherever they stand in a row."""
    assert read(as_text(written(cell, "y"))) == [[shown, "x", shown, shown], ["y", "x", "y", "y"]]


@given(st.lists(st.text("=+-@\t\n\r\"',a1é", max_size=6), min_size=1), st.data())
def test_in_pieces_or_at_once(cells: list[str], data: st.DataObject) -> None:
    """The same rows, none of them a formula, and no other cell changed."""
    whole = written(*cells).encode()
    at = data.draw(st.integers(0, len(whole)))
    rows = Rows()
    parts = rows.feed(whole[:at], more=True) + rows.feed(whole[at:], more=True) + rows.feed(b"", more=False)
    assert parts.decode() == as_text(whole.decode())
    expected = [f"'{cell}" if cell[:1] in set("=+-@\t\n\r") and not number(cell) and cell else cell for cell in cells]
    assert [row[0] for row in read(parts.decode())] == expected


def number(cell: str) -> bool:
    """Whether it can be counted with."""
    return cell[1:].isascii() and cell[1:].isdigit() and cell[0] in "+-"
