"""The chart of one measure: each figure over its period at its value, a range as a range; nothing is added up."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from timeline.pages.axis import Axis
from timeline.pages.bars import Bar, bars
from timeline.pages.counted import Counted
from timeline.pages.days import Reach, reach
from timeline.pages.picture import NARROW, WIDE
from timeline.pages.scale import Scale

_TOP, _PLOT, _BOTTOM, _LEFT = 58, 190, 8, 54
_LEAST = 10
_LETTER, _LINE = 7.4, 14


class Box(NamedTuple):
    """What a number can be, from one height to another: `fades` up where it is at least, down where it is at most."""

    y: float
    height: float
    fades: str


class Mark(NamedTuple):
    """A figure where it is drawn: a line over its period for the number, or the known end of a range, and the range."""

    counted: Counted
    title: str
    hedged: bool
    bars: list[Bar]
    y: float
    box: Box | None
    label: tuple[float, str] | None

    @property
    def left(self) -> float:
        return self.bars[0].x

    @property
    def right(self) -> float:
        return self.bars[-1].x + self.bars[-1].width


class Plot(NamedTuple):
    """A chart in one width."""

    name: str
    width: int
    height: float
    left: int
    axis: Axis
    steps: list[tuple[int, float]]
    marks: list[Mark]


class Chart(NamedTuple):
    """The figures of one measure, drawn in both widths; `unknown` have no number, `undated` no day."""

    measure: str
    plots: list[Plot]
    drawn: int
    unknown: int
    undated: int
    tenfold: bool


def charts(figures: Sequence[Counted]) -> Iterator[Chart]:
    """A chart for each measure, in order of their names."""
    for measure in sorted({figure.measure for figure in figures}):
        yield _chart(measure, [figure for figure in figures if figure.measure == measure])


def _chart(measure: str, figures: Sequence[Counted]) -> Chart:
    dated = [(figure, found) for figure in figures if (found := reach(figure.brief.row, period=True))]
    drawn = [(figure, found) for figure, found in dated if figure.numbers]
    unknown = sum(not figure.numbers for figure in figures)
    undated = sum(bool(figure.numbers) for figure in figures) - len(drawn)
    plots = [_plot(f"{measure}-{name}", width, drawn) for name, width in (("wide", WIDE), ("narrow", NARROW)) if drawn]
    return Chart(measure, plots, len(drawn), unknown, undated, bool(drawn) and _scale(drawn).tenfold)


def _scale(drawn: Sequence[tuple[Counted, Reach]]) -> Scale:
    return Scale([number for figure, _ in drawn for number in figure.numbers], _TOP + _PLOT, _TOP)


def _plot(name: str, width: int, drawn: Sequence[tuple[Counted, Reach]]) -> Plot:
    axis = Axis([day for _, found in drawn for day in found.days], width - _LEFT)
    scale = _scale(drawn)
    marks = list(_labelled([_mark(figure, found, axis, scale) for figure, found in drawn], axis.width))
    steps = [(step, scale.at(step)) for step in scale.ticks]
    return Plot(name, width, _TOP + _PLOT + _BOTTOM, _LEFT, axis, steps, marks)


def _mark(figure: Counted, found: Reach, axis: Axis, scale: Scale) -> Mark:
    at = figure.best if figure.best is not None else figure.low if figure.low is not None else figure.high
    assert at is not None
    title = f"{figure.words}, {figure.brief.row['date_words']}: \u2068{figure.brief.name.words}\u2069"
    if figure.within:
        title += f"; lies in {figure.within[0].words}"
    box = _box(figure, scale)
    return Mark(figure, title, found.hedged, bars(found, axis, _LEAST), scale.at(at), box, None)


def _box(figure: Counted, scale: Scale) -> Box | None:
    """Between the ends that are known; where one is not, to the end of the drawing."""
    if figure.low == figure.high:
        return None
    top = scale.at(figure.high) if figure.high is not None else float(_TOP)
    bottom = scale.at(figure.low) if figure.low is not None else float(_TOP + _PLOT)
    fades = "up" if figure.high is None else "down" if figure.low is None else ""
    return Box(top, bottom - top, fades)


def _labelled(marks: Sequence[Mark], width: float) -> Iterator[Mark]:
    """With their numbers beside them, as far as these keep clear of each other."""
    taken: list[tuple[float, float, float]] = []
    for mark in marks:
        wide = len(mark.counted.number) * _LETTER
        left, y = min(mark.left, width - wide), mark.y - 6
        if any(left < right and left + wide > start and abs(y - other) < _LINE for start, right, other in taken):
            yield mark
        else:
            taken.append((left, left + wide, y))
            yield mark._replace(label=(left, mark.counted.number))
