"""`datapackage.json`: what the data are, as the Data Package standard says it, for any tool that reads it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from timeline.fact import Json
from timeline.publishing.data import Listed
from timeline.publishing.folder import Put
from timeline.schema import Field

_TYPES = {"INTEGER": "integer", "TEXT": "string", "FLOAT": "number", "REAL": "number"}
_OTHERS = {
    "events.jsonl": ("log", "The log that all else is made from: an event a line (CloudEvents 1.0).", "cloudevents"),
    "timeline.db": ("database", "All tables and views, for SQLite.", "sqlite"),
    "timeline.db.gz": ("database-gz", "The same database, compressed.", "gz"),
}


def package(opened: Mapping[str, Any], updated: str, tables: Iterable[Listed], files: Mapping[str, Put]) -> Json:
    """The descriptor; `updated` is when the last event was recorded, `files` are those of `data/` by their name."""
    resources = [_table(table, files[f"{table.name}.raw.csv"]) for table in tables]
    others = [_other(name, *about, files[name]) for name, about in _OTHERS.items()]
    found: Json = {"profile": "data-package", "name": "chronology", "title": opened.get("title", "Timeline")}
    if opened.get("description"):
        found["description"] = opened["description"]
    if updated:
        found["created"] = updated
    if licences := _licences(opened.get("licence")):
        found["licenses"] = licences
    return {**found, "resources": [*resources, *others]}


def licence_url(licence: str | None) -> str:
    """Where the text of a licence is, if it is named as SPDX names it."""
    spdx = licence and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*-[0-9]+\.[0-9]+", licence)
    return f"https://spdx.org/licenses/{licence}.html" if spdx else ""


def _licences(licence: str | None) -> list[Json]:
    if not licence:
        return []
    url = licence_url(licence)
    return [{"name": licence, "path": url}] if url else [{"name": "other", "title": licence}]


def _table(table: Listed, put: Put) -> Json:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.raw.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": put.size,
        "hash": f"sha256:{put.sha256}",
        "schema": {"fields": [_field(field) for field in table.fields], "missingValues": [""]},
    }


def _field(field: Field) -> Json:
    return {"name": field.name, "type": _TYPES.get(field.type, "any"), "description": field.description}


def _other(name: str, resource: str, description: str, format: str, put: Put) -> Json:
    about = {"name": resource, "path": name, "description": description, "format": format}
    return {**about, "bytes": put.size, "hash": f"sha256:{put.sha256}"}
