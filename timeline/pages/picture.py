"""The picture above the timeline: a lane for each kind or actor, and in it a mark for each date of its facts.

Facts of one lane that have the same date share a mark, which says how many they are. Nothing is drawn firmer than it is
known: a day that is only possible is soft, an open end fades out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from timeline.pages import words
from timeline.pages.axis import Axis
from timeline.pages.bars import Bar, bars
from timeline.pages.brief import Brief
from timeline.pages.days import Reach, reach
from timeline.pages.page import Site

WIDE, NARROW = 768, 320
"""Widths for a desk and for a phone, in pixels, so that letters are as big on the screen as they are drawn."""

_LANES = 9
_ROOMY, _ROWS = 14, 40
"""A lane of more rows than the first has thin ones, and never more than the second."""
_ROW, _THIN, _LABEL, _HEAD = 20, 11, 22, 44
_NAMED = 6
_LETTER = 7.6
_DOT = 24


class Group(NamedTuple):
    """The facts of a lane that share a date, and its days."""

    briefs: list[Brief]
    reach: Reach


class Mark(NamedTuple):
    """A group where it is drawn: a day is a dot at `x`, all else bars, which have the number of facts at `x`."""

    href: str
    title: str
    look: str
    facts: int
    x: float
    y: float
    bars: list[Bar]


class Lane(NamedTuple):
    """A lane where it is drawn, with rows so `high`; for want of room, `beyond` facts are not."""

    words: str
    y: float
    facts: int
    beyond: int
    high: int
    marks: list[Mark]


class Drawing(NamedTuple):
    """The picture in one width."""

    name: str
    width: int
    height: float
    axis: Axis
    lanes: list[Lane]


@dataclass(frozen=True)
class Picture:
    """The picture in both widths, and what it shows in words."""

    drawings: list[Drawing]
    drawn: int
    undated: int
    lanes: list[tuple[str, int]]

    @property
    def axis(self) -> Axis:
        return self.drawings[0].axis


def picture(briefs: Sequence[Brief], site: Site, by: str) -> Picture | None:
    """Draws the facts of a page in lanes by kind or by actor; None where no fact has a day."""
    reaches = {brief.name.slug: _reach(brief, site) for brief in briefs}
    dated = [brief for brief in briefs if reaches[brief.name.slug]]
    if not dated:
        return None
    lanes = _lanes(dated, by)
    grouped = {lane: list(_groups(within, reaches)) for lane, within in lanes.items()}
    known = [day for found in reaches.values() if found for day in found.days]
    drawings = [_drawing(name, width, grouped, known) for name, width in (("wide", WIDE), ("narrow", NARROW))]
    counts = [(lane, len(within)) for lane, within in lanes.items()]
    return Picture(drawings, len(dated), len(briefs) - len(dated), counts)


def _reach(brief: Brief, site: Site) -> Reach | None:
    model = site.kinds.models.get(brief.row["kind"])
    return reach(brief.row, period=bool(model and model.period))


def _lanes(briefs: Sequence[Brief], by: str) -> dict[str, list[Brief]]:
    """The fullest lanes first; what is in none of them is together in a last one."""
    within = [(brief, _within(brief, by)) for brief in briefs]
    counts = Counter(lane for _, lanes in within for lane in lanes)
    fullest = sorted(counts, key=lambda lane: (-counts[lane], lane))[:_LANES]
    lanes: dict[str, list[Brief]] = {lane: [] for lane in fullest}
    others = [brief for brief, wanted in within if not lanes.keys() & set(wanted)]
    for brief, wanted in within:
        for lane in wanted:
            if lane in lanes:
                lanes[lane].append(brief)
    return lanes | ({"all others" if by == "kind" else "others, or nobody": others} if others else {})


def _within(brief: Brief, by: str) -> list[str]:
    if by == "kind":
        return [words.label(brief.row["kind"])]
    return list(dict.fromkeys(part.who.words for part in brief.parts))


def _groups(briefs: Iterable[Brief], reaches: dict[str, Reach | None]) -> Iterator[Group]:
    together: dict[Reach, list[Brief]] = defaultdict(list)
    for brief in briefs:
        found = reaches[brief.name.slug]
        assert found
        together[found].append(brief)
    return (Group(several, found) for found, several in together.items())


def _drawing(name: str, width: int, grouped: dict[str, list[Group]], known: Sequence[int]) -> Drawing:
    axis, lanes, y = Axis(known, width), [], float(_HEAD)
    for label, groups in grouped.items():
        lane, y = _lane(label, groups, axis, y)
        lanes.append(lane)
    return Drawing(name, width, y, axis, lanes)


def _lane(label: str, groups: Sequence[Group], axis: Axis, top: float) -> tuple[Lane, float]:
    """A lane, and where the next one begins."""
    first = top + _LABEL
    placed = list(_placed([_mark(group, axis) for group in groups]))
    rows = max(row for row, _ in placed) + 1
    high = _ROW if rows <= _ROOMY else _THIN
    marks = [mark._replace(y=first + row * high + high / 2) for row, mark in placed if row < _ROWS]
    beyond = sum(mark.facts for row, mark in placed if row >= _ROWS)
    lane = Lane(_cut(label, axis.width), top, sum(mark.facts for _, mark in placed), beyond, high, marks)
    return lane, first + min(rows, _ROWS) * high + 6


def _placed(marks: Iterable[Mark]) -> Iterator[tuple[int, Mark]]:
    """Each with the first row that has room for it."""
    ends: list[float] = []
    for mark in marks:
        left, right = _extent(mark)
        row = next((row for row, end in enumerate(ends) if end <= left), len(ends))
        ends[row : row + 1] = [right]
        yield row, mark


def _mark(group: Group, axis: Axis) -> Mark:
    found = group.reach
    drawn = [] if found.first == found.last else bars(found, axis)
    kinds = {brief.row["kind"] for brief in group.briefs}
    look = (f"mark-{kinds.pop()}" if len(kinds) == 1 else "mark-several") + (" hedged" if found.hedged else "")
    return Mark(f"#{group.briefs[0].name.slug}", _title(group), look, len(group.briefs), _middle(found, axis), 0, drawn)


def _middle(found: Reach, axis: Axis) -> float:
    """Of a day; else where the number stands, at an end that is known."""
    if found.first is None or found.last is None:
        return axis.left(found.first) + _DOT / 2 if found.first is not None else axis.right(found.last or 0) - _DOT / 2
    left, right = axis.left(found.first), axis.right(found.last)
    return min(left + _DOT / 2, (left + right) / 2) if found.first != found.last else (left + right) / 2


def _extent(mark: Mark) -> tuple[float, float]:
    """From where to where a row is taken: a dot takes as much as a finger needs."""
    ends = [end for bar in mark.bars for end in (bar.x, bar.x + bar.width)]
    return min([*ends, mark.x - _DOT / 2]), max([*ends, mark.x + _DOT / 2])


def _title(group: Group) -> str:
    """The date in words and what happened; a text of people's making is kept from turning the line."""
    named = [f"\u2068{brief.name.words}\u2069" for brief in group.briefs[:_NAMED]]
    more = len(group.briefs) - len(named)
    kind, date = words.label(group.briefs[0].row["kind"]), group.briefs[0].row["date_words"]
    said = "; ".join([*named, *([f"and {more} more"] if more else [])])
    return f"{date}: {said} ({kind})" if len(group.briefs) == 1 else f"{date}, {len(group.briefs)} facts: {said}"


def _cut(label: str, width: float) -> str:
    most = int(width / _LETTER) - 6
    return f"\u2068{label if len(label) <= most else label[: most - 1] + '…'}\u2069"
