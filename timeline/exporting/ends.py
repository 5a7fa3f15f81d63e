"""When something began and when it ended, each as the first and the last day that it can have been."""

from typing import NamedTuple

from timeline import edtf
from timeline.pages.ask import Row


class End(NamedTuple):
    """One end of a date: None where it is open or unknown on that side."""

    first: str | None
    last: str | None

    @property
    def day(self) -> str | None:
        """The day, where it is a single one."""
        return self.first if self.first == self.last else None


def ends(row: Row) -> tuple[End, End]:
    """The beginning and the end of a fact of the timeline.

    `2001/2018-11-14` began on some day of 2001. Some day in a month began no earlier and ended no later than that.
    """
    earliest, latest = row["earliest"], row["latest"]
    if row["date_kind"] == "extent":
        start, dash, end = row["date"].partition("/")
        return (_end(start), _end(end)) if dash else (End(earliest, earliest), End(latest, latest))
    if row["date_kind"] == "day":
        return End(earliest, earliest), End(latest, latest)
    return End(earliest, None), End(None, latest)


def _end(text: str) -> End:
    if text in ("", ".."):
        return End(None, None)
    parsed = edtf.parse(text)
    return End(parsed.earliest, parsed.latest)
