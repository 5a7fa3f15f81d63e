"""How far long work is, told to whoever wants to hear it: the command line shows it on a terminal."""

from collections.abc import Callable

from timeline.openlog import Position

Reading = Callable[[Position], None]
"""Is told how far the log is read."""

Counting = Callable[[int, int], None]
"""Is told how many of how many are done."""

Stage = Callable[[str, int, int], None]
"""Is told which stage is at work, and how many of how many it has done."""


def unheard(*_: object) -> None:
    """Nobody listens."""
