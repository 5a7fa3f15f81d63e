"""Where a place lies, without a map: coordinates in degrees and minutes, no more exact than the place is, and links."""

from dataclasses import dataclass
from typing import Any

EXACT = ("site", "village", "town", "city")
"""Types of places that a point can stand for; of all others it is somewhere in the middle."""

_ZOOM = {"site": 15, "village": 13, "town": 12, "city": 11, "district": 9, "province": 7, "region": 6}
_WIDEST = 4


@dataclass(frozen=True)
class Locator:
    """`x` and `y` are degrees from the north-west corner of the world; `square` is the degree that it lies in."""

    latitude: float
    longitude: float
    place_type: str

    @property
    def exact(self) -> bool:
        return self.place_type in EXACT

    @property
    def words(self) -> str:
        """Degrees and minutes; of what is wider than a town, whole degrees."""
        north, east = (
            _angle(self.latitude, "N", "S", minutes=self.exact),
            _angle(self.longitude, "E", "W", minutes=self.exact),
        )
        return f"{north}, {east}" if self.exact else f"about {north}, {east}"

    @property
    def precision(self) -> str:
        """What the point stands for."""
        if self.place_type == "site":
            return "A single site."
        if self.exact:
            return f"The middle of a {self.place_type}: what happened there did not happen at this very point."
        kind = self.place_type or "place of unknown size"
        return f"Not exact: a point somewhere in the middle of a {kind}, so that one knows where on Earth it lies."

    @property
    def x(self) -> float:
        return self.longitude + 180

    @property
    def y(self) -> float:
        return 90 - self.latitude

    @property
    def square(self) -> dict[str, Any]:
        """The degrees around it, and where in them it lies, in minutes from the north-west corner."""
        south, west = min(int(self.latitude // 1), 89), min(int(self.longitude // 1), 179)
        return {
            "north": _angle(south + 1, "N", "S", minutes=False),
            "south": _angle(south, "N", "S", minutes=False),
            "west": _angle(west, "E", "W", minutes=False),
            "east": _angle(west + 1, "E", "W", minutes=False),
            "x": round((self.longitude - west) * 60, 2),
            "y": round((south + 1 - self.latitude) * 60, 2),
        }

    def links(self, geonames: int | None) -> list[tuple[str, str]]:
        """What it is called elsewhere, and the address; nothing is fetched from there."""
        north, east = _plain(self.latitude), _plain(self.longitude)
        marker = f"?mlat={north}&mlon={east}" if self.exact else ""
        zoom = _ZOOM.get(self.place_type, _WIDEST)
        return [
            ("Coordinates for a map program", f"geo:{north},{east}"),
            ("OpenStreetMap", f"https://www.openstreetmap.org/{marker}#map={zoom}/{north}/{east}"),
            *geonames_link(geonames),
        ]


def locator(fact: dict[str, Any]) -> Locator | None:
    """Where a registered place lies, None when its coordinates are not recorded."""
    if fact.get("latitude") is None:
        return None
    return Locator(fact["latitude"], fact["longitude"], fact.get("place_type") or "")


def geonames_link(number: int | None) -> list[tuple[str, str]]:
    return [(f"GeoNames {number}", f"https://www.geonames.org/{number}")] if number is not None else []


def _angle(value: float, positive: str, negative: str, *, minutes: bool) -> str:
    side = positive if value >= 0 else negative
    if not minutes:
        return f"{round(abs(value))}° {side}"
    degrees, of_degree = divmod(round(abs(value) * 60), 60)
    return f"{degrees}° {of_degree:02}\u2032 {side}"


def _plain(value: float) -> str:
    return f"{value:.5f}".rstrip("0").rstrip(".")
