"""UCDP Georeferenced Event Dataset, releases 17 to 25 and candidate events: one attack for each row.

Codebook: https://ucdp.uu.se/downloads/ged/ged241.pdf (the number is the release). What a
column becomes stands in ucdp_columns.py.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from timeline.fact import Json
from timeline.importing import sheet
from timeline.importing.format import BadRow, Format, Imported, Release, Row, mark
from timeline.importing.gleditsch_ward import COUNTRIES
from timeline.importing.ucdp_columns import COLUMNS
from timeline.importing.ucdp_sources import articles, originals

_VIOLENCE = {1: "state-based", 2: "non-state", 3: "one-sided"}
_PRECISION = {2: "2 to 6 days", 3: "a week", 4: "8 to 31 days", 5: "more than a month, at most a year"}
_PLACE = {
    2: ("area", "within about 25 km of the point"),
    3: ("district", "somewhere in the second-order division"),
    4: ("province", "somewhere in the first-order division"),
    5: ("area", "along a line or in an area, of which this is a point"),
    6: ("country", "somewhere in the country"),
    7: ("sea", "at sea or in the air"),
}
_RELEASE = re.compile(
    r"ged(?:event)?s?[-_ ]?(?:candidate[-_ ])?v?([123]\d)"
    r"(?:[._-](\d\d)[._-](\d\d)[._-](\d\d)|[._-]?(\d)(?:[._-](\d{1,2}))?)(?!\d)",
    re.IGNORECASE,
)
_DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")


def facts(row: Row) -> Iterator[Imported]:
    """The attack that a row is."""
    _check(row)
    fact = {
        "title": _title(row),
        **_date(row),
        "place": _place(row),
        "place_basis": _place_basis(row),
        "tags": _tags(row),
        **_who(row),
        "killed": _killed(row),
        "killed_civilians": row["deaths_civilians"],
        "killed_unidentified": row["deaths_unknown"],
        "reported_in": articles(row),
    }
    note = f"UCDP GED event {row['id']}" + (f" ({row['relid']})." if row["relid"] else ".")
    known = {name: value for name, value in fact.items() if value is not None and value != []}
    yield Imported("attack", str(row["id"]), known, attributed_to=originals(row), note=note)


def _check(row: Row) -> None:
    """What cannot be is refused; what UCDP publishes, though it looks wrong, is told and taken as published."""
    if row["date_end"] < row["date_start"]:
        raise BadRow("date_end", f"{row['date_end']} is before date_start, {row['date_start']}")
    if row["year"] is not None and str(row["year"]) not in (row["date_start"][:4], row["date_end"][:4]):
        raise BadRow("year", f"{row['year']} is not the year of date_start, {row['date_start']}")
    if (row["latitude"] is None) != (row["longitude"] is None):
        raise BadRow("latitude" if row["latitude"] is None else "longitude", "is empty, though the other is given")
    if not row["low"] <= row["best"] <= row["high"]:
        row.warn(
            "best", f"low {row['low']}, best {row['best']}, high {row['high']} are not in order; taken as published"
        )
    deaths = [row[column] for column in _DEATHS]
    if None not in deaths and sum(deaths) != row["best"]:
        row.warn("best", f"{row['best']} is not the sum of {', '.join(_DEATHS)}; taken as published")


def _title(row: Row) -> str:
    where = row["where_coordinates"] or row["adm_1"] or row["country"]
    if row["type_of_violence"] == 3:
        return f"Violence of {row['side_a']} against civilians, {where}"
    return f"Violence between {row['side_a']} and {row['side_b']}, {where}"


def _date(row: Row) -> Json:
    start, end = row["date_start"], row["date_end"]
    if start == end:
        return {"date": start}
    within = _PRECISION.get(row["date_prec"], "a day known exactly")
    what = "the deaths are of some days" if row["event_clarity"] == 2 else "some day"
    basis = f"UCDP gives {what} from {start} to {end} (date_prec {row['date_prec']}: {within})."
    return {"date": f"[{start}..{end}]", "date_basis": basis}


def _place(row: Row) -> Imported:
    """It has no number of UCDP's: name, point and precision make it the same place."""
    name = row["where_coordinates"] or row["adm_2"] or row["adm_1"] or row["country"]
    fact = {
        "name": name,
        "summary": ", ".join(filter(None, [row["adm_2"], row["adm_1"], row["country"]])),
        "country": COUNTRIES.get(row["country_id"]),
        "admin1": row["adm_1"],
        "admin2": row["adm_2"],
        "latitude": row["latitude"],
        "longitude": row["longitude"],
        "place_type": _place_type(row["where_prec"], name),
    }
    known = {field: value for field, value in fact.items() if value is not None}
    return Imported("place", f"place:{mark(sorted(known.items()))}", known)


