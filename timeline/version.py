"""What tables are made by and of, as one word: a database that has another one has to be made anew."""

import hashlib
from collections.abc import Iterable

from timeline import counts, database
from timeline.registry import Kinds
from timeline.schema import Table
from timeline.selection import Selection
from timeline.views import VIEWS


def version(kinds: Kinds, all_tables: Iterable[Table], selection: Selection) -> str:
    """The version of the tables that these kinds give of the events that were selected."""
    shape = [statement for table in all_tables for statement in (table.create(), *table.create_indexes())]
    models = [f"{kind} {model.registry} {model.period}" for kind, model in kinds.models.items()]
    parts = [selection.name, *models, *shape, *(view.create() for view in VIEWS), *counts.triggers(kinds)]
    return f"{database.VERSION}.{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()}"
