"""A scale of numbers, from the bottom of a drawing to its top; where they are too far apart, each step is ten times."""

from collections.abc import Sequence
from math import ceil, floor, log10

_FAR = 20
"""Numbers that are so many times each other are too far apart for even steps."""
_STEPS = 4


class Scale:
    """Where numbers stand between `bottom` and `top`, which are pixels counted downwards."""

    def __init__(self, numbers: Sequence[int], bottom: float, top: float) -> None:
        self._bottom, self._top = bottom, top
        positive = [number for number in numbers if number] or [1]
        self.tenfold = max(positive) > _FAR * min(positive)
        self.ticks = _tenfold(positive, zero=0 in numbers) if self.tenfold else _even(max(positive))

    def at(self, number: int) -> float:
        """Where a number stands."""
        return self._bottom - (self._bottom - self._top) * self._share(number)

    def _share(self, number: int) -> float:
        if not self.tenfold:
            return number / self.ticks[-1]
        least = log10(self.ticks[0] or self.ticks[1] / 10)
        return (log10(number) - least) / (log10(self.ticks[-1]) - least) if number else 0.0


def _even(most: int) -> list[int]:
    """From 0 on in steps of 1, 2 or 5 and noughts behind it."""
    rough = most / _STEPS
    power = 10 ** max(floor(log10(rough)), 0)
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= rough)
    return [step * count for count in range(ceil(most / step) + 1)]


def _tenfold(numbers: Sequence[int], *, zero: bool) -> list[int]:
    powers = range(floor(log10(min(numbers))), ceil(log10(max(numbers))) + 1)
    return [0] * zero + [10**power for power in powers]
