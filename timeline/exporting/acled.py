"""Attacks, and meetings that reached an agreement, under the column names of ACLED's codebook of 2024, in its order.

ACLED has one day for each row: of a week or a month its middle, which `time_precision` says. What lasted for days
and what is not known within a month is left out. `fatalities` is empty where no number is known: ACLED's 0 would say
that none were reported. Actor 1 and 2 have no direction there; here the first is the perpetrator. What a fact does
not tell, such as which side is armed, is empty. A semicolon separates, so within a name it becomes a comma.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from timeline.exporting.acled_events import event_type
from timeline.exporting.chosen import Chosen
from timeline.exporting.codebook import Coded, bounds, country, joined, mapped, of_place, rows, sides, span
from timeline.exporting.csv_text import write_rows
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.moment import moment
from timeline.exporting.record import Record
from timeline.fact import Json
from timeline.importing.iso_3166 import NUMERIC
from timeline.registry import Kinds

_IMPORTED = re.compile(r"acled-[a-z]{3}[0-9]+")
_ISO = {code: number for number, code in NUMERIC.items()} | {"XK": 0}
_LONGEST = 31
_WEEK = 7
_BY_NAME = {name: name for name in ("Civilians", "Protesters", "Rioters")}
_ACTORS = {"state": "State forces", "state_forces": "State forces", "international_mission": "External/Other forces"}
_PRECISIONS = {"site": 1, "city": 1, "town": 1, "village": 1, "district": 2}
_PRECISIONS |= {"province": 3, "region": 3, "area": 3, "country": 3, "sea": 3}


def _tags(record: Record) -> str:
    """Those that are in no other column."""
    told = [*event_type(record)[0].split("; "), *event_type(record)[1:]]
    return joined(tag for tag in record.tags if tag not in told)


def _sides(record: Record) -> tuple[list[str], list[str]]:
    """The slugs of the actors on each side: of an agreement, those with the first and all others."""
    if record.row["kind"] == "meeting":
        met = [part for part in json.loads(record.own.get("participants") or "[]") if part.get("role") != "host"]
        first = met[:1] and _side(met[0])
        return [part["actor"] for part in met if _side(part) == first], [
            part["actor"] for part in met if _side(part) != first
        ]
    one, other = sides(record)
    return one.actors, other.actors


def _side(part: Json) -> str:
    return str(part.get("side") or part["actor"])


def _actor(side: int, *, first: bool) -> Coded:
    def get(record: Record) -> str:
        slugs = _sides(record)[side]
        return joined([record.called(slug) for slug in (slugs[:1] if first else slugs[1:])])

    who = (
        ("the perpetrator, or the first of the parties", "the first of the targets, or of the other parties")[side]
        if first
        else "the others on that side"
    )
    name = f"actor{side + 1}" if first else f"assoc_actor_{side + 1}"
    return Coded(name, f"{who}; of an agreement, who met" if first else who, get)


def _inter(side: int) -> Coded:
    def get(record: Record) -> str | None:
        [actor] = _sides(record)[side][:1] or [""]
        by_type = _ACTORS.get(record.registered.get(actor, {}).get("actor_type") or "")
        return by_type or _BY_NAME.get(record.called(actor).partition(" ")[0]) if actor else None

    what = "where its `actor_type` says: state, forces, missions; or its name: civilians, protesters, rioters"
    return Coded(f"inter{side + 1}", f"of actor {side + 1}, {what}", get)


def _day(record: Record) -> date:
    first, last = bounds(record)
    return first + (last - first) // 2


def _time_precision(record: Record) -> int:
    days = span(record)
    return 1 if days == 1 else 2 if days <= _WEEK else 3


def _id(record: Record) -> str:
    """That of ACLED, of what was imported from there."""
    return record.slug.removeprefix("acled-").upper() if _is_imported(record) else record.slug


def _is_imported(record: Record) -> bool:
    return bool(_IMPORTED.fullmatch(record.slug))


def _fatalities(record: Record) -> int | None:
    """The best number, or the least: ACLED takes the most careful one. Where it had none, it says 0."""
    known = [number for number in (record.own.get("killed"), record.own.get("killed_low")) if number is not None]
    return known[0] if known else 0 if _is_imported(record) else None


def _geo_precision(record: Record) -> int | None:
    """By the sort of place; a place of ACLED's without one is exact."""
    known = {**_PRECISIONS, "": 1, "area": 2} if _is_imported(record) else _PRECISIONS
    return known.get(record.place.get("place_type") or "")


