"""Any CSV, TSV, JSON Lines or XLSX by a mapping file: which column becomes which field.

    file ──► records ──► rows by the names of the columns ──► facts by the mapping

mapping.py says what a mapping may hold, checking.py what is wrong with one, written.py and counts.py what cells mean.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from pydantic import ValidationError

from timeline.complaints import problems
from timeline.errors import Problem, Refused
from timeline.fact import Json
from timeline.importing.format import Format, Opened, Release, Row
from timeline.importing.table.checking import faults
from timeline.importing.table.facts import Facts
from timeline.importing.table.mapping import Mapping
from timeline.importing.table.records import Layout, rows
from timeline.importing.table.suggesting import suggestion
from timeline.registry import Kinds


def _unmapped(opened: Opened) -> Iterator[Row]:
    what = "needs --map with a mapping file; --suggest prints one to begin with"
    raise Refused([Problem(opened.name, "", what)])


def configured(told: Json) -> Format:
    """The format by its mapping; raises ValueError with each mistake on a line."""
    try:
        mapping = Mapping.model_validate(told)
    except ValidationError as error:
        raise ValueError("\n".join(map(str, problems(error, Mapping)))) from error
    return _format(mapping)


def _format(mapping: Mapping) -> Format:
    about = mapping.dataset
    layout = Layout(mapping.sheet, mapping.header, mapping.delimiter)
    return Format(
        name="table",
        dataset=about.name,
        about=about.title,
        rows=partial(rows, layout=layout, wanted=mapping.columns),
        facts=lambda _: (),
        release=lambda _: Release(about.title, None, about.published),
        bound=partial(_bound, mapping),
        taker="the mapping takes",
        shown=3,
    )


def _bound(mapping: Mapping, kinds: Kinds) -> Format:
    """The format by the kinds in force; raises ValueError with each mistake on a line."""
    if found := list(dict.fromkeys(faults(mapping, kinds))):
        raise ValueError("\n".join(found))
    return replace(_format(mapping), facts=Facts(mapping, kinds))


FORMAT = Format(
    name="table",
    dataset="table",
    about="any CSV, TSV, JSON Lines or XLSX, by a mapping file",
    rows=_unmapped,
    facts=lambda _: (),
    release=lambda _: Release("A table"),
    configured=configured,
    suggest=suggestion,
)
