"""Publishing again: the same log gives the same bytes, only what changed is written, and others' files stay."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, report
from tests.publish.conftest import BASE, ROOT, Site
from timeline import TimelineError
from timeline.publishing import exchange, folder
from timeline.publishing.showing import NOWHERE, Showing

ARTICLE = ROOT / "events.jsonl"


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """A short log."""
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING, report("attack", "one", "e-1", date="2018"), report("attack", "two", "e-2", date="2017"))
    return chronicle


@pytest.mark.parametrize(("name", "showing"), [("article", NOWHERE), ("addressed", Showing(BASE, "all"))])
def test_the_same_log_gives_the_same_bytes(
    request: pytest.FixtureRequest, make: Callable[..., Site], tmp_path: Path, name: str, showing: Showing
) -> None:
    """In every file, cards too, wherever the log lies and whatever the folder is called."""
    shutil.copy(ARTICLE, tmp_path / "copy.jsonl")
    site: Site = request.getfixturevalue(f"{name}_site")
    assert make(tmp_path / "copy.jsonl", tmp_path / "x", showing).files() == site.files()


def test_only_what_changed_is_written(told: Chronicle, make: Callable[..., Site], tmp_path: Path) -> None:
    """Every other file is the file that it was, with its time."""
    site = make(told.log.path, tmp_path / "site")
    before = {path: (site.folder / path).stat() for path in site.files()}
    told.add(report("attack", "three", "e-3", date="2017-05"))
    make(told.log.path, site.folder)
    changed = {
        path
        for path in site.files()
        if path not in before or not os.path.samestat((site.folder / path).stat(), before[path])
    }
    pages = {path for path in changed if path.endswith(".html")}
    assert pages == {
        "about.html", "index.html", "timeline/2017.html", "fact/three.html", "source/paper.html", "sources.html",
        "data/index.html",
    }  # fmt: skip
    kept = site.folder / "fact/one.html"
    assert kept.stat().st_mtime_ns == before["fact/one.html"].st_mtime_ns


def test_what_is_no_longer_made_goes(told: Chronicle, make: Callable[..., Site], tmp_path: Path) -> None:
    """If we made it; what others put there stays, and so do links."""
    site = make(told.log.path, tmp_path / "site")
    (site.folder / "CNAME").write_text("talks.example")
    (site.folder / ".git").mkdir()
    (site.folder / ".git/HEAD").write_text("ref")
    (site.folder / "fact/mine.html").write_text("mine")
    (site.folder / "link").symlink_to("CNAME")
    shorter = Chronicle(tmp_path / "shorter")
    shorter.log.path.parent.mkdir()
    shorter.add(*BEGINNING)
    make(shorter.log.path, site.folder)
    files = site.files()
    assert {"fact/one.html", "timeline/2018.html"} & files.keys() == set()
    assert {"CNAME", ".git/HEAD", "fact/mine.html"} <= files.keys()
    assert (site.folder / "link").is_symlink()


@pytest.mark.parametrize(
    ("name", "words"), [("notes.txt", "is not empty, and `timeline publish` did not make it"), (None, "is a file")]
)
def test_a_folder_of_others_is_refused(
    told: Chronicle, make: Callable[..., Site], tmp_path: Path, name: str | None, words: str
) -> None:
    """And stays as it is."""
    target = tmp_path / "site"
    if name:
        target.mkdir()
    (target / name if name else target).write_text("mine")
    with pytest.raises(TimelineError, match=words):
        make(told.log.path, target)
    assert (target / name if name else target).read_text() == "mine"


def test_a_file_of_others_is_not_replaced(told: Chronicle, make: Callable[..., Site], tmp_path: Path) -> None:
    """Where we would come to make one of that name."""
    site = make(told.log.path, tmp_path / "site")
    (site.folder / "fact/three.html").write_text("mine")
    told.add(report("attack", "three", "e-3"))
    with pytest.raises(TimelineError, match=r"fact/three.html: is not ours"):
        make(told.log.path, site.folder)
    assert (site.folder / "fact/three.html").read_text() == "mine"


def test_one_at_a_time(told: Chronicle, make: Callable[..., Site], tmp_path: Path) -> None:
    """The second is told so."""
    with folder.staged(tmp_path / "site"), pytest.raises(TimelineError, match="somebody is publishing there"):
        make(told.log.path, tmp_path / "site")


def test_a_damaged_log_changes_nothing(told: Chronicle, make: Callable[..., Site], tmp_path: Path) -> None:
    """The site is as it was, and nothing is left beside it."""
    site = make(told.log.path, tmp_path / "site")
    before = site.files()
    told.log.path.write_bytes(
        told.log.path.read_bytes().replace(b'"verb', b"'").replace(b'"title":"two"', b'"title":2')
    )
    with pytest.raises(TimelineError):
        make(told.log.path, site.folder)
    assert site.files() == before
    assert [path.name for path in tmp_path.iterdir() if "publishing" in path.name] == [".site.publishing.lock"]


def test_names_change_places(tmp_path: Path) -> None:
    """In one step, or by way of a third name."""
    new, path, aside = tmp_path / "new", tmp_path / "path", tmp_path / "aside"
    for one in (new, path):
        one.mkdir()
        (one / "name").write_text(one.name)
    exchange.exchange(new, path, aside)
    old = new if new.exists() else aside
    assert ((path / "name").read_text(), (old / "name").read_text()) == ("new", "path")
