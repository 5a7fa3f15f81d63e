"""The formats there are. A format's module is loaded when it is asked for, and its library when it writes."""

import importlib
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from timeline.exporting.chosen import Chosen
    from timeline.registry import Kinds

Left = Counter[str]
"""How many facts were left out, by what stands behind "left out:" for a reader, as `without a date`."""

Write = Callable[["Chosen", BinaryIO], Left]


class Mapped(NamedTuple):
    """Where a format has what: the path of its field, and what of ours is there."""

    path: str
    meaning: str


@dataclass(frozen=True)
class Format:
    """One format: `extra` is what brings its library; `options` are those of the command that are for it alone."""

    name: str
    about: str
    extra: str | None = None
    binary: bool = False
    options: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """The kinds it can hold, where those are few; of one that holds a single kind, the others are not asked for."""

    @property
    def write(self) -> Write:
        """What writes the chosen facts to a file of bytes."""
        write: Write = self._module().write
        return write

    @property
    def notes(self) -> str:
        """What to know of it, for its readers."""
        return str(self._module().__doc__).strip()

    def fields(self, kinds: "Kinds") -> Sequence[Mapped]:
        """The format's mapping, field by field."""
        fields: Sequence[Mapped] = self._module().fields(kinds)
        return fields

    def _module(self) -> Any:
        return importlib.import_module(f"timeline.exporting.{self.name}")


_ALL = (
    Format("csv", "CSV: a row a fact, safe in a spreadsheet"),
    Format("xlsx", "a workbook for Excel, LibreOffice and the like", extra="xlsx", binary=True),
    Format("parquet", "Parquet: typed columns for data frames", extra="parquet", binary=True),
    Format("markdown", "a chronology in Markdown, to paste into a story"),
    Format("timelinejs", "TimelineJS 3: slides for Knight Lab's timeline"),
    Format("icalendar", "a calendar (RFC 5545) of whole days", options=("uncertain",)),
    Format("atom", "an Atom feed (RFC 4287)", options=("with_authors",)),
    Format("geojson", "GeoJSON (RFC 7946): facts as points on a map", options=("placed",)),
    Format("ucdp", "CSV under the column names of UCDP GED: attacks", kinds=("attack",)),
    Format("acled", "CSV under the column names of ACLED: attacks and agreements", kinds=("attack", "meeting")),
    Format("ftm", "FollowTheMoney entities, a JSON line each", extra="ftm"),
    Format("csl", "CSL-JSON: the sources, for reference managers"),
    Format("annotations", "W3C Web Annotations: the passages"),
    Format("cloudevents", "a CloudEvents batch: the log itself", options=("with_authors", "with_retracted")),
)
FORMATS = {format.name: format for format in _ALL}
