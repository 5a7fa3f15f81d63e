"""An axis of time: days from left to right, broken where nothing begins or ends for long.

One fact of 2001 among forty of 2018 would squeeze these into a corner. So the axis is cut where much of it would be
empty; each piece has a scale of its own, as wide as it has days to tell apart, and the cuts are marked and told.
"""

from calendar import isleap
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from timeline.edtf.words import MONTHS
from timeline.pages import days, words

_PIECES = 4
_EMPTY = 0.45
"""So much of a piece must be one gap for it to be cut there."""
_ENOUGH = 4
"""Fewer days than this are not squeezed by a gap."""
GAP = 16
_INSET = 9
_LEAST = 50
_CHARACTER = 7.5

_DAYS, _MONTHS, _YEARS = 1, 30.4, 365.2
_STEPS = (
    *((_DAYS, step, 6) for step in (1, 2, 5, 10)),
    *((_MONTHS, step, 4) for step in (1, 3, 6)),
    *((_YEARS, step * 10**power, 5) for power in range(4) for step in (1, 2, 5)),
)
"""A unit, how many of it from one tick to the next, and how many characters its words have."""


class Tick(NamedTuple):
    """A mark on the axis; `below` is the year, where the words above do not have it and it is another one."""

    x: float
    words: str
    below: str
    anchor: str


class Piece(NamedTuple):
    """A part of the axis without a cut: its days, and where it is."""

    first: int
    last: int
    left: float
    right: float

    def at(self, day: float) -> float:
        """Where a day begins; half a day later is its middle."""
        inner = self.right - self.left - 2 * _INSET
        return self.left + _INSET + (day - self.first) / (self.last - self.first + 1) * inner


class Axis:
    """An axis so wide, on which each of some days has its place."""

    def __init__(self, known: Sequence[int], width: float) -> None:
        self.width = width
        self.pieces = list(_laid_out(_cut(sorted(set(known))), width))
        self.ticks = [tick for piece in self.pieces for tick in _ticks(piece)]

    def left(self, day: int) -> float:
        """Where one of the days begins."""
        return self._piece(day).at(day)

    def right(self, day: int) -> float:
        """Where it ends."""
        return self._piece(day).at(day + 1)

    @property
    def cuts(self) -> list[float]:
        """The middles of the gaps."""
        return [piece.right + GAP / 2 for piece in self.pieces[:-1]]

    @property
    def gaps(self) -> list[str]:
        """In words, between which days something was left out."""
        return [f"{_day(before.last)} and {_day(after.first)}" for before, after in pairwise(self.pieces)]

    @property
    def words(self) -> str:
        """From when to when, in words."""
        first, last = self.pieces[0].first, self.pieces[-1].last
        return f"from {_day(first)} to {_day(last)}" if first != last else f"on {_day(first)}"

    def _piece(self, day: int) -> Piece:
        return next(piece for piece in self.pieces if piece.first <= day <= piece.last)


def _cut(known: list[int]) -> list[list[int]]:
    """The days in pieces: cut, as often as may be, in the widest gap of that piece which is emptiest."""
    pieces = [known]
    while len(pieces) < _PIECES:
        share, at, place = max((*_widest(piece), place) for place, piece in enumerate(pieces))
        if share < _EMPTY:
            break
        pieces[place : place + 1] = [pieces[place][:at], pieces[place][at:]]
    return pieces


def _widest(piece: list[int]) -> tuple[float, int]:
    """The share of its widest gap, and which day comes behind it."""
    if len(piece) < _ENOUGH:
        return 0, 0
    gap, at = max((after - before, at) for at, (before, after) in enumerate(pairwise(piece), 1))
    return gap / (piece[-1] - piece[0]), at


def _laid_out(pieces: list[list[int]], width: float) -> Iterator[Piece]:
    spare = width - GAP * (len(pieces) - 1) - _LEAST * len(pieces)
    total, left = sum(map(len, pieces)), 0.0
    for piece in pieces:
        right = left + _LEAST + spare * len(piece) / total
        yield Piece(piece[0], piece[-1], left, right)
        left = right + GAP


def _ticks(piece: Piece) -> Iterator[Tick]:
    unit, step, characters = _step(piece)
    space, year, shown = characters * _CHARACTER, "", False
    for iso in _stops(piece, unit, step):
        day = days.number(iso)
        middle = unit == _DAYS
        x = piece.at(day + 0.5 if middle else day)
        if x - (space / 2 if middle else 0) < piece.left or x + space / (2 if middle else 1) > piece.right + GAP:
            continue
        label, of = _words(iso, unit), "" if unit == _YEARS else _year(iso)
        yield Tick(x, label, of if of != year else "", "middle" if middle else "start")
        year, shown = of, True
    if not shown:
        yield Tick(piece.left, _year(days.iso(piece.first)), "", "start")


def _step(piece: Piece) -> tuple[float, int, int]:
    """The finest that has room for its words."""
    span, room = piece.last - piece.first + 1, piece.right - piece.left
    fits = (step for step in _STEPS if span / (step[0] * step[1]) * (step[2] + 1) * _CHARACTER <= room)
    return next(fits, _STEPS[-1])


def _stops(piece: Piece, unit: float, step: int) -> Iterator[str]:
    first, last = days.iso(piece.first), days.iso(piece.last)
    every_year = step if unit == _YEARS else 1
    for year in range(-(-int(first[:4]) // every_year) * every_year, int(last[:4]) + 1, every_year):
        for month in range(1, 13, {_YEARS: 12, _MONTHS: step}.get(unit, 1)):
            for day in range(1, 2 if unit != _DAYS else 32 if step == 1 else 30, step if unit == _DAYS else 1):
                iso = f"{year:04}-{month:02}-{day:02}"
                if first <= iso <= last and _is_day(year, month, day):
                    yield iso


def _is_day(year: int, month: int, day: int) -> bool:
    return day <= (30 if month in (4, 6, 9, 11) else 31 if month != 2 else 29 if isleap(year) else 28)


def _words(iso: str, unit: float) -> str:
    month = MONTHS[int(iso[5:7])][:3]
    return _year(iso) if unit == _YEARS else month if unit == _MONTHS else f"{int(iso[8:])} {month}"


def _year(iso: str) -> str:
    return str(int(iso[:4])) if iso >= "0001" else "1 BC"


def _day(number: int) -> str:
    iso = days.iso(number)
    return words.day(iso) if number > 0 else f"{int(iso[8:])} {MONTHS[int(iso[5:7])]} 1 BC"
