"""ACLED exports, by the codebook of 2024: violence is an attack, an agreement a meeting; other rows say nothing here.

Codebook: https://acleddata.com/methodology/acled-codebook. What a column becomes stands in acled_columns.py.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from timeline.fact import Json
from timeline.importing import sheet
from timeline.importing.acled_columns import COLUMNS
from timeline.importing.format import BadRow, Format, Imported, Release, Row, mark
from timeline.importing.iso_3166 import NUMERIC

_BOMB = "bombing_explosion"
_ATTACKS: dict[str, tuple[str | None, str | None]] = {
    "armed clash": ("armed_assault", None),
    "government regains territory": ("armed_assault", None),
    "non-state actor overtakes territory": ("armed_assault", None),
    "chemical weapon": ("unarmed_assault", "chemical weapon"),
    "air/drone strike": (_BOMB, "air or drone strike"),
    "suicide bomb": (_BOMB, "suicide bomb"),
    "shelling/artillery/missile attack": (_BOMB, "shells, artillery or missiles"),
    "remote explosive/landmine/ied": (_BOMB, "remote explosive, landmine or IED"),
    "grenade": (_BOMB, "grenade"),
    "sexual violence": (None, None),
    "attack": (None, None),
    "abduction/forced disappearance": ("hostage_taking_kidnapping", None),
    "excessive force against protesters": (None, None),
    "violent demonstration": (None, None),
    "mob violence": (None, None),
}
"""The sub-event types that are attacks: GTD's type, where it follows, and the weapon. GTD has chemicals as unarmed."""

_SILENT = {
    *("peaceful protest", "protest with intervention", "arrests", "change to group/activity", "disrupted weapons use"),
    *("headquarters or base established", "looting/property destruction", "non-violent transfer of territory", "other"),
}
"""Those of which no kind here is made."""

_HARMLESS = {"excessive force against protesters": (6, 7)}
"""The classes that suffer violence and by definition do none: civilians, and protesters under excessive force."""

_TYPES = {1: "state_forces", 2: "armed_group", 3: "armed_group", 4: "armed_group"}
_PLACE = {2: ("area", "in the area around it"), 3: ("region", "somewhere in the region")}


def facts(row: Row) -> Iterator[Imported]:
    """The attack or the meeting that a row is; nothing for what our kinds do not hold, such as a peaceful protest."""
    _check(row)
    kind = row["sub_event_type"].casefold()
    if kind == "agreement":
        yield _imported(
            "meeting", row, {"format": "signing", "agreement": "reached", "outcome": row["notes"]}, _met(row)
        )
    elif kind in _ATTACKS:
        attack_type, weapon = _ATTACKS[kind]
        own = {
            "attack_type": attack_type,
            "weapon": weapon,
            "summary": row["notes"],
            "killed": row["fatalities"] or None,
        }
        yield _imported("attack", row, {**own, "reported_in": _sources(row)}, _fought(row))
    elif kind not in _SILENT:
        raise BadRow("sub_event_type", f"{row['sub_event_type']!r} is no type of the codebook")


def _check(row: Row) -> None:
    if row["year"] is not None and str(row["year"]) != row["event_date"][:4]:
        raise BadRow("year", f"{row['year']} is not the year of event_date, {row['event_date']}")
    if (row["latitude"] is None) != (row["longitude"] is None):
        raise BadRow("latitude" if row["latitude"] is None else "longitude", "is empty, though the other is given")


def _imported(kind: str, row: Row, own: Json, actors: Json) -> Imported:
    fact = {"title": _title(row), **_date(row), **_place(row), "tags": _tags(row), **own, **actors}
    known = {name: value for name, value in fact.items() if value not in (None, [])}
    read = "" if "reported_in" in own else f" from {'; '.join(row['source'] or ())}"
    scale = f" (source scale: {row['source_scale']})" if row["source_scale"] else ""
    return Imported(
        kind, row["event_id_cnty"], known, note=f"ACLED event {row['event_id_cnty']}{read.rstrip()}{scale}."
    )


