"""What must not leave: who recorded it and what was retracted, unless asked for, and the texts of sources, never."""

import gzip
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.chronicle import BEGINNING, Chronicle, event, report
from tests.publish.conftest import BASE, Site
from timeline.cli import main
from timeline.publishing.showing import Showing


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """Two facts, one of them retracted."""
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING, report("attack", "one", "e-1"), report("attack", "gone", "e-2"))
    chronicle.add(event("attack.retracted", "gone", "e-3", reason="legal"))
    return chronicle


def everything(site: Site) -> bytes:
    """All bytes of all files, the compressed ones as they are when unpacked."""
    files = site.files()
    return b"".join(gzip.decompress(content) if path.endswith(".gz") else content for path, content in files.items())


def test_nobody_is_named(make: Callable[..., Site], signed_log: Path) -> None:
    """In no page, no table, no download."""
    content = everything(make(signed_log, showing=Showing(BASE, "all")))
    assert b"boris" not in content
    assert b'"authid":"' not in content


def test_nobody_can_be_guessed(make: Callable[..., Site], signed_log: Path) -> None:
    """With its salt and the hash of the whole line, a handle could be tried out."""
    lines = (make(signed_log).folder / "data/events.jsonl").read_bytes().splitlines()
    assert {json.loads(line)["salt"] for line in lines} == {"A" * 22}


def test_authors_when_asked_for(make: Callable[..., Site], signed_log: Path) -> None:
    """And then the log is the editors' log, byte for byte."""
    site = make(signed_log, authors=True)
    assert (site.folder / "data/events.jsonl").read_bytes() == signed_log.read_bytes()
    assert "boris" in (site.folder / "fact/one.html").read_text()


@pytest.mark.parametrize("secret", [b"secret weapon", b"secret summary", b"secret of the withdrawn"])
def test_what_was_retracted(make: Callable[..., Site], large_log: Path, large_site: Site, secret: bytes) -> None:
    """Stands nowhere, the notice apart: not in feeds, in llms.txt, or in what a page tells machines."""
    assert secret not in everything(large_site)
    assert b"said twice" in everything(large_site)


def test_what_was_retracted_has_no_card(make: Callable[..., Site], told: Chronicle) -> None:
    """A picture would go on saying it."""
    site = make(told.log.path, showing=Showing(BASE, "all"))
    assert {path for path in site.files() if path.endswith(".png")} == {"card.png", "fact/one.png"}
    assert f"{BASE}card.png" in (site.folder / "fact/gone.html").read_text()


def test_the_retracted_when_asked_for(make: Callable[..., Site], large_log: Path) -> None:
    """All of the log then, since nobody signed it."""
    site = make(large_log, retracted=True)
    assert (site.folder / "data/events.jsonl").read_bytes() == large_log.read_bytes()
    assert "secret weapon" in (site.folder / "fact/gone.html").read_text()


def test_lines_that_lose_nothing_leave_as_they_are(large_log: Path, large_site: Site) -> None:
    """Byte for byte."""
    left = (large_site.folder / "data/events.jsonl").read_bytes().splitlines()
    other = [
        json.loads(new)["id"] for old, new in zip(large_log.read_bytes().splitlines(), left, strict=True) if old != new
    ]
    assert other == ["f-3", "f-6", "f-7", "f-9"]


def test_the_database_follows_from_the_log_beside_it(large_site: Site, tmp_path: Path) -> None:
    """Anybody can make it anew."""
    data = large_site.folder / "data"
    db = tmp_path / "timeline.db"
    assert CliRunner().invoke(main, ["project", "--log", str(data / "events.jsonl"), "--db", str(db)]).exit_code == 0
    dumps = []
    for path in (db, data / "timeline.db"):
        with closing(sqlite3.connect(path)) as opened:
            dumps.append([line for line in opened.iterdump() if "_projection" not in line])
    assert dumps[0] == dumps[1]


def test_check_says_so_and_writes_nothing(signed_log: Path, tmp_path: Path) -> None:
    """How many of which kind, and who is not named."""
    folder = tmp_path / "site"
    result = CliRunner().invoke(main, ["publish", str(folder), "--check", "--log", str(signed_log)])
    assert "  8 events\n  actor: 2\n  attack: 1\n" in result.stdout
    assert "  who recorded 8 events: ana, boris\n" in result.stdout
    assert list(tmp_path.iterdir()) == []
