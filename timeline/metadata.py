"""Datasette's metadata: what every table, view and column means, how to page through them, and the ready questions.

All of it follows from the models, the tables and the views, so that a kind of one's own is described like ours.
Datasette 1.0 takes nothing over from a database to its tables: licence and source stand with each.
"""

import re
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import yaml

from timeline.faceted import facets
from timeline.fact import Fact, Json
from timeline.registry import Kinds
from timeline.schema import Field, Table
from timeline.tables import fact_table, tables
from timeline.views import VIEWS, View

DATABASE = "timeline"
SEARCH = {"fts_table": "_facts_fts", "fts_pk": "seq"}
_SHADOWS = ("_facts_fts", *(f"_facts_fts_{part}" for part in ("config", "data", "docsize", "idx")))
_COMMENT = """\
# What Datasette shows: written by `timeline init` and `make docs` from the kinds, tables and questions in force.
# Edit it as you like; Datasette's own documentation says what may stand here.

"""
_PAGES: dict[str, Json] = {  # of the tables and views that no single kind makes
    "events": {"label_column": "type", "sort_desc": "seq", "size": 20},
    "history": {"sort_desc": "recorded_to", "size": 20},
    "timeline": SEARCH,
    "corrections": {"sort_desc": "time"},
}


def metadata(kinds: Kinds, opened: Mapping[str, Any]) -> Json:
    """The metadata of a chronology that `opened`, the data of its first event, describes."""
    about, rights = _about(opened), _rights(opened.get("licence"))
    database = {**about, **rights, "tables": dict(_tables(kinds, rights)), "queries": queries()}
    return {**about, **rights, "databases": {DATABASE: database}}


def as_yaml(kinds: Kinds, opened: Mapping[str, Any]) -> str:
    """The same as a `metadata.yml` that people can read and edit."""
    return _COMMENT + written(metadata(kinds, opened))


def written(described: Json) -> str:
    """Metadata, or a part, as YAML that people can read."""
    return yaml.dump(described, Dumper=_Readable, sort_keys=False, allow_unicode=True, width=120)


def queries() -> Json:
    """The ready questions by their name, as Datasette's canned queries; their SQL is one click away."""
    text = resources.files("timeline").joinpath("queries.yml").read_text(encoding="utf-8")
    return {name: {**query, "hide_sql": True} for name, query in yaml.safe_load(text).items()}


def _about(opened: Mapping[str, Any]) -> Json:
    return {name: opened[name] for name in ("title", "description") if opened.get(name)}


def _rights(licence: str | None) -> Json:
    """The licence, linked where it is named as SPDX names it; and the source, which is the log."""
    rights = {"license": licence} if licence else {}
    if licence and re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*-[0-9]+\.[0-9]+", licence):
        rights["license_url"] = f"https://spdx.org/licenses/{licence}.html"
    return {**rights, "source": "the log of this chronology", "source_url": f"/{DATABASE}/events"}


def _tables(kinds: Kinds, rights: Json) -> Iterator[tuple[str, Json]]:
    by_facet = facets(kinds)
    pages = _PAGES | {kinds[kind].table: _fact_page(kinds, kinds[kind]) for kind in kinds}
    described: list[View | Table] = [*VIEWS, *tables(kinds)]
    for made in described:
        about = {"title": made.name.strip("_").replace("_", " ").capitalize(), "description": made.description}
        columns = {"columns": {field.name: field.description for field in made.fields}}
        yield (
            made.name,
            {**about, **rights, **columns, "size": 50, **_labelled(made.fields), **_page(made.name, pages, by_facet)},
        )
    for name in _SHADOWS:
        yield name, {"title": "Search index", "description": "SQLite's own, for search.", **rights, "hidden": True}


def _page(name: str, pages: Mapping[str, Json], by_facet: Mapping[str, list[Any]]) -> Json:
    if name.startswith("_"):
        return {"hidden": True}
    return {**pages.get(name, {}), **({"facets": by_facet[name]} if name in by_facet else {})}


def _fact_page(kinds: Kinds, model: type[Fact]) -> Json:
    sort = _labelled(fact_table(kinds, model).fields)["label_column"] if model.registry else "earliest"
    return {"sort": sort}


def _labelled(fields: tuple[Field, ...]) -> Json:
    """What a link to a row is called: its name, or else its title."""
    labels = [label for label in ("name", "title") if label in {field.name for field in fields}]
    return {"label_column": labels[0]} if labels else {}


class _Readable(yaml.SafeDumper):
    """SQL as a block of its lines, long texts folded."""


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    style = "|" if "\n" in value else ">" if len(value) > 90 else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Readable.add_representer(str, _text)