def _title(row: Row) -> str:
    actors = " and ".join(filter(None, [row["actor1"], row["actor2"]]))
    return f"{row['sub_event_type']}: {actors}, {row['location']}"


def _date(row: Row) -> Json:
    """The codebook gives the middle of a week or of a month where the day is not known."""
    day = row["event_date"]
    if row["time_precision"] == 1:
        return {"date": day}
    if row["time_precision"] == 3:
        return {"date": day[:7], "date_basis": f"ACLED gives {day} for some day of the month (time_precision 3)."}
    first, last = (date.fromisoformat(day) + timedelta(days) for days in (-3, 3))
    return {"date": f"[{first}..{last}]", "date_basis": f"ACLED gives {day} for the week around it (time_precision 2)."}


def _place(row: Row) -> Json:
    known_as, where = _PLACE.get(row["geo_precision"], (None, ""))
    fact = {
        "name": row["location"],
        "summary": ", ".join(filter(None, [row["admin3"], row["admin2"], row["admin1"], row["country"]])),
        "country": "XK" if row["iso"] == 0 else NUMERIC.get(row["iso"] or -1),
        "admin1": row["admin1"],
        "admin2": row["admin2"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "place_type": known_as,
    }
    known = {field: value for field, value in fact.items() if value is not None}
    basis = (
        f"ACLED names the place for what happened {where} (geo_precision {row['geo_precision']})." if where else None
    )
    return {"place": Imported("place", f"place:{mark(sorted(known.items()))}", known), "place_basis": basis}


def _tags(row: Row) -> list[str]:
    named = [*(row["disorder_type"] or ()), row["event_type"], row["sub_event_type"], row["civilian_targeting"]]
    return list(dict.fromkeys(filter(None, [*named, *(row["tags"] or ())])))


def _met(row: Row) -> Json:
    return {"participants": [{"actor": actor, "role": "party", "side": side} for side, actor in _actors(row)]}


def _fought(row: Row) -> Json:
    """The columns carry no direction; only who cannot have been the attacker gives one."""
    harmless = _HARMLESS.get(row["sub_event_type"].casefold(), (7,))
    sides = {side: row[f"inter{side}"] in harmless for side in "12" if row[f"actor{side}"]}
    if sorted(sides.values()) != [False, True]:
        return {"parties": [{"actor": actor, "side": side} for side, actor in _actors(row)]}
    [attacker] = (side for side, suffers in sides.items() if not suffers)
    did, suffered = ([actor for side, actor in _actors(row) if (side == attacker) == of] for of in (True, False))
    return {
        "perpetrator": did[0],
        "targets": suffered,
        "parties": [{"actor": one, "side": attacker} for one in did[1:]],
    }


def _actors(row: Row) -> Iterator[tuple[str, Imported]]:
    """Both sides, each with those associated with it."""
    for side in "12":
        if row[f"actor{side}"]:
            yield side, _actor(row[f"actor{side}"], _TYPES.get(row[f"inter{side}"]))
            yield from ((side, _actor(name, None)) for name in row[f"assoc_actor_{side}"] or ())


def _actor(name: str, actor_type: str | None) -> Imported:
    fact = {"name": name}
    if name.casefold().startswith("unidentified"):
        actor_type = "unidentified"
    return Imported("actor", f"actor:{mark(name)}", {**fact, **({"actor_type": actor_type} if actor_type else {})})


def _sources(row: Row) -> list[Imported]:
    """Those that ACLED names, which are outlets and not articles."""
    return [Imported("source", f"source:{mark(name)}", {"title": name}) for name in row["source"] or ()]


def release(_: str) -> Release:
    """Exports have no edition; --source tells them apart."""
    return Release("Armed Conflict Location and Event Data (ACLED)")


FORMAT = Format(
    name="acled",
    dataset="acled",
    about="Armed Conflict Location and Event Data, CSV export",
    rows=partial(sheet.rows, columns=COLUMNS),
    facts=facts,
    release=release,
    columns=COLUMNS,
)
