"""The columns of an ACLED export by the codebook of 2024, and what becomes of each, as docs/import.md shows it."""

from functools import partial

from timeline import edtf
from timeline.edtf import written
from timeline.importing import cells
from timeline.importing.format import Column

INTER = {
    "state forces": 1,
    "rebel group": 2,
    "rebel groups": 2,
    "rebel forces": 2,
    "political militia": 3,
    "political militias": 3,
    "identity militia": 4,
    "identity militias": 4,
    "rioters": 5,
    "protesters": 6,
    "civilians": 7,
    "external/other forces": 8,
    "external forces": 8,
    "other forces": 8,
}
"""Since 2024 exports have words where they had numbers."""


def _inter(cell: str) -> int:
    """A class of actor, as its number; 0 is written where there is no second actor."""
    return INTER[cell.casefold()] if cell.casefold() in INTER else cells.one_of(*range(9))(cell)


def _day(cell: str) -> str:
    """A day in ISO or in words, `05 January 2024`."""
    found = written.read(cell).date
    if found is None or edtf.parse(found).kind != "day" or len(found) != len("2024-01-05"):
        raise ValueError(f"{cell!r} is no day; write YYYY-MM-DD")
    return found


def several(cell: str) -> list[str]:
    """Texts with semicolons between them."""
    return [cells.line(one) for one in cell.split(";") if one.strip()]


_kept_out = partial(Column, read=cells.ignored)

COLUMNS = (
    Column("event_id_cnty", cells.line, "the event's id `acled:ID` and the slug `acled-ID`", needed=True),
    Column("event_date", _day, "`date`, as widely as `time_precision` says", needed=True),
    Column("year", cells.whole, "checked against `event_date`"),
    Column(
        "time_precision",
        cells.one_of(1, 2, 3),
        "1: the day; 2: some day of the week around it; 3: some day of its month; said in `date_basis`",
        needed=True,
    ),
    Column("disorder_type", several, "tags"),
    Column("event_type", cells.line, "a tag; with `sub_event_type` it decides the kind", needed=True),
    Column("sub_event_type", cells.line, "a tag; `attack_type` and `weapon`, or a meeting", needed=True),
    Column("actor1", cells.line, "an actor: of `parties`, `participants`, or `perpetrator` or `targets`", needed=True),
    Column("assoc_actor_1", several, "actors on the same side", also=("associated_actor_1",)),
    Column("inter1", _inter, "`actor_type`; 7 (civilians), and 6 where force is excessive, are never `perpetrator`"),
    Column("actor2", cells.line, "as `actor1`"),
    Column("assoc_actor_2", several, "actors on the same side", also=("associated_actor_2",)),
    Column("inter2", _inter, "as `inter1`"),
    Column("civilian_targeting", cells.line, "a tag"),
    Column("iso", cells.natural, "ISO 3166-1's number: `country` of the place; 0 is Kosovo"),
    Column("country", cells.line, "in the place's `summary`", needed=True),
    Column("admin1", cells.line, "`admin1` of the place"),
    Column("admin2", cells.line, "`admin2` of the place"),
    Column("admin3", cells.line, "in the place's `summary`"),
    Column("location", cells.line, "`name` of the place", needed=True),
    Column("latitude", cells.between(-90, 90), "`latitude` of the place"),
    Column("longitude", cells.between(-180, 180), "`longitude` of the place"),
    Column(
        "geo_precision",
        cells.one_of(1, 2, 3),
        "2: `place_type` area, 3: region, both explained in `place_basis`",
        needed=True,
    ),
    Column("source", several, "a source for each, all in `reported_in` of an attack; else in the report's `note`"),
    Column("source_scale", cells.line, "in the report's `note`"),
    Column("notes", cells.text, "`summary`; of a meeting `outcome`"),
    Column(
        "fatalities",
        cells.natural,
        "`killed`; 0 is none reported, so `killed` is left out",
        needed=True,
        may_be_empty=True,
    ),
    Column("tags", several, "tags"),
    _kept_out("interaction, region, timestamp", becomes="not kept: they follow from other columns, or are ACLED's own"),
)
