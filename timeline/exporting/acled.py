"""Attacks, and meetings that reached an agreement, under the column names of ACLED's codebook of 2024, in its order.

ACLED has one day for each row: of a week or a month its middle, which `time_precision` says. What lasted for days
and what is not known within a month is left out. `fatalities` is empty where no number is known: ACLED's 0 would say
that none were reported. Actor 1 and 2 have no direction there; here the first is the perpetrator. What a fact does
not tell, such as which side is armed, is empty. A semicolon separates, so within a name it becomes a comma.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.codebook import Coded, bounds, joined, mapped, of_place, rows, sides, span
from timeline.exporting.csv_text import write_rows
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.moment import moment
from timeline.exporting.record import Record
from timeline.importing.iso_3166 import NUMERIC
from timeline.registry import Kinds

_ISO = {code: number for number, code in NUMERIC.items()}
_LONGEST = 31
_WEEK = 7
_TYPES = {
    "bombing_explosion": ("Political violence", "Explosions/Remote violence", None),
    "hostage_taking_kidnapping": ("Political violence", "Violence against civilians", "Abduction/forced disappearance"),
}
_EVENTS = {
    "Armed clash": "Battles",
    "Government regains territory": "Battles",
    "Non-state actor overtakes territory": "Battles",
    "Chemical weapon": "Explosions/Remote violence",
    "Air/drone strike": "Explosions/Remote violence",
    "Suicide bomb": "Explosions/Remote violence",
    "Shelling/artillery/missile attack": "Explosions/Remote violence",
    "Remote explosive/landmine/IED": "Explosions/Remote violence",
    "Grenade": "Explosions/Remote violence",
    "Sexual violence": "Violence against civilians",
    "Attack": "Violence against civilians",
    "Abduction/forced disappearance": "Violence against civilians",
}
"""The codebook's sub-events of political violence, which an import keeps as tags."""

_AGREEMENT = ("Strategic developments", "Strategic developments", "Agreement")
_ACTORS = {"state": "State forces", "state_forces": "State forces", "international_mission": "External/Other forces"}
_PRECISIONS = {"site": 1, "city": 1, "town": 1, "village": 1, "district": 2}
_PRECISIONS |= {"province": 3, "region": 3, "area": 3, "country": 3, "sea": 3}


def _type(record: Record) -> tuple[str, str | None, str | None]:
    """Disorder, event and sub-event, by a tag that names one; what the attack's own type leaves open stays so."""
    if record.row["kind"] == "meeting":
        return _AGREEMENT
    sub_event = next((tag for tag in record.tags if tag in _EVENTS), None)
    if sub_event:
        return "Political violence", _EVENTS[sub_event], sub_event
    return _TYPES.get(record.own.get("attack_type") or "", ("Political violence", None, None))


def _sides(record: Record) -> tuple[list[str], list[str]]:
    """The slugs of the actors on each side: of an agreement, the first and all others."""
    by_role = [(part.role, part.who.slug) for part in record.brief.parts]
    if record.row["kind"] == "meeting":
        met = list(dict.fromkeys(slug for role, slug in by_role if role != "host"))
        return met[:1], met[1:]
    one, other = sides(record)
    return one.actors, other.actors


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
        return _ACTORS.get(record.registered.get(actor, {}).get("actor_type") or "")

    return Coded(f"inter{side + 1}", f"of actor {side + 1}, where its `actor_type` says: state, forces, missions", get)


def _day(record: Record) -> date:
    first, last = bounds(record)
    return first + (last - first) // 2


def _time_precision(record: Record) -> int:
    days = span(record)
    return 1 if days == 1 else 2 if days <= _WEEK else 3


def _fatalities(record: Record) -> int | None:
    """The best number, or the least: ACLED takes the most careful one."""
    best, low = record.own.get("killed"), record.own.get("killed_low")
    return low if best is None else best


def _notes(record: Record) -> str:
    return " — ".join(text for text in (record.row["title"], record.brief.text) if text)


_COLUMNS = (
    Coded("event_id_cnty", "the fact's slug", lambda record: record.slug),
    Coded("event_date", "the day; of several the one in the middle", lambda record: _day(record).isoformat()),
    Coded("year", "its year", lambda record: _day(record).year),
    Coded("time_precision", "1 a day, 2 within a week, 3 within a month", _time_precision),
    Coded(
        "disorder_type",
        "`Political violence`; of an agreement `Strategic developments`",
        lambda record: _type(record)[0],
    ),
    Coded(
        "event_type",
        "by a tag that is a sub-event; else `Explosions/Remote violence` of a bombing, `Violence against civilians` "
        "of a kidnapping, `Strategic developments` of an agreement",
        lambda record: _type(record)[1],
    ),
    Coded("sub_event_type", "a tag that is one; else of a kidnapping or an agreement", lambda record: _type(record)[2]),
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
        "the country of the place: the name of one that is registered, else the ISO 3166-1 alpha-2 code",
        lambda record: record.country,
    ),
    Coded("admin1", "`admin1` of the place", of_place("admin1")),
    Coded("admin2", "`admin2` of the place", of_place("admin2")),
    Coded("admin3"),
    Coded("location", "the place's name", of_place("name")),
    Coded("latitude", "`latitude` of the place", of_place("latitude")),
    Coded("longitude", "`longitude` of the place", of_place("longitude")),
    Coded(
        "geo_precision",
        "`place_type`: site to village 1, district 2, all larger 3",
        lambda record: _PRECISIONS.get(record.place.get("place_type") or ""),
    ),
    Coded(
        "source",
        "`publisher` of each document, or of each in `reported_in`, or its title, joined by `; `",
        lambda record: joined([one["publisher"] or one["title"] for one in record.documents]),
    ),
    Coded("source_scale"),
    Coded("notes", "`title`, and `summary` or `text`", _notes),
    Coded("fatalities", "`killed`, or the least; empty when unknown", _fatalities),
    Coded("tags", "`tags`, joined by `; `", lambda record: joined(record.tags)),
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
