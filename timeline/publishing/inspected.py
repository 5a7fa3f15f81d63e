"""`inspect-data.json`, as `datasette inspect` writes it: what Datasette need not count, and that nobody changes it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from timeline.publishing.folder import Put

_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"


def inspected(path: Path, put: Put) -> bytes:
    """What is to be known of a database that was put there: its hash, its size, and the rows of each table."""
    with closing(sqlite3.connect(path)) as db:
        names = [name for (name,) in db.execute(_TABLES)]
        counts = {name: db.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    tables = {name: {"count": count} for name, count in counts.items()}
    about = {"hash": put.sha256, "size": put.size, "file": path.name, "tables": tables}
    return json.dumps({path.stem: about}, indent=2).encode()
