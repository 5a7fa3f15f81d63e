"""Datasette's facets of a whole table, and how long the timeline is, from the counts that the projector keeps.

What Datasette makes of an answer stays its own. Where a reader has filtered, searched or asked for a column that
nobody counts, it counts by itself, as ever.
"""

import re
from typing import Any

from datasette.facets import ArrayFacet, ColumnFacet
from datasette.utils import escape_sqlite

_COLUMN = re.compile(r"(?s)\s*select (.+?) as value, count\(\*\) as count from|.*json_each\(\[inner\]\.(.+?)\) j\s")
_LIMIT = re.compile(r"limit (\d+)\s*$")
COUNTS = """SELECT value, count FROM _counts WHERE of = :of AND field = :field
ORDER BY count DESC, value LIMIT :limit"""
"""The most frequent values of a column of a whole table."""

_LENGTH = "select count(*) from timeline"
_SUM = "SELECT coalesce(sum(count), 0) FROM _counts WHERE of = 'timeline' AND field = 'kind'"


class _Counts:
    """A Datasette that is asked for the facets of one whole table."""

    def __init__(self, datasette: Any, table: str) -> None:
        self._datasette, self._table = datasette, table

    def __getattr__(self, name: str) -> Any:
        return getattr(self._datasette, name)

    async def execute(self, database: str, sql: str, params: Any = None, **options: Any) -> Any:
        """The counts, where there are any; otherwise what the SQL says."""
        column, limit = _COLUMN.match(sql), _LIMIT.search(sql)
        if column and limit:
            given = {"of": self._table, "field": (column[1] or column[2]).strip("[]"), "limit": int(limit[1])}
            counts = await self._datasette.execute(database, COUNTS, given, **options)
            if counts.rows:
                return counts
        return await self._datasette.execute(database, sql, params, **options)


class _OfAll:
    """What both sorts of facets have more here than there."""

    async def facet_results(self) -> Any:
        facet: Any = self
        if _takes_all(facet.sql, facet.table) and await facet.ds.get_database(facet.database).table_exists("_counts"):
            facet.ds = _Counts(facet.ds, facet.table)
        return await super().facet_results()  # type: ignore[misc]


class _Column(_OfAll, ColumnFacet):  # type: ignore[misc]
    pass


class _Array(_OfAll, ArrayFacet):  # type: ignore[misc]
    pass


def counted(facet: type) -> type:
    """The class that does as this one of Datasette's, and looks the counts up where there are any."""
    return {ColumnFacet: _Column, ArrayFacet: _Array}.get(facet, facet)


def know_length(database: Any) -> None:
    """Let a database of Datasette's add up how long the timeline is; 0.65 would read all of it, in order, to say so."""
    execute = database.execute

    async def execute_or_add_up(sql: str, *parameters: Any, **options: Any) -> Any:
        return await execute(_SUM if sql.strip() == _LENGTH else sql, *parameters, **options)

    database.execute = execute_or_add_up


def _takes_all(sql: str, table: str | None) -> bool:
    """Whether nothing is left out: behind the first FROM stands the table's name and no more."""
    behind = re.split(r"\sfrom\s", sql.strip(), maxsplit=1, flags=re.IGNORECASE)[-1]
    return bool(table) and behind.strip() in (table, escape_sqlite(table), f"[{table}]")
