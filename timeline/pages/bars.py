"""A date as bars on an axis: firm where each day is meant, soft where some day is, fading where an end is open."""

from typing import NamedTuple

from timeline.pages.axis import Axis
from timeline.pages.days import Reach

_FADE = 40
_NARROWEST = 4


class Bar(NamedTuple):
    """A stretch of a date: `look` is firm or soft, `fades` is left, right or nothing."""

    x: float
    width: float
    look: str
    fades: str = ""


def bars(reach: Reach, axis: Axis, least: float = _NARROWEST) -> list[Bar]:
    """The bars of a date, from left to right; what is shorter than `least` is drawn so wide."""
    left = axis.left(reach.first) if reach.first is not None else 0.0
    right = axis.right(reach.last) if reach.last is not None else axis.width
    if right - left < least:
        return [Bar((left + right - least) / 2, least, "firm" if reach.firm else "soft")]
    if not reach.firm:
        fades = "left" if reach.first is None else "right" if reach.last is None else ""
        return [Bar(left, right - left, "soft", fades)]
    start = left if reach.firm_first is None else axis.left(reach.firm_first)
    end = right if reach.firm_last is None else axis.right(reach.firm_last)
    return [bar for bar in _parts(reach, (left, start, end, right)) if bar.width > 0]


def _parts(reach: Reach, at: tuple[float, float, float, float]) -> list[Bar]:
    left, start, end, right = at
    soft_before, soft_behind = Bar(left, start - left, "soft"), Bar(end, right - end, "soft")
    if reach.first is None:
        return [Bar(left, end - left, "firm", "left"), soft_behind]
    if reach.last is None and not reach.lasts:
        return [soft_before, Bar(start, right - start, "firm", "right")]
    if reach.last is None:
        edge = max(start, right - _FADE)
        return [soft_before, Bar(start, edge - start, "firm"), Bar(edge, right - edge, "firm", "right")]
    return [soft_before, Bar(start, end - start, "firm"), soft_behind]
