"""Attacks under the column names of the UCDP Georeferenced Event Dataset (GED 23.1), in its order.

`date_start` and `date_end` are the days between which an event was: doubt, not duration. So an attack that lasted for
days is left out, as is one whose day is not known within a year. `best`, `low` and `high` count people killed without
the attackers where there is a perpetrator, while GED counts all. What we do not record is empty, never 0. A semicolon
separates in GED, so within a name or a title it becomes a comma.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import BinaryIO

from timeline.exporting.chosen import Chosen
from timeline.exporting.codebook import Coded, bounds, country, joined, mapped, of_fact, of_place, rows, sides, span
from timeline.exporting.csv_text import write_rows
from timeline.exporting.formats import Left, Mapped
from timeline.exporting.record import Record
from timeline.exporting.ucdp_sources import articles, listed, published
from timeline.importing.gleditsch_ward import COUNTRIES
from timeline.registry import Kinds

_LONGEST = 366
_SPANS = ((1, 1), (6, 2), (7, 3), (31, 4), (_LONGEST, 5))
"""The longest span in days of each `date_prec`."""

_PRECISIONS = {"site": 1, "city": 1, "town": 1, "village": 1, "district": 3, "province": 4}
_PRECISIONS |= {"region": 5, "area": 5, "country": 6, "sea": 7}


_IMPORTED = re.compile(r"^ucdp-ged-(?=[0-9]+$)")
_NUMBERS = Counter(COUNTRIES.values())
_STATES = {code: number for number, code in COUNTRIES.items() if _NUMBERS[code] == 1}


def _year(record: Record) -> int | None:
    first, last = bounds(record)
    return first.year if first.year == last.year else None


_SUMMED = ("killed", "killed_civilians", "killed_unidentified")
_IMPORTED_BASIS = re.compile(
    r"(?:UCDP describes it as “(.*)”\.)? ?(?:The place is known no better than [^“]* \(where_prec ([2-7])\)\.)?",
    re.DOTALL,
)


def _precision(record: Record) -> int:
    days = span(record)
    return next(precision for longest, precision in _SPANS if days <= longest)


def _id(record: Record) -> str:
    """That of GED, of what was imported from there."""
    return _IMPORTED.sub("", record.slug)


def _side(side: int) -> Callable[[Record], str]:
    return lambda record: joined(record.called(slug) for slug in sides(record)[side].actors)


def _dead(side: int) -> Callable[[Record], int | None]:
    """How many of a side; none where the others add up to `best`, which in GED is always the sum."""

    def dead(record: Record) -> int | None:
        own, both = record.own, [one.killed for one in sides(record)]
        if both[side] is None and None not in (parts := [own.get(name) for name in _SUMMED]):
            return 0 if sum(filter(None, parts[1:] + both)) == parts[0] else None
        return both[side]

    return dead


def _basis(record: Record) -> tuple[str | None, str | None]:
    """What GED says of the place, and its `where_prec`, as an import put them into `place_basis`."""
    basis: str | None = record.row["place_basis"]
    found = _IMPORTED_BASIS.fullmatch(basis or "")
    return (found[1], found[2]) if found else (basis, None)


def _tagged(**values: int) -> Callable[[Record], int | None]:
    """The value of the tag that the fact has, as an import gives it."""
    by_tag = {name.replace("_", " "): value for name, value in values.items()}
    return lambda record: next((by_tag[tag] for tag in record.tags if tag in by_tag), None)


def _state(record: Record) -> int | None:
    return _STATES.get(record.place.get("country") or "")


def _point(record: Record) -> str | None:
    place = record.place
    return None if place.get("latitude") is None else f"POINT ({place['longitude']} {place['latitude']})"


_COLUMNS = (
    Coded("id", "the fact's slug; of one that was imported from GED, its number there", _id),
    Coded("relid"),
    Coded("year", "of `earliest` and `latest`, where it is one", _year),
    Coded("active_year", "1 with the tag `active year`", _tagged(active_year=1)),
    Coded("code_status"),
    Coded(
        "type_of_violence",
        "by the tags `state-based`, `non-state`, `one-sided`",
        _tagged(**{"state-based": 1, "non-state": 2, "one-sided": 3}),
    ),
    *(Coded(name) for name in ("conflict_dset_id", "conflict_new_id", "conflict_name")),
    *(Coded(name) for name in ("dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id")),
    Coded("side_a", "the perpetrator's name, or those of the parties on the first side", _side(0)),
    *(Coded(name) for name in ("side_b_dset_id", "side_b_new_id")),
    Coded("side_b", "the names of the targets, or of the other parties, joined by `; `", _side(1)),
    Coded("number_of_sources", "how many documents are told below", lambda record: len(record.documents)),
    Coded(
        "source_article",
        "of each document, or of each in `reported_in`, `publisher`, `published` and `title`, in quotation marks; of "
        "one without the first two the title",
        articles,
    ),
    Coded("source_office", "`publisher` of each", lambda record: listed(record, "publisher")),
    Coded(
        "source_date", "`published` of each that is a day", lambda record: ";".join(map(published, record.documents))
    ),
    Coded("source_headline", "`title` of each", lambda record: listed(record, "title")),
    Coded("source_original", "on whose word: who begins each chain", lambda record: "; ".join(record.originators)),
    Coded(
        "where_prec",
        "as an import noted it; else by `place_type`: site to village 1, district 3, province 4, region and area 5, "
        "country 6, sea 7",
        lambda record: _basis(record)[1] or _PRECISIONS.get(record.place.get("place_type") or ""),
    ),
    Coded("where_coordinates", "the place's name", of_place("name")),
    Coded("where_description", "`place_basis`; of an import GED's own words", lambda record: _basis(record)[0]),
    Coded("adm_1", "`admin1` of the place", of_place("admin1")),
    Coded("adm_2", "`admin2` of the place", of_place("admin2")),
    Coded("latitude", "`latitude` of the place", of_place("latitude")),
    Coded("longitude", "`longitude` of the place", of_place("longitude")),
    Coded("geom_wkt", "the same as WKT", _point),
    Coded("priogrid_gid"),
    Coded(
        "country",
        "the country of the place: of an import GED's name, else that of one that is registered, else the ISO 3166-1 "
        "alpha-2 code",
        lambda record: country(record, is_imported=bool(_IMPORTED.match(record.slug))),
    ),
    Coded("country_id", "its number by Gleditsch and Ward, where it has one", _state),
    Coded("region"),
    Coded("event_clarity", "2 with the tag `several incidents`", _tagged(several_incidents=2)),
    Coded("date_prec", "from the span of the days: 1 a day, 2 to six, 3 a week, 4 to a month, 5 to a year", _precision),
    Coded("date_start", "`earliest`", lambda record: record.row["earliest"]),
    Coded("date_end", "`latest`", lambda record: record.row["latest"]),
    Coded("deaths_a", "`killed` of the parties on the first side, or 0 where the others add up to `best`", _dead(0)),
    Coded("deaths_b", "the same of the other side", _dead(1)),
    Coded("deaths_civilians", "`killed_civilians`", of_fact("killed_civilians")),
    Coded("deaths_unknown", "`killed_unidentified`", of_fact("killed_unidentified")),
    Coded("best", "`killed`", of_fact("killed")),
    Coded("high", "`killed`, at most", of_fact("killed_high")),
    Coded("low", "`killed`, at least", of_fact("killed_low")),
    *(Coded(name) for name in ("gwnoa", "gwnob")),
)


def fields(_kinds: Kinds) -> Sequence[Mapped]:
    """The mapping."""
    return mapped(_COLUMNS)


def write(chosen: Chosen, out: BinaryIO) -> Left:
    """The table."""
    left = Counter[str]()
    write_rows(out, rows(chosen.records(), _COLUMNS, _LONGEST, left))
    return left
