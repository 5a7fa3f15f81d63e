"""How a site shows itself elsewhere."""

from typing import Literal, NamedTuple

Which = Literal["auto", "all", "none"]
MOST = 2_000
"""Facts up to which each has a card, where nobody said."""


class Showing(NamedTuple):
    """`base` is the address that the site will have, which ends in a slash, empty where nobody knows; `cards` are the
    pictures for links to it, which need that address."""

    base: str = ""
    cards: Which = "none"


NOWHERE = Showing()
