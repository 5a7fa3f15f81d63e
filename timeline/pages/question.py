"""What a reader asks of the timeline, as it stands in an address: which facts, which days, known when, which page."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Self

from timeline import edtf

SIZES = (25, 50, 100, 250)
_SIZE = 50
LANES = ("kind", "actor")
END = "end"
"""As `before`: the last page."""

HOW = ("possibly", "certainly")
FILTERS = ("kind", "actor", "place", "source", "tag", "q")
_NAMES = (*FILTERS, "from", "to", "how", "known", "published", "after", "before", "size", "lanes")


@dataclass(frozen=True)
class Question:
    """An empty part asks about everything. `first` and `last` are the days that `from` and `to` reach to."""

    kind: str = ""
    actor: str = ""
    place: str = ""
    source: str = ""
    tag: str = ""
    q: str = ""
    from_: str = ""
    to: str = ""
    how: str = HOW[0]
    known: str = ""
    published: str = ""
    after: str = ""
    before: str = ""
    size: int = _SIZE
    lanes: str = LANES[0]
    first: str = ""
    last: str = ""
    faults: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """The question in an address; `faults` says what in it makes no sense, and then it is not asked."""
        asked = {("from_" if name == "from" else name): given.get(name, "").strip() for name in _NAMES}
        faults: list[str] = []
        size = int(asked["size"]) if asked["size"] in map(str, SIZES) else _SIZE
        first, last = _bound(asked["from_"], "from", faults), _bound(asked["to"], "to", faults)
        if first and last and first > last:
            faults.append(f"from: {asked['from_']} is later than {asked['to']}")
        for name in ("known", "published"):
            _bound(asked[name], name, faults, whole_day=True)
        if asked["known"] and asked["published"]:
            faults.append("known and published exclude each other: what we had recorded, or what sources had published")
        how = asked["how"] if asked["how"] in HOW else HOW[0]
        lanes = asked["lanes"] if asked["lanes"] in LANES else LANES[0]
        texts = {name: value for name, value in asked.items() if name not in ("size", "how", "lanes")}
        return cls(**texts, size=size, how=how, lanes=lanes, first=first, last=last, faults=tuple(faults))

    def asked(self) -> dict[str, str]:
        """What is not as it would be anyway, by its name in the address; without the page."""
        given = asdict(replace(self, after="", before=""))
        plain = asdict(Question())
        changed = {name: str(value) for name, value in given.items() if value and value != plain[name]}
        return {name.rstrip("_"): value for name, value in changed.items() if name.rstrip("_") in _NAMES}

    def but(self, **other: str) -> dict[str, str]:
        """The same with something else instead, on its first page; an empty text takes a part away."""
        return {name: value for name, value in {**self.asked(), **other}.items() if value}

    @property
    def back(self) -> bool:
        """Whether the page lies before a place, and is read from its end."""
        return bool(self.before)

    @property
    def start(self) -> tuple[str, str, str]:
        """The place in the order where the page begins: day, last day and slug of the fact before it, or behind it."""
        day, end, slug, *_ = (*(self.before or self.after).split(",", 2), "", "", "")
        return ("~~", "", "") if self.before == END else (day, end, slug)

    @property
    def is_open(self) -> bool:
        """Whether it asks about everything."""
        return not any((*(getattr(self, name) for name in FILTERS), self.from_, self.to))


def _bound(text: str, name: str, faults: list[str], *, whole_day: bool = False) -> str:
    """The first or last day of a day, a month or a year; with `whole_day` nothing but a day will do."""
    if not text:
        return ""
    try:
        date = edtf.parse(text)
    except ValueError as error:
        faults.append(f"{name}: {error}")
        return ""
    if (whole_day and date.earliest != text) or not date.earliest or not date.latest:
        faults.append(
            f"{name}: {text!r} is not a day such as 2018-11-19" + ("" if whole_day else ", a month or a year")
        )
        return ""
    return date.latest if name == "to" else date.earliest
