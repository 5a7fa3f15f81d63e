"""One row a fact, in UTF-8 with a head (RFC 4180).

What a kind alone has is in columns of its own; with `--kind` only that kind's are there. Lists of names are joined by
`; `, and lists with more to each member are JSON. Dates are text: a spreadsheet would make days of months, and knows
none before 1900. A cell that a spreadsheet would calculate begins with an apostrophe; `timeline publish` has the
tables to the letter.
"""

from collections import Counter
from collections.abc import Sequence
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.columns import mapped, table
from timeline.exporting.csv_text import write_rows
from timeline.exporting.formats import Left, Mapped
from timeline.registry import Kinds


def fields(kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return mapped(kinds)


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The table."""
    write_rows(out, table(chosen))
    return Counter()