def _place_type(precision: int, name: str) -> str:
    if precision == 1:
        last = name.rpartition(" ")[2]
        return last if last in ("city", "town", "village") else "site"
    return _PLACE[precision][0]


def _place_basis(row: Row) -> str | None:
    words = [f"UCDP describes it as “{row['where_description']}”."] if row["where_description"] else []
    if row["where_prec"] != 1:
        words.append(
            f"The place is known no better than {_PLACE[row['where_prec']][1]} (where_prec {row['where_prec']})."
        )
    return " ".join(words) or None


def _tags(row: Row) -> list[str]:
    tags = [_VIOLENCE[row["type_of_violence"]], row["conflict_name"]]
    tags += ["active year"] if row["active_year"] else []
    tags += ["several incidents"] if row["event_clarity"] == 2 else []
    tags += [f"code status: {row['code_status']}"] if row["code_status"] not in (None, "Clear") else []
    return list(filter(None, tags))


def _who(row: Row) -> Json:
    """Only one-sided violence has a direction."""
    a, b = _side(row, "a"), _side(row, "b")
    parties = [
        {"actor": a, "side": "a", "killed": row["deaths_a"]},
        {"actor": b, "side": "b", "killed": row["deaths_b"]},
    ]
    if row["type_of_violence"] != 3:
        return {"parties": parties}
    return {"perpetrator": a, "targets": [b], "parties": [party for party in parties if party["killed"]]}


def _side(row: Row, side: str) -> Imported:
    name = row[f"side_{side}"]
    if row["type_of_violence"] == 3 and side == "b":
        return Imported("actor", "actor:civilians", {"name": name})
    number = row[f"side_{side}_new_id"] or row[f"side_{side}_dset_id"]
    states = row[f"gwno{side}"] or []
    fact: dict[str, Any] = {"name": name}
    fact["actor_type"] = "state" if states or name.startswith("Government of ") else "armed_group"
    if len(states) == 1 and states[0] in COUNTRIES:
        fact["country"] = COUNTRIES[states[0]]
    return Imported("actor", f"actor:{number or mark(name.casefold())}", fact)


def _killed(row: Row) -> int | Json:
    low, best, high = row["low"], row["best"], row["high"]
    return best if low == best == high else {"low": low, "best": best, "high": high}


def release(name: str) -> Release:
    """The release in a name such as ged231.csv, GEDEvent_v23_1.csv or ucdp-ged-23-1; its number is that of its year.

    Candidate events have a number for a month (24.0.5), or for the months that they are of (24.01.24.03).
    """
    title = "UCDP Georeferenced Event Dataset"
    if not (found := _RELEASE.search(name)):
        return Release(title)
    label = ".".join(filter(None, found.groups()))
    return Release(f"{title} {label}", label, f"20{found[1]}")


FORMAT = Format(
    name="ucdp-ged",
    dataset="ucdp-ged",
    about="UCDP Georeferenced Event Dataset, CSV, releases 17 to 25 and candidate events",
    rows=partial(sheet.rows, columns=COLUMNS),
    facts=facts,
    release=release,
    columns=COLUMNS,
)
