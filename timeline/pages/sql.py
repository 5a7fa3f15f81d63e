"""The page for SQL in the reader's browser: the ready questions, what may be asked of, and where to write one's own.

It stands on a published site alone: the database comes to the reader, and no server answers.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import quote

from timeline.fact import Json, leaves
from timeline.metadata import DATABASE, metadata, queries
from timeline.pages.ask import Ask
from timeline.pages.page import Page, Site, opened
from timeline.registry import Kinds
from timeline.schema import Field
from timeline.tables import tables
from timeline.values import Refers

_FIRST = "SELECT date_words, kind, title, place, disputed\nFROM timeline"
_OF_THEIR_OWN = ("id", "fact", "subject", "slug")
_COLUMNS = """
    SELECT t.name AS "table", c.name AS "column", lower(c.type) AS type
    FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c
    WHERE t.type IN ('table', 'view')
    ORDER BY t.name, c.cid
"""


def sql(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """The page; everything else that it needs lies beside it (`timeline.vendor`)."""
    ready = [{"name": name, **query, "href": _address(query["sql"])} for name, query in queries().items()]
    named = " ".join(sorted(_naming(site.kinds)))
    context = {"first": _FIRST, "ready": ready, "tables": list(_tables(ask, site)), "naming": named}
    return Page("sql.html", "SQL", context)


def _naming(kinds: Kinds) -> set[str]:
    """The columns whose values are slugs, so that a result can lead to their pages."""
    pointing = {field.name for table in tables(kinds) for field in table.fields if _points_to_subject(field)}
    fields = (field for model in kinds.models.values() for field in model.model_fields.items())
    anything = {name for name, field in fields if Refers() in leaves(field.rebuild_annotation())}
    return {*_OF_THEIR_OWN, *pointing, *anything}


def _points_to_subject(field: Field) -> bool:
    return field.references not in (None, "events.id")


def _tables(ask: Ask, site: Site) -> Iterator[Json]:
    """Those that the database has and readers are to know, with what each column means."""
    described = metadata(site.kinds, opened(ask))["databases"][DATABASE]["tables"]
    columns: dict[str, list[Json]] = {}
    for row in ask.rows(_COLUMNS):
        columns.setdefault(row["table"], []).append(row)
    for name, about in described.items():
        if name in columns and not about.get("hidden"):
            means = about.get("columns", {})
            shown = [
                {"name": row["column"], "type": row["type"], "means": means.get(row["column"])} for row in columns[name]
            ]
            href = _address(f'SELECT *\nFROM "{name}"\nLIMIT 100')
            yield {"name": name, "means": about["description"], "columns": shown, "href": href}


def _address(statement: str) -> str:
    return f"#sql={quote(statement, safe='')}"
