"""Datasette's settings as we serve: what a question may take, in milliseconds, rows and megabytes."""

from timeline.fact import Json

ALWAYS: Json = {"suggest_facets": False, "default_page_size": 50, "facet_time_limit_ms": 500, "num_sql_threads": 4}
"""On one's own machine."""

PUBLIC: Json = ALWAYS | {
    "default_allow_sql": False,
    "sql_time_limit_ms": 500,
    "max_returned_rows": 500,
    "facet_time_limit_ms": 100,
    "allow_csv_stream": False,
    "max_csv_mb": 20,
    "default_cache_ttl": 60,
    "num_sql_threads": 8,
}
"""For strangers."""
