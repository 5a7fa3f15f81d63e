"""What a format is: how its files are read into rows, and what a row says. An importer is a module with one `Format`.

    rows ──► facts (pure) ──► planning: ids, slugs, what changed ──► Log.append

Reading, messages, ids, registries, releases and batches are the framework's; a format knows its columns alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NamedTuple

from timeline.errors import Problem
from timeline.fact import Json
from timeline.registry import Kinds


@dataclass(frozen=True)
class Bad(Problem):
    """What is wrong in a cell: `where` is file and line, `path` the column, `value` what stands there."""

    value: str = ""


class BadRow(ValueError):
    """A row that cannot be taken, for what stands in its cells; raised by `facts`."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


class Column(NamedTuple):
    """A column as its publisher names it: what reads a cell, and what becomes of it, for docs/import.md.

    `read` gets the cell without outer blanks, never an empty one, and raises ValueError. `also` are the names that
    other releases give it. A file without a `needed` column is refused, an empty cell of it too unless `may_be_empty`.
    """

    name: str
    read: Callable[[str], Any]
    becomes: str
    needed: bool = False
    may_be_empty: bool = False
    also: tuple[str, ...] = ()


def shown(name: str, becomes: str) -> Column:
    """A field of a format that has no columns, for the documentation."""
    return Column(name, str, becomes)


def mark(what: object) -> str:
    """Sixteen digits by which a thing without a number of its own is known again; of eight, two of many collide."""
    return hashlib.sha256(str(what).encode(errors="replace")).hexdigest()[:16]


@dataclass
class Row:
    """One row: `cells` by column as `Column.read` made them, None where a cell is empty or the column is missing.

    `problems` are those of its cells; a row that has any says no facts. `warnings` do not keep it out.
    """

    where: str
    cells: Json
    raw: Mapping[str, str] = field(default_factory=dict)
    problems: list[Bad] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def bad(self, column: str, message: str, value: str = "") -> None:
        """Something that keeps it out."""
        self.problems.append(Bad(self.where, column, message, value))

    def warn(self, column: str, message: str) -> None:
        """Something that the person at the keyboard should know, and that is taken as it stands."""
        self.warnings.append(str(Bad(self.where, column, message)))


@dataclass(frozen=True)
class Imported:
    """A fact as a row has it.

    `key` names it within the data set for ever: from it come the id of its event and what recognises it in the next
    release. A slug in `fact`, in `attributed_to` or as `source` may be an Imported itself, which is registered when
    the chronology has no such thing. Without `source` it is the data set that says so. `slug` is proposed; by default
    it follows from the name or title of what is registered, and from data set and key of what is reported.
    """

    kind: str
    key: str
    fact: Json
    attributed_to: tuple["Imported | str", ...] = ()
    source: "Imported | str | None" = None
    note: str | None = None
    slug: str | None = None


class Release(NamedTuple):
    """Which edition of a data set a file is: the title of its source, and when it was published, in EDTF."""

    title: str
    label: str | None = None
    published: str | None = None


class Opened(NamedTuple):
    """A file to read: its name in messages, its bytes from the start, the encoding that was asked for."""

    name: str
    file: BinaryIO
    encoding: str | None = None

    @property
    def size(self) -> int:
        """In bytes."""
        place = self.file.tell()
        size = self.file.seek(0, 2)
        self.file.seek(place)
        return size


Rows = Callable[[Opened], Iterator[Row]]
Facts = Callable[[Row], Iterable[Imported]]


@dataclass(frozen=True)
class Format:
    """An importer.

    `dataset` begins the id of every event (`ucdp-ged:300380`). `rows` reads a file and raises Refused when it is none
    of this format; `facts` is a pure function of a row, and raises BadRow. `release` makes out the edition from the
    name of a file. `columns` are for the documentation, empty where a file has none. `configured` is
    the format by the mapping of --map, where it can be told one, and `bound` by the kinds in force, where it has to
    know them; both raise ValueError, a mistake on each line. `suggest` proposes a mapping. `taker` says what rows
    without facts have nothing for, and of the first `shown` rows a dry run shows what they become.
    """

    name: str
    dataset: str
    about: str
    rows: Rows
    facts: Facts
    release: Callable[[str], Release]
    columns: tuple[Column, ...] = ()
    configured: Callable[[Json], "Format"] | None = None
    by_source: bool = False
    """Whether keys hold within one source and not within a data set: then the source is part of every id."""
    bound: Callable[[Kinds], "Format"] | None = None
    suggest: Callable[[Opened], str] | None = None
    taker: str = "a kind here holds"
    shown: int = 0
