"""The folder `data/`: the log, the database, the tables, what they are, under which licence, and their checksums."""

import json
import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any

from timeline.fact import Json
from timeline.pages.page import Page, Site, render
from timeline.progress import Counting
from timeline.publishing import data
from timeline.publishing.copies import Made
from timeline.publishing.folder import Folder, Put
from timeline.publishing.leaving import Held
from timeline.publishing.package import licence_url, package
from timeline.publishing.signed import signed_files

_LAST = "SELECT time FROM events ORDER BY seq DESC LIMIT 1"


def downloads(site: Site, folder: Folder, made: Made, back: Held, progress: Counting) -> Iterator[Put]:
    """Make all its files; the page says what was held back, and why nothing is signed. `progress` is told of tables
    done."""
    tables = data.listed(site.kinds)
    with closing(sqlite3.connect(made.db)) as db:
        updated = str((db.execute(_LAST).fetchone() or ("",))[0])
        puts = [*signed_files(made.log, folder), *_whole(folder, made)]
        for done, table in enumerate(tables, 1):
            puts += data.exported(db, table, folder)
            progress(done, len(tables))
    files = {put.path.removeprefix("data/"): put for put in puts}
    puts.append(folder.put("data/licence.txt", _licence(site.opened).encode()))
    puts.append(folder.put("data/datapackage.json", _json(package(site.opened, updated, tables, files))))
    files |= {put.path.removeprefix("data/"): put for put in puts}
    sums = "".join(f"{files[name].sha256}  {name}\n" for name in sorted(files))
    puts.append(files.setdefault("checksums.txt", folder.put("data/checksums.txt", sums.encode())))
    yield from puts
    context = {"back": back, "unsigned": made.unsigned, "lite": folder.has("lite/index.html")}
    yield folder.put("data/index.html", render(_page(tables, files, context), site).encode())


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


def _page(tables: Sequence[data.Listed], files: Mapping[str, Put], context: Json) -> Page:
    sizes = {name: _size(put.size) for name, put in files.items()}
    return Page("data.html", "Data", {"tables": tables, "sizes": sizes, **context})


def _size(size: int) -> str:
    for unit, bytes in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= bytes:
            return f"{size / bytes:.1f} {unit}"
    return f"{size} bytes"
