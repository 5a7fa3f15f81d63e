"""Whatever importlib.metadata finds is found: it is the judge here."""

import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

from timeline.installed import has_entry_points

POINTS = "[a_group]\nprotest = protest\n"


def layout(folder: Path, inside: str) -> Path:
    """A folder on the path, with the entry points in a file of it."""
    file = folder / inside
    file.parent.mkdir(parents=True)
    file.write_text(POINTS)
    (file.parent / "METADATA").write_text("Metadata-Version: 2.1\nName: protest\nVersion: 1.0\n")
    return folder


def zipped(folder: Path) -> Path:
    """A zip file on the path."""
    packed = folder / "protest.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("protest-1.0.dist-info/entry_points.txt", POINTS)
        archive.writestr("protest-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: protest\nVersion: 1.0\n")
    return packed


LAYOUTS = {
    "wheel": lambda folder: layout(folder, "protest-1.0.dist-info/entry_points.txt"),
    "source": lambda folder: layout(folder, "protest.egg-info/entry_points.txt"),
    "egg": lambda folder: layout(folder / "protest-1.0.egg", "EGG-INFO/entry_points.txt"),
    "zip": zipped,
}


@pytest.mark.parametrize("laid", LAYOUTS.values(), ids=LAYOUTS)
def test_an_installed_package(laid: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it was installed."""
    assert (has_entry_points("a_group"), len(metadata.entry_points(group="a_group"))) == (False, 0)
    monkeypatch.setattr(sys, "path", [*sys.path, str(laid(tmp_path))])  # type: ignore[operator]
    assert (has_entry_points("a_group"), len(metadata.entry_points(group="a_group"))) == (True, 1)


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is left to importlib.metadata, which passes over it."""
    (tmp_path / "protest-1.0.dist-info" / "entry_points.txt").mkdir(parents=True)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert (has_entry_points("a_group"), len(metadata.entry_points(group="a_group"))) == (True, 0)


def test_a_finder_of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it finds, it alone knows."""

    class Finder:
        find_spec = find_distributions = staticmethod(lambda *_: None)

    monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Finder()])
    assert has_entry_points("a_group")
