"""The corrections: every update, correction and retraction, newest first."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import NamedTuple, Self

from timeline.fact import Json
from timeline.pages import words
from timeline.pages.ask import Ask, Row
from timeline.pages.changed import VERBS, changed
from timeline.pages.days import is_day
from timeline.pages.links import Links
from timeline.pages.names import Names
from timeline.pages.page import Page, Site
from timeline.verbs import REASONS

SIZE = 50
FILTERS = ("verb", "reason", "kind", "fact", "since")


@dataclass(frozen=True)
class Wanted:
    """Which changes; an empty part asks for all. `after` and `before` are places in the order: time and event."""

    verb: str = ""
    reason: str = ""
    kind: str = ""
    fact: str = ""
    since: str = ""
    after: str = ""
    before: str = ""
    faults: tuple[str, ...] = field(default=())

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Self:
        """What an address asks for; `faults` says what in it makes no sense."""
        asked = {name: given.get(name, "").strip() for name in (*FILTERS, "after", "before")}
        return cls(**asked, faults=tuple(_faults(asked)))

    def asked(self, **other: str) -> dict[str, str]:
        """The filters in force, with others instead, on the first page."""
        given = {name: getattr(self, name) for name in FILTERS} | other
        return {name: value for name, value in given.items() if value}


class Chip(NamedTuple):
    """A filter in force, in words, and the address without it."""

    words: str
    without: str


class Listed(NamedTuple):
    """Events in order, newest first, and where the pages before and behind begin."""

    rows: list[Row]
    before: str | None
    after: str | None


def corrections(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page of changes that an address asks for."""
    wanted = Wanted.read(given)
    found = listed(ask, wanted) if not wanted.faults else Listed([], None, None)
    asked = wanted.asked()
    link = site.links.page
    context = {
        "wanted": wanted,
        "entries": changed(ask, site, [row["event"] for row in found.rows]),
        "newer": found.before and link("corrections", **asked, before=found.before),
        "older": found.after and link("corrections", **asked, after=found.after),
        "newest": link("corrections", **asked),
        "feed": link("corrections.atom", **asked),
        "chips": [],
    }
    if site.live:
        context |= _choices(ask, site, wanted)
    return Page("corrections.html", "Corrections", context, status=400 if wanted.faults else 200)


def _choices(ask: Ask, site: Site, wanted: Wanted) -> Json:
    """What else can be asked for; files answer no questions."""
    return {
        "verbs": [(verb, site.links.page("corrections", **wanted.asked(verb=verb))) for verb in ("", *VERBS)],
        "chips": list(_chips(ask, site.links, wanted)),
        "kinds": list(site.kinds),
        "reasons": REASONS,
    }


def listed(ask: Ask, wanted: Wanted, size: int = SIZE) -> Listed:
    """A page of the changes, which costs the same wherever it lies."""
    back = bool(wanted.before)
    rows = ask.rows(_select(wanted, size + 1), **{**asdict(wanted), **_place(wanted)})
    more = len(rows) > size
    shown = rows[:size][::-1] if back else rows[:size]
    if not shown:
        return Listed([], None, None)
    newer, older = (more, True) if back else (bool(wanted.after), more)
    return Listed(shown, _at(shown[0]) if newer else None, _at(shown[-1]) if older else None)


def _select(wanted: Wanted, limit: int) -> str:
    """The events, from the index by time, which has all that is asked for but the fact.

    A plus keeps SQLite from searching by the verb: all of that verb would have to be put in order.
    """
    columns = {"+verb": wanted.verb, "reason": wanted.reason, "kind": wanted.kind, "fact": wanted.fact}
    conditions = [f"{column} = :{column.lstrip('+')}" for column, value in columns.items() if value]
    if wanted.since:
        conditions.append("time >= :since")
    back = bool(wanted.before)
    if back or wanted.after:
        conditions.append(f"(time, event) {'>' if back else '<'} (:at, :event)")
    where = " AND ".join(conditions) or "true"
    way = "ASC" if back else "DESC"
    return f"""SELECT time, event FROM _corrections WHERE {where}
        GROUP BY time, event ORDER BY time {way}, event {way} LIMIT {limit}"""


def _place(wanted: Wanted) -> dict[str, str]:
    at, _, event = (wanted.before or wanted.after).partition(",")
    return {"at": at, "event": event}


def _at(row: Row) -> str:
    return f"{row['time']},{row['event']}"


def _faults(asked: Mapping[str, str]) -> Iterator[str]:
    for name, known in (("verb", VERBS), ("reason", REASONS)):
        if asked[name] and asked[name] not in known:
            yield f"{name}: {asked[name]!r} is none of {', '.join(known)}"
    since = asked["since"]
    if since and not is_day(since):
        yield f"since: {since!r} is not a day such as 2026-11-24"


def _chips(ask: Ask, links: Links, wanted: Wanted) -> Iterator[Chip]:
    names = Names(ask, links, [wanted.fact])
    for name, given in wanted.asked().items():
        shown = names[given].words if name == "fact" else given if name == "since" else words.label(given)
        yield Chip(f"{name}: {shown}", links.page("corrections", **wanted.asked(**{name: ""})))
