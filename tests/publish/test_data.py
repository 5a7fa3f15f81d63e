"""The downloads: what each of them is, to tools that are not ours."""

import csv
import gzip
import hashlib
import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, report
from tests.publish.conftest import Site


@pytest.mark.parametrize("name", ["article_site", "large_site"])
def test_the_data_package_is_valid(name: str, request: pytest.FixtureRequest) -> None:
    """To the Frictionless tool, every row of every table."""
    site: Site = request.getfixturevalue(name)
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json"]
    done = subprocess.run(command, cwd=site.folder / "data", capture_output=True, text=True, check=False)
    resources = len(json.loads((site.folder / "data/datapackage.json").read_text())["resources"])
    assert (done.returncode, "INVALID" in done.stdout, done.stdout.count(" VALID")) == (0, False, resources), (
        done.stdout
    )
    assert resources >= 25


@pytest.mark.parametrize("file", ["manifest.sha256", "data/checksums.txt"])
def test_checksums(article_site: Site, file: str) -> None:
    """As `sha256sum -c` reads them; they name every file beside or below but themselves and pages of data/."""
    path = article_site.folder / file
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", path.name], cwd=path.parent, check=True)
    named = {line.partition("  ")[2] for line in path.read_text().splitlines()}
    there = {found.relative_to(path.parent).as_posix() for found in path.parent.rglob("*") if found.is_file()}
    assert there - named == {path.name} | ({"index.html"} if path.parent.name == "data" else set())


def test_the_database(article_site: Site) -> None:
    """Whole, in one file that needs no other beside it, and its gzip unpacks to it."""
    path = article_site.folder / "data/timeline.db"
    with closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert db.execute("SELECT count(*) FROM events").fetchall() == [(84,)]
    assert gzip.decompress(path.with_name("timeline.db.gz").read_bytes()) == path.read_bytes()
    assert path.read_bytes()[18:20] == b"\1\1"


def test_a_table_is_the_same_in_every_format(large_site: Site) -> None:
    """Row by row."""
    data = large_site.folder / "data"
    rows = json.loads((data / "timeline.json").read_bytes())
    assert rows == [json.loads(line) for line in (data / "timeline.jsonl").read_bytes().splitlines()]
    with (data / "timeline.raw.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert table == [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]


def test_a_spreadsheet_calculates_nothing(make: Callable[..., Site], tmp_path: Path) -> None:
    """The plain CSV has an apostrophe in front of a formula; the raw one has the text."""
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING, report("attack", "one", "e-1", title='=1+"x"', killed=3))
    data = make(chronicle.log.path).folder / "data"
    titles = []
    for name in ("attacks.csv", "attacks.raw.csv"):
        with (data / name).open(newline="") as file:
            titles += [(row["title"], row["killed"]) for row in csv.DictReader(file)]
    assert titles == [('\'=1+"x"', "3"), ('=1+"x"', "3")]


def test_the_licence(article_site: Site) -> None:
    """With its address, where SPDX has it."""
    text = (article_site.folder / "data/licence.txt").read_text()
    assert text.splitlines()[1] == "https://spdx.org/licenses/CC0-1.0.html"
    package = json.loads((article_site.folder / "data/datapackage.json").read_bytes())
    log = (article_site.folder / "data/events.jsonl").read_bytes()
    (described,) = (one for one in package["resources"] if one["path"] == "events.jsonl")
    assert described["hash"] == f"sha256:{hashlib.sha256(log).hexdigest()}"
