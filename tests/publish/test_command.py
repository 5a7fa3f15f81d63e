"""`timeline publish` on the command line: the address it takes, what it says, and how it tells of its progress."""

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.publish.conftest import ROOT
from tests.terminal import shown
from timeline.cli import main
from timeline.publishing.address import base_address

ADDRESSES = {
    "a slash is added": ("https://example.org/talks", "https://example.org/talks/"),
    "the top of a host": ("https://Example.ORG", "https://example.org/"),
    "a port": ("http://localhost:8000/a b/", "http://localhost:8000/a%20b/"),
    "names of other scripts": ("https://bücher.example/über/", "https://xn--bcher-kva.example/%C3%BCber/"),
    "IPv6": ("http://[::1]:8000/x", "http://[::1]:8000/x/"),
    "quoted already": ("https://example.org/%C3%BC/", "https://example.org/%C3%BC/"),
}
REFUSED = [
    "example.org/talks",
    "ftp://example.org/",
    "https://",
    "https://example.org/?a=1",
    "https://a:b@example.org/",
]
REFUSED += ["https://example.org/#x", "javascript:alert(1)", "https://example.org:99999/", '"><script>', "https://[::1"]


@pytest.mark.parametrize(("typed", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses(typed: str, expected: str) -> None:
    """As RFC 3986 writes them."""
    assert base_address(typed) == expected


@pytest.mark.parametrize("typed", REFUSED)
def test_no_address(typed: str, tmp_path: Path) -> None:
    """Is a mistake of whoever typed it, and nothing is made."""
    arguments = ["publish", str(tmp_path / "site"), "--log", str(ROOT / "events.jsonl"), "--base-url", typed]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, "--base-url" in result.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_what_is_left_out_is_said(tmp_path: Path) -> None:
    """With what it needs."""
    result = CliRunner().invoke(main, ["publish", str(tmp_path / "site"), "--log", str(ROOT / "events.jsonl")])
    assert "without sitemap, JSON Feed, canonical links and pictures for links: they need --base-url" in result.stderr
    assert result.stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pty")
def test_progress_of_every_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal, each to its end."""
    lines = shown(monkeypatch, "publish", tmp_path / "site", "--log", ROOT / "events.jsonl")
    assert [line.partition("[")[0].strip() for line in lines if line.endswith("100%")] == [
        "Reading the log",
        "Copying the log",
        "Making the tables",
        "Writing pages",
        "Indexing words",
        "Writing the data",
    ]
