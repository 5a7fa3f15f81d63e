"""The columns of GDELT 2.0's table of events, by its codebook, and what becomes of each, as docs/import.md shows it."""

import re
from functools import partial

from timeline.importing import cells
from timeline.importing.format import Column

_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code"
_CODED = "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale"
_COUNTED = "NumMentions NumSources NumArticles AvgTone"
_GEO = "Geo_Type Geo_FullName Geo_CountryCode Geo_ADM1Code Geo_ADM2Code Geo_Lat Geo_Long Geo_FeatureID"
HEADER = [
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"{actor}{name}" for actor in ("Actor1", "Actor2") for name in _ACTOR.split()),
    *f"{_CODED} {_COUNTED}".split(),
    *(f"{of}{name}" for of in ("Actor1", "Actor2", "Action") for name in _GEO.split()),
    *("DATEADDED", "SOURCEURL"),
]
"""The files have no header; this is the order of their columns."""


def code(cell: str) -> str:
    """A CAMEO code, from 01 to 20 in its first digits; a spreadsheet takes the 0 away. GDELT writes `---` for none."""
    if not re.fullmatch("(0[1-9]|1[0-9]|20)[0-9]{1,2}|---", cell):
        raise ValueError(f"{cell!r} is no CAMEO code; has a spreadsheet taken a 0 from its front?")
    return cell


def day(cell: str) -> str:
    """An ISO day, of the form 20181114, whatever time is written behind it."""
    if not re.fullmatch("[0-9]{8}([0-9]{6})?", cell):
        raise ValueError(f"{cell!r} is no day as GDELT writes it, such as 20181114")
    return cells.day(f"{cell[:4]}-{cell[4:6]}-{cell[6:8]}")


_kept_out = partial(Column, read=cells.ignored)

COLUMNS = (
    Column("globaleventid", cells.natural, "the event's id `gdelt:ID` and the slug `gdelt-ID`", needed=True),
    Column("sqldate", day, "`date`", needed=True),
    Column("actor1code", cells.line, "recognises the actor, with its name"),
    Column("actor1name", cells.line, "an actor: `perpetrator`, `speaker`, a participant"),
    Column("actor1countrycode", cells.line, "`country` of the actor, where it is a state of today"),
    Column("actor1type1code", cells.line, "`actor_type`, where ours has it"),
    Column("actor2code", cells.line, "as of the first actor"),
    Column("actor2name", cells.line, "an actor: of `targets`, a participant; of a statement `audience`"),
    Column("actor2countrycode", cells.line, "as of the first actor"),
    Column("actor2type1code", cells.line, "as of the first actor"),
    Column(
        "eventcode", code, "the kind, the words of the title, `format`, `attack_type`, `weapon`; a tag", needed=True
    ),
    Column("actiongeo_type", cells.one_of(0, 1, 2, 3, 4, 5), "`place_type`: country, province or city"),
    Column("actiongeo_fullname", cells.line, "`name` of the place, all of it in `summary`"),
    Column("actiongeo_countrycode", cells.line, "FIPS 10-4: `country` of the place"),
    Column("actiongeo_lat", cells.between(-90, 90), "`latitude` of the place"),
    Column("actiongeo_long", cells.between(-180, 180), "`longitude` of the place"),
    Column("actiongeo_featureid", cells.line, "recognises the place"),
    Column("dateadded", day, "in the report's `note`", needed=True),
    Column("sourceurl", cells.line, "the source of the report, an article", needed=True),
    _kept_out("MonthYear, Year, FractionDate", becomes="not kept: they follow from `SQLDATE`"),
    _kept_out("NumMentions, NumSources, NumArticles", becomes="not kept: they count syndicated copies"),
    _kept_out("the other columns", becomes="not kept"),
)
