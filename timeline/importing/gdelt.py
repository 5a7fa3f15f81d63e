"""GDELT 2.0 events: what a machine read in one article. Meetings, statements and attacks by their CAMEO code.

Codebook: http://data.gdeltproject.org/documentation/GDELT-Event_Codebook-V2.0.pdf. Nobody has checked a row: each is a
report of the article it was found in, tagged `machine-coded`.
"""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from timeline.fact import Json
from timeline.importing import sheet
from timeline.importing.cameo import Cameo, find
from timeline.importing.fips_10_4 import COUNTRIES
from timeline.importing.format import Format, Imported, Opened, Release, Row, mark
from timeline.importing.gdelt_columns import COLUMNS, HEADER
from timeline.importing.iso_3166 import ALPHA_3
from timeline.values import URI

_TYPES = {
    "GOV": "state",
    "MIL": "state_forces",
    "MED": "media",
    **dict.fromkeys(("REB", "INS", "SEP"), "armed_group"),
    **dict.fromkeys(("IGO", "NGO", "MNC"), "organization"),
}
_PLACE = {1: "country", 2: "province", 3: "city", 4: "city", 5: "province"}


def rows(opened: Opened) -> Iterator[Row]:
    """GDELT's own files have no header; those of a query have one."""
    start = opened.file.read(len("GLOBALEVENTID") + 3)
    opened.file.seek(0)
    if b"globaleventid" in start.lower():
        return sheet.rows(opened, COLUMNS)
    return sheet.headless(opened, COLUMNS, [name.casefold() for name in HEADER])


def facts(row: Row) -> Iterator[Imported]:
    """The meeting, statement or attack in a row; nothing for other codes."""
    if (cameo := find(row["eventcode"])) is None:
        return
    fact = {
        "title": _title(row, cameo),
        "date": row["sqldate"],
        "place": _place(row),
        "tags": ["machine-coded", f"CAMEO {row['eventcode']}"],
        **cameo.fields,
        **_actors(row, cameo),
    }
    known = {name: value for name, value in fact.items() if value not in (None, [])}
    note = f"GDELT event {row['globaleventid']}, coded by a machine that read the article by {row['dateadded']}."
    yield Imported(cameo.kind, str(row["globaleventid"]), known, source=_article(row["sourceurl"]), note=note)


def _title(row: Row, cameo: Cameo) -> str:
    who = " and ".join(filter(None, dict.fromkeys([row["actor1name"], row["actor2name"]])))
    return ": ".join(filter(None, [who, cameo.words]))


def _actors(row: Row, cameo: Cameo) -> Json:
    """CAMEO has a direction: the first actor does it, to the second."""
    one, other = _actor(row, 1), _actor(row, 2)
    if cameo.kind == "attack":
        return {"perpetrator": one, "targets": [other] if other else []}
    if cameo.kind == "statement":
        return {"speaker": one, "audience": row["actor2name"]}
    roles = {"visit": ("participant", "host"), "hosting": ("host", "participant"), "mediation": ("mediator", "party")}
    pairs = zip((one, other), roles.get(cameo.fields["format"], ("participant", "participant")), strict=True)
    return {"participants": [{"actor": actor, "role": role} for actor, role in pairs if actor]}


def _actor(row: Row, number: int) -> Imported | None:
    code, name = row[f"actor{number}code"], row[f"actor{number}name"]
    if not name:
        return None
    country, sort = row[f"actor{number}countrycode"], row[f"actor{number}type1code"]
    fact: dict[str, Any] = {"name": name, "country": ALPHA_3.get(country or "")}
    fact["actor_type"] = _TYPES.get(sort or "") or ("state" if code and code == country else None)
    known = {field: value for field, value in fact.items() if value}
    return Imported("actor", f"actor:{code}:{mark(name)}", known)


def _place(row: Row) -> Imported | None:
    whole = row["actiongeo_fullname"]
    if not whole or not row["actiongeo_type"]:
        return None
    fact = {
        "name": whole.partition(",")[0].strip() or whole,
        "summary": whole,
        "country": COUNTRIES.get(row["actiongeo_countrycode"] or ""),
        "place_type": _PLACE[row["actiongeo_type"]],
    }
    if row["actiongeo_lat"] is not None and row["actiongeo_long"] is not None:
        fact |= {"latitude": row["actiongeo_lat"], "longitude": row["actiongeo_long"]}
    known = {field: value for field, value in fact.items() if value is not None}
    return Imported("place", f"place:{row['actiongeo_featureid'] or ''}:{mark(whole)}", known)


def _article(address: str) -> Imported:
    """By its address, or by its citation where it is on no web."""
    fact = {"title": address}
    if re.fullmatch(URI, address) and urlsplit(address).scheme in ("http", "https"):
        fact = {"title": f"Article of {urlsplit(address).netloc}", "url": address}
    named = mark(address)
    return Imported("source", f"article:{named}", fact, slug=f"article-{named}")


def release(_: str) -> Release:
    """GDELT adds rows every quarter of an hour and has no editions."""
    return Release("GDELT 2.0 events")


FORMAT = Format(
    name="gdelt",
    dataset="gdelt",
    about="GDELT 2.0 events, files with and without a header",
    rows=rows,
    facts=facts,
    release=release,
    columns=COLUMNS,
)
