"""Figures with the figures that contain them, and each below the one that it lies in most closely."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from timeline.pages import words
from timeline.pages.ask import Ask, Row
from timeline.pages.brief import Brief
from timeline.pages.names import Name

_MOST = 5_000
"""So many pairs of part and whole are looked at for a page: twenty for each figure of the longest."""


@dataclass(frozen=True)
class Counted:
    """A figure: what it counts, how many, and what it lies in, nearest first; `depth` is how far it stands inside."""

    brief: Brief
    measure: str
    low: int | None
    best: int | None
    high: int | None
    within: list[Name]
    depth: int = 0

    @property
    def numbers(self) -> list[int]:
        """Those that are known."""
        return [number for number in (self.low, self.best, self.high) if number is not None]

    @property
    def number(self) -> str:
        """`85`, `up to 30,000`, `unknown`."""
        return words.count({"low": self.low, "best": self.best, "high": self.high})

    @property
    def words(self) -> str:
        """`85 killed`"""
        return how_many(self.measure, self.number)


def how_many(measure: str, number: str) -> str:
    """A number with what it counts; an unknown one is not none."""
    return f"{number} {words.label(measure)}" if number != "unknown" else f"an unknown number of {words.label(measure)}"


def counted(ask: Ask, briefs: Sequence[Brief]) -> list[Counted]:
    """The figures of a page, each whole before its parts."""
    wholes = _wholes(ask, [brief.name.slug for brief in briefs])
    of = {part: set(rows) for part, rows in wholes.items()}
    figures = {brief.name.slug: _figure(brief, wholes.get(brief.name.slug, {}), of) for brief in briefs}
    below: dict[str, list[Counted]] = defaultdict(list)
    for figure in figures.values():
        below[next((whole.slug for whole in figure.within if whole.slug in figures), "")].append(figure)
    return list(_nested(below, "", 0))


def _nested(below: Mapping[str, list[Counted]], whole: str, depth: int) -> Iterator[Counted]:
    for figure in below.get(whole, ()):
        yield replace(figure, depth=depth)
        yield from _nested(below, figure.brief.name.slug, depth + 1)


def _figure(brief: Brief, rows: Mapping[str, Row], of: Mapping[str, set[str]]) -> Counted:
    """The nearest whole lies in the most others, or is of the same days; two that lie in each other contain nothing."""
    slug, own = brief.name.slug, brief.own
    real = [row for whole, row in rows.items() if slug not in of.get(whole, ())]
    real.sort(key=lambda row: (-len(of.get(row["id"], ())), row["date"] != own["date"], row["id"]))
    names = [Name(row["id"], _words(row), brief.name.href.replace(slug, row["id"]), "figure") for row in real]
    return Counted(brief, own["measure"], own["value_low"], own["value"], own["value_high"], names)


def _words(row: Row) -> str:
    number = words.count({"low": row["value_low"], "best": row["value"], "high": row["value_high"]})
    return how_many(row["measure"], number)


def _wholes(ask: Ask, ids: list[str]) -> dict[str, dict[str, Row]]:
    """For each figure, and each that contains one, all that contain it, by however many steps."""
    rows = ask.rows(
        f"""WITH RECURSIVE above(part, whole) AS (
          SELECT figure, whole FROM figure_parts WHERE figure IN (SELECT value FROM json_each(:ids))
          UNION SELECT above.part, p.whole FROM above JOIN figure_parts AS p ON p.figure = above.whole
          LIMIT {_MOST}
        )
        SELECT above.part, f.id, f.date, f.measure, f.value_low, f.value, f.value_high
        FROM above JOIN figures AS f ON f.id = above.whole""",
        ids=ids,
    )
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in rows:
        found[row["part"]][row["id"]] = row
    return found
