"""A bundle as its Dockerfile and as Datasette's own publisher run it, without Docker and without a network."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from datasette import __version__

from tests.chronicle import BEGINNING, event, report
from tests.publish.image import Image, get
from timeline import Log
from timeline.bundle import bundle
from timeline.publishing.leaving import Rules
from timeline.publishing.pins import needed
from timeline.publishing.wheel import wheel
from timeline.reading import Reader

SCRIPT = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil.example","x")'
GCLOUD = """#!/bin/sh
case "$*" in
  "builds submit"*) cp -r . "$KEPT" ;;
  "config get-value project") echo chronicle ;;
esac
"""
"""Google's tool, as far as it is asked for anything: it keeps what it would have sent."""


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is signed, what means no good, and what was taken back."""
    path = tmp_path_factory.mktemp("log") / "events.jsonl"
    hostile = report("attack", "hostile", "e-1", date="2018-11", summary=f"{SCRIPT} javascript:alert(1)")
    hostile["data"]["fact"]["title"] = FORMULA
    gone = report("attack", "gone", "e-2", summary="secret summary")
    retracted = event("attack.retracted", "gone", "e-3", reason="unverifiable")
    Log(path, authid="ana-of-the-desk").append([*BEGINNING, hostile, gone, retracted])
    return path


@pytest.fixture(scope="module")
def folder(log: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of this log."""
    made = tmp_path_factory.mktemp("bundle") / "bundle"
    bundle(Reader(log), made, Rules())
    return made


@pytest.fixture(scope="module")
def image(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Image:
    """The image of it."""
    place = tmp_path_factory.mktemp("image")
    for name in ("disk", "wheels"):
        (place / name).mkdir()
    for package in needed():
        if package.name != "timeline":  # which the bundle has itself
            name, content = wheel(package)
            (place / "wheels" / name).write_bytes(content)
    for file in folder.glob("*.*"):
        file.chmod(0o600)  # as whoever lets nobody else read makes files
    return Image(folder, place / "disk", place / "wheels")


@pytest.fixture(scope="module")
def address(image: Image) -> Iterator[str]:
    """Where it answers."""
    with image.running() as address:
        yield address


def status(address: str) -> int:
    """The status of the answer."""
    try:
        with urlopen(address) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def test_what_the_image_is(image: Image) -> None:
    """Of this Python, for nobody in particular, and on a port that needs no rights."""
    assert re.fullmatch(rf"python:3\.{sys.version_info[1]}-slim-[a-z]+", image.base)
    assert (image.user, image.port) == ("10001:10001", 8001)
    assert not [word for word in image.environment if "SECRET" in word or "TOKEN" in word]
    assert [path for path in image.folder.glob("*.*") if not path.stat().st_mode & 0o004] == []


def test_the_health_check(image: Image, address: str) -> None:
    """Knows who is well from who does not answer."""
    assert image.is_healthy(address)
    assert not image.is_healthy("http://127.0.0.1:9")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "<strong>Read the timeline</strong>"),
        ("/timeline", "Casualties by period, nothing counted twice"),
        ("/-/timeline", "=HYPERLINK"),
        ("/-/fact/hostile", "&lt;script&gt;alert(1)"),
        ("/timeline/attacks/hostile", "&lt;script&gt;alert(1)"),
        ("/timeline/undated", "Facts without a known day"),
        ("/timeline/timeline?_search=HYPERLINK", "hostile"),
        ("/-/corrections", "unverifiable"),
        ("/-/timeline.atom", "<title"),
        ("/-/timeline-static/timeline.css", "{"),
        ("/timeline/attacks.csv", "'=HYPERLINK"),
        ("/timeline/attacks.json?_shape=array", "hostile"),
    ],
)
def test_pages(address: str, path: str, words: str) -> None:
    """All are there, none does what an event tells it to, and of what is held back nothing is to be seen."""
    page = get(address + path)
    assert words in page
    amiss = ["secret summary", "ana-of-the-desk"]
    if "<html" in page:
        amiss += [SCRIPT, 'href="javascript:']
    assert [word for word in amiss if word in page] == []


def test_it_is_as_it_was_published(address: str, folder: Path) -> None:
    """Immutable: only such a database is handed out. And for strangers: no SQL of theirs, nothing of the machine."""
    with urlopen(f"{address}/timeline.db") as answer:
        assert answer.read() == (folder / "timeline.db").read_bytes()
    asked = ("/timeline.json?sql=select+1", "/timeline/-/query.json?sql=select+1", "/-/databases.json", "/-/config")
    assert {status(address + path) for path in asked} <= {400, 403, 404}
    limits = get(f"{address}/-/settings.json")
    assert '"sql_time_limit_ms": 500' in limits.replace(":500", ": 500")


def test_datasette_publishes_it_too(folder: Path, image: Image, tmp_path: Path) -> None:
    """To Cloud Run, as the docs say it: what would be sent there is built and run."""
    (tmp_path / "gcloud").write_text(GCLOUD)
    (tmp_path / "gcloud").chmod(0o755)
    [ours] = (folder / "wheels").iterdir()
    command = [sys.executable, "-m", "datasette", "publish", "cloudrun", "timeline.db", "--service", "talks"]
    command += ["--metadata", "metadata.yml", "--plugins-dir", "wheels", "--install", f"plugins/{ours.name}"]
    command += ["--extra-options", "--setting default_allow_sql off --setting suggest_facets off"]
    more = {"PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}", "KEPT": str(tmp_path / "kept")}
    subprocess.run(command, check=True, cwd=folder, env={**os.environ, **more}, capture_output=True)
    with Image(tmp_path / "kept", image.disk, image.wheels).running() as address:
        assert "=HYPERLINK" in get(f"{address}/-/timeline")
        assert status(f"{address}/timeline/undated") == (200 if __version__.startswith("0.") else 404)
