"""The folder `data/`: the log, the database, the tables, what they are, under which licence, and their checksums."""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from timeline.fact import Json
from timeline.pages.page import Page, Site, render
from timeline.publishing import data
from timeline.publishing.folder import Folder, Put
from timeline.publishing.leaving import Held
from timeline.publishing.package import licence_url, package

_LAST = "SELECT time FROM events ORDER BY seq DESC LIMIT 1"


class Made(NamedTuple):
    """What all of it is made from: the log as it leaves, and the tables made from it."""

    log: Path
    db: Path


def downloads(  # noqa: PLR0913  # what it is made from, and what the page says of it
    site: Site, folder: Folder, made: Made, back: Held, signed: Sequence[Put], unsigned: str
) -> Iterator[Put]:
    """Make all its files but those in `signed`; the pages say what was held back, and why nothing is signed."""
    tables = data.listed(site.kinds)
    with closing(sqlite3.connect(made.db)) as db:
        updated = str((db.execute(_LAST).fetchone() or ("",))[0])
        puts = [*signed, *_whole(folder, made), *(put for table in tables for put in data.exported(db, table, folder))]
    files = {put.path.removeprefix("data/"): put for put in puts}
    puts.append(folder.put("data/licence.txt", _licence(site.opened).encode()))
    puts.append(folder.put("data/datapackage.json", _json(package(site.opened, updated, tables, files))))
    files |= {put.path.removeprefix("data/"): put for put in puts}
    sums = "".join(f"{files[name].sha256}  {name}\n" for name in sorted(files))
    puts.append(files.setdefault("checksums.txt", folder.put("data/checksums.txt", sums.encode())))
    yield from puts
    yield folder.put("data/index.html", render(_page(tables, files, back, unsigned), site).encode())


def _whole(folder: Folder, made: Made) -> Iterator[Put]:
    shutil.copyfile(made.log, folder.open("data/events.jsonl"))
    data.database(made.db, folder.open("data/timeline.db"))
    data.compressed(folder.open("data/timeline.db"), folder.open("data/timeline.db.gz"))
    yield from (folder.adopt(f"data/{name}") for name in ("events.jsonl", "timeline.db", "timeline.db.gz"))


def _licence(opened: Mapping[str, Any]) -> str:
    licence = opened.get("licence")
    if not licence:
        return f"{opened.get('title', 'This chronology')}: no licence is stated, so all rights are reserved.\n"
    url = licence_url(licence)
    return f"{opened.get('title', 'This chronology')}: {licence}\n" + (f"{url}\n" if url else "")


def _json(value: Json) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _page(tables: Sequence[data.Listed], files: Mapping[str, Put], back: Held, unsigned: str) -> Page:
    sizes = {name: _size(put.size) for name, put in files.items()}
    context = {"tables": tables, "sizes": sizes, "back": back, "unsigned": unsigned}
    return Page("data.html", "Data", context)


def _size(size: int) -> str:
    for unit, bytes in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes:
            return f"{size / bytes:.1f} {unit}"
    return f"{size} bytes"
