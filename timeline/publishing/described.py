"""What both Datasettes are told of a bundle: its author's metadata and our limits, in the files that each reads.

0.65 takes all from `metadata.yml` and `settings.json`. 1.0 takes from `metadata.yml` what the data are, and from
`datasette.yaml` what may be done with them: settings, questions, who may see what, how a table is shown.
What may hold a secret, or leads to a file that stays behind, does not leave: the settings of plugins, but of ours some.
"""

import json
from collections.abc import Iterator, Mapping

from timeline import limits
from timeline.errors import TimelineError
from timeline.fact import Json
from timeline.metadata import DATABASE, queries, written

PLUGINS = "timeline-plugins"
"""The folder of the bundle with the author's own kinds; Datasette would take one called `plugins` for its own."""

_LEAVE = ("noindex", "unsafe_eval")
_CONFIGURES = {"allow", "allow_sql", "allow_download", "permissions", "plugins", "queries"}
_CONFIGURES |= {"facets", "fts_pk", "fts_table", "hidden", "label_column", "searchmode", "size"}
_CONFIGURES |= {"sort", "sort_desc", "sortable_columns"}
_LEVELS = ("databases", "tables")


def leaving(metadata: Json, *, with_plugins: bool) -> Json:
    """The metadata as they leave, with the ready questions unless their author chose some. Raises TimelineError."""
    ours = _part(_part(metadata, "plugins"), "timeline")
    told = {name: ours[name] for name in _LEAVE if name in ours} | {"public": True}
    kept = _without_plugins(metadata)
    databases = _part(kept, "databases")
    about = {"queries": queries()} | _part(databases, DATABASE)
    told |= {"plugins_dir": PLUGINS} if with_plugins else {}
    return {**kept, "databases": {**databases, DATABASE: about}, "plugins": {"timeline": told}}


def files(described: Json) -> Iterator[tuple[str, bytes]]:
    """The three files, by their names."""
    yield "metadata.yml", written(described).encode()
    yield "settings.json", (json.dumps(limits.PUBLIC, indent=2) + "\n").encode()
    yield "datasette.yaml", written({"settings": limits.PUBLIC, **_configuration(described)}).encode()


def _configuration(described: Json) -> Json:
    """What of it 1.0 wants to read in `datasette.yaml`, on each level."""
    found = {key: value for key, value in described.items() if key in _CONFIGURES}
    for level in _LEVELS:
        below = {name: _configuration(about) for name, about in _part(described, level).items()}
        if kept := {name: about for name, about in below.items() if about}:
            found[level] = kept
    return found


def _without_plugins(metadata: Json) -> Json:
    kept = {key: value for key, value in metadata.items() if key != "plugins"}
    for level in _LEVELS:
        if level in kept:
            part = _part(kept, level)
            kept[level] = {name: _without_plugins(_part(part, name)) for name in part}
    return kept


def _part(whole: Mapping[str, object], name: str) -> Json:
    part = whole.get(name) or {}
    if not isinstance(part, dict):
        raise TimelineError(f"the metadata: {name}: is to name its parts, each with what is said of it")
    return part
