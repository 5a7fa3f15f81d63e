"""The columns of UCDP GED as its releases name them, and what becomes of each; docs/import.md is written from here."""

from functools import partial

from timeline.importing import cells
from timeline.importing.format import Column

_dead = partial(Column, read=cells.natural, needed=True)
_kept_out = partial(Column, read=cells.ignored)

COLUMNS = (
    Column("id", cells.natural, "the event's id `ucdp-ged:ID` and the slug `ucdp-ged-ID`", needed=True),
    Column("relid", cells.line, "in the report's `note`"),
    Column("year", cells.whole, "checked against `date_start`"),
    Column("active_year", cells.flag, "1: tag `active year`"),
    Column("code_status", cells.line, "any but `Clear`: tag `code status: …`"),
    Column(
        "type_of_violence",
        cells.one_of(1, 2, 3),
        "tag `state-based`, `non-state` or `one-sided`; 3: `side_a` is `perpetrator`, others are `parties`",
        needed=True,
    ),
    Column("conflict_name", cells.line, "a tag"),
    Column("side_a_new_id", cells.natural, "recognises the actor"),
    Column("side_a_dset_id", cells.natural, "the same, where `side_a_new_id` is missing"),
    Column("side_a", cells.line, "an actor: the first of `parties`, or `perpetrator`", needed=True),
    Column("side_b_new_id", cells.natural, "recognises the actor"),
    Column("side_b_dset_id", cells.natural, "the same, where `side_b_new_id` is missing"),
    Column("side_b", cells.line, "an actor: the second of `parties`, or the only one of `targets`", needed=True),
    Column("gwnoa", cells.numbers, "actor `side_a` is a state; its `country`, where it is one"),
    Column("gwnob", cells.numbers, "the same of `side_b`"),
    Column("source_article", cells.line, "a source for each article, all in `reported_in`"),
    Column(
        "source_date",
        cells.line,
        'given: `source_article` is read as `"office,day,headline"`, the day as `published` (1753-01-01 as none); '
        "empty: all of it is the title of one source",
    ),
    Column("source_original", cells.line, "`attributed_to`: an actor by these words, whether they name one or several"),
    Column(
        "where_prec",
        cells.one_of(1, 2, 3, 4, 5, 6, 7),
        "`place_type` of the place; all but 1 explained in `place_basis`",
        needed=True,
    ),
    Column("where_coordinates", cells.line, "`name` of the place"),
    Column("where_description", cells.line, "quoted in `place_basis`"),
    Column("adm_1", cells.line, "`admin1` of the place"),
    Column("adm_2", cells.line, "`admin2` of the place"),
    Column("latitude", cells.between(-90, 90), "`latitude` of the place"),
    Column("longitude", cells.between(-180, 180), "`longitude` of the place"),
    Column("country", cells.line, "in the place's `summary`", needed=True),
    Column("country_id", cells.natural, "Gleditsch and Ward's number: `country` of the place"),
    Column("event_clarity", cells.one_of(1, 2), "2: tag `several incidents`"),
    Column("date_prec", cells.one_of(1, 2, 3, 4, 5), "in `date_basis`, where the day is not known", needed=True),
    Column(
        "date_start", cells.day, "`date`; with another `date_end` it is `[START..END]`, some day within", needed=True
    ),
    Column("date_end", cells.day, "see `date_start`", needed=True),
    _dead("deaths_a", may_be_empty=True, becomes="`killed` of the first of `parties`"),
    _dead("deaths_b", may_be_empty=True, becomes="`killed` of the second of `parties`"),
    _dead("deaths_civilians", may_be_empty=True, becomes="`killed_civilians`"),
    _dead("deaths_unknown", may_be_empty=True, becomes="`killed_unidentified`"),
    _dead("best", becomes="`killed.best`", also=("best_est",)),
    _dead("high", becomes="`killed.high`", also=("high_est",)),
    _dead("low", becomes="`killed.low`", also=("low_est",)),
    _kept_out("conflict_new_id, conflict_dset_id", becomes="not kept: `conflict_name` says which"),
    _kept_out("dyad_name, dyad_new_id, dyad_dset_id", becomes="not kept: they follow from the sides"),
    _kept_out("number_of_sources", becomes="not kept: `reported_in` has the sources; -1 is unknown"),
    _kept_out("source_office, source_headline", becomes="not kept: `source_article` has them"),
    _kept_out("geom_wkt, priogrid_gid, region", becomes="not kept: they follow from the coordinates and the country"),
)
