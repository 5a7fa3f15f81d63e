"""A signed log as a site: the checkpoint leaves with it where readers can verify it, and nowhere else."""

import json
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.chronicle import BEGINNING, event, report
from tests.publish.conftest import Site
from timeline import Log
from timeline.cli import main
from timeline.note import Signer
from timeline.verification import sign

KEY = Signer("example.org/talks", b"k" * 32)
OTHER = Signer("example.org/talks", b"o" * 32)
NOON = 1_700_000_000


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def chronicle(tmp_path: Path) -> Path:
    """A log that was signed twice, and has a line more since."""
    path = tmp_path / "talks" / "events.jsonl"
    path.parent.mkdir()
    log = Log(path)
    log.append(BEGINNING)
    sign(path, KEY, NOON)
    log.append([report("attack", "one", "e-1", killed=1), report("attack", "two", "e-2", killed=2)])
    sign(path, KEY, NOON + 60)
    log.append([report("attack", "three", "e-3", killed=3)])
    return path


def verify(*arguments: object, key: Signer = KEY) -> Result:
    return CliRunner().invoke(main, ["verify", "--key", str(key.verifier), *map(str, arguments)])


def test_the_checkpoints_leave(chronicle: Path, make: Callable[..., Site]) -> None:
    """All of them, byte for byte, with the key; `timeline verify` takes the folder."""
    site = make(chronicle)
    files = site.files()
    for name in ("checkpoint", "checkpoint.vkey", "checkpoints/7", "checkpoints/9"):
        assert files[f"data/{name}"] == (chronicle.parent / name).read_bytes()
    assert files["data/tile/0/000.p/9"][:32] != files["data/tile/0/000.p/9"][32:64]
    result = verify(site.folder)
    assert (result.exit_code, result.stdout.count("are as they were signed")) == (0, 1), result.output
    assert "checkpoint" in (site.folder / "data/checksums.txt").read_text()


def test_the_tables_say_so_too(chronicle: Path, make: Callable[..., Site], tmp_path: Path) -> None:
    """Those that are published, and those that anybody makes of the published log."""
    data = make(chronicle).folder / "data"
    db = tmp_path / "made.db"
    assert CliRunner().invoke(main, ["project", "--log", str(data / "events.jsonl"), "--db", str(db)]).exit_code == 0
    for path in (data / "timeline.db", db):
        with closing(sqlite3.connect(path)) as opened:
            counted = opened.execute("SELECT published_in, count(*) FROM events GROUP BY 1 ORDER BY 1").fetchall()
        assert counted == [(None, 1), (7, 7), (9, 2)]


def test_a_receipt_for_each_event_that_was_signed(chronicle: Path, make: Callable[..., Site]) -> None:
    """The page of a fact leads to them; one that no checkpoint covers has none."""
    site = make(chronicle)
    lines = (site.folder / "data/events.jsonl").read_bytes().splitlines(keepends=True)
    [link] = site.page("fact/one.html").select('a[href*="verify.html#"]')
    assert link["href"] == f"../verify.html#line=8&from={sum(map(len, lines[:7]))}"
    assert site.page("fact/three.html").select('a[href*="verify.html#"]') == []


def test_pages_lead_to_the_page_that_verifies(chronicle: Path, make: Callable[..., Site], article_site: Site) -> None:
    """Where something was signed; its scripts lie beside it and are small."""
    site = make(chronicle)
    assert site.page("fact/one.html").select_one('nav a[href="../verify.html"]')
    page = site.page("verify.html")
    assert page.select_one("#key").text == f"{KEY.verifier}\n"  # type: ignore[union-attr]
    for script in page.select("script"):
        assert len((site.folder / str(script["src"])).read_text().splitlines()) < 200
    assert not any("verify" in path and path.endswith((".html", ".js")) for path in article_site.files())


def held_back(path: Path, deed: str) -> dict[str, bool]:
    """Something of the log is held back."""
    if deed == "authors":
        Log(path, authid="ana").append([report("attack", "four", "e-4")])
        return {"retracted": True}
    Log(path).append([event("attack.retracted", "one", "e-4", reason="unverifiable")])
    return {"authors": True}


@pytest.mark.parametrize("deed", ["authors", "retracted"])
def test_what_is_held_back_is_no_attack(chronicle: Path, make: Callable[..., Site], deed: str) -> None:
    """Behind the signed lines it changes nothing; among them there is no checkpoint, and that is said."""
    rules = held_back(chronicle, deed)
    sign(chronicle, KEY, NOON + 120)
    site = make(chronicle, **rules)
    assert not any("checkpoint" in path and not path.startswith("data/checkpoints.") for path in site.files())
    assert "verify.html" not in site.files()
    assert "this is not that log, byte for byte" in site.page("data/index.html").text
    assert "is a site without a checkpoint" in verify(site.folder).stderr
    everything = make(chronicle, authors=True, retracted=True)
    assert verify(everything.folder).exit_code == 0


def test_of_a_log_that_was_changed_nothing_is_published(chronicle: Path, tmp_path: Path) -> None:
    """Nor of one that somebody else signed."""
    raw = chronicle.read_bytes()
    chronicle.write_bytes(raw.replace(b'"killed":2', b'"killed":5'))
    arguments = ["publish", str(tmp_path / "site"), "--log", str(chronicle)]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, (tmp_path / "site").exists()) == (1, False)
    assert "is not as it was signed, so nothing was published" in result.stderr
    chronicle.write_bytes(raw)
    result = CliRunner().invoke(main, [*arguments, "--key", str(OTHER.verifier)])
    assert "checkpoint: is not signed with the key that was given" in result.stderr
    assert CliRunner().invoke(main, [*arguments, "--key", str(KEY.verifier)]).exit_code == 0


@pytest.mark.parametrize("is_served", [False, True])
def test_a_site_that_was_changed(chronicle: Path, make: Callable[..., Site], *, is_served: bool) -> None:
    """The line is named, by the hashes that lie beside it, in the folder and at its address."""
    site = make(chronicle)
    log = site.folder / "data/events.jsonl"
    log.write_bytes(log.read_bytes().replace(b'"killed":2', b'"killed":5'))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site.folder))) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        result = verify(f"http://127.0.0.1:{server.server_port}/" if is_served else site.folder)
        server.shutdown()
        thread.join()
    assert result.exit_code == 1
    assert "events.jsonl:9: was changed since it was signed" in result.stderr


def test_a_key_that_nobody_noted(chronicle: Path, tmp_path: Path) -> None:
    """Then there is no checkpoint, and the terminal says why."""
    (chronicle.parent / "checkpoint.vkey").unlink()
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "site"), "--log", str(chronicle)])
    assert result.exit_code == 0
    assert "without a checkpoint: It is signed, but nobody said with which key" in result.stderr


def test_a_checkpoint_of_the_same_lines_changes_few_files(chronicle: Path, make: Callable[..., Site]) -> None:
    """Full tiles stay; pages of facts change only when they are covered for the first time."""
    site = make(chronicle)
    before = site.files()
    sign(chronicle, KEY, NOON + 120)
    make(chronicle, site.folder)
    changed = {path for path, content in site.files().items() if before.get(path) != content}
    assert {path for path in changed if path.startswith("fact/")} == {"fact/three.html"}
    assert json.loads(site.files()["fact/three.json"])["status"] == "stands"