def _notes(record: Record) -> str:
    """An import made the title of other columns."""
    title = None if _is_imported(record) else record.row["title"]
    return " — ".join(text for text in (title, record.brief.text, record.own.get("outcome")) if text)


_COLUMNS = (
    Coded("event_id_cnty", "the fact's slug; of one that was imported from ACLED, its number there", _id),
    Coded("event_date", "the day; of several the one in the middle", lambda record: _day(record).isoformat()),
    Coded("year", "its year", lambda record: _day(record).year),
    Coded("time_precision", "1 a day, 2 within a week, 3 within a month", _time_precision),
    Coded(
        "disorder_type",
        "`Political violence`, or `Demonstrations` by a tag; of an agreement `Strategic developments`",
        lambda record: event_type(record)[0],
    ),
    Coded(
        "event_type",
        "by a tag that is a sub-event; else `Explosions/Remote violence` of a bombing, `Violence against civilians` "
        "of a kidnapping, `Strategic developments` of an agreement",
        lambda record: event_type(record)[1],
    ),
    Coded(
        "sub_event_type",
        "a tag that is one; else of a kidnapping or an agreement",
        lambda record: event_type(record)[2],
    ),
    _actor(0, first=True),
    _actor(0, first=False),
    _inter(0),
    _actor(1, first=True),
    _actor(1, first=False),
    _inter(1),
    *(Coded(name) for name in ("interaction", "civilian_targeting")),
    Coded("iso", "the country's number in ISO 3166-1", lambda record: _ISO.get(record.place.get("country") or "")),
    Coded("region"),
    Coded(
        "country",
        "the country of the place: of an import ACLED's name, else that of one that is registered, else the ISO 3166-1 "
        "alpha-2 code",
        lambda record: country(record, is_imported=_is_imported(record)),
    ),
    Coded("admin1", "`admin1` of the place", of_place("admin1")),
    Coded("admin2", "`admin2` of the place", of_place("admin2")),
    Coded("admin3"),
    Coded("location", "the place's name", of_place("name")),
    Coded("latitude", "`latitude` of the place", of_place("latitude")),
    Coded("longitude", "`longitude` of the place", of_place("longitude")),
    Coded(
        "geo_precision",
        "`place_type`: site to village 1, district 2, all larger 3; of an import without one 1, of its areas 2",
        _geo_precision,
    ),
    Coded(
        "source",
        "`publisher` of each document, or of each in `reported_in`, or its title, joined by `; `",
        lambda record: joined([one["publisher"] or one["title"] for one in record.documents]),
    ),
    Coded("source_scale"),
    Coded("notes", "`title`, but of an import, and `summary` or `text`, and `outcome`", _notes),
    Coded("fatalities", "`killed`, or the least; empty when unknown, of an import 0", _fatalities),
    Coded("tags", "`tags` that are in no other column, joined by `; `", _tags),
    Coded(
        "timestamp",
        "when its last event was recorded, in seconds since 1970",
        lambda record: int(moment(record.row["changed_at"]).timestamp()),
    ),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return mapped(_COLUMNS)


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The table."""
    left = Counter[str]()
    coded = (one for one in chosen.records() if one.row["kind"] == "attack" or one.own.get("agreement") == "reached")
    write_rows(out, rows(coded, _COLUMNS, _LONGEST, left))
    return left
