"""A database in Datasette: what 0.65 and 1.0 want to be told in different ways."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datasette import __version__
from datasette.app import Datasette

from timeline.fact import Json


def datasette(  # all but the first by name
    db: Path,
    *,
    metadata: Mapping[str, Any] | None = None,
    settings: Mapping[str, Any] | None = None,
    plugin: Mapping[str, Any] | None = None,
    immutable: bool = False,
) -> Any:
    """Datasette over one database, described by `metadata`, which has the ready questions; `plugin` configures ours."""
    plugins = dict((metadata or {}).get("plugins", {}))
    plugins["timeline"] = {**plugins.get("timeline", {}), **(plugin or {})}
    described = {**(metadata or {}), "plugins": plugins}
    config = {} if __version__.startswith("0.") else _config(described)
    files: Json = {"immutables": [str(db)]} if immutable else {"files": [str(db)]}
    return Datasette(**{"files": [], **files}, metadata=described, settings=dict(settings or {}), **config)


def _config(metadata: Json) -> Json:
    """The ready questions where 1.0 looks for them; the rest of the metadata it moves by itself."""
    databases = metadata.get("databases", {})
    return {"config": {"databases": {name: {"queries": about.get("queries", {})} for name, about in databases.items()}}}
