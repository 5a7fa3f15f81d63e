"""`timeline init`: a chronology begins."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_a_new_chronology_is_ready_to_append_to(run: Run, tmp_path: Path) -> None:
    """What init writes is enough for the next command."""
    assert run("init", "--title", "Talks").exit_code == 0
    assert run("register", "actor", "--name", "Taliban").exit_code == 0
    assert run("check").stdout == "events.jsonl: 2 events, no errors\n"
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"events.jsonl", "events.jsonl.lock", "metadata.yml", ".gitignore", ".gitattributes"}


def test_the_first_event_opens_the_log(run: Run) -> None:
    """Title, description, licence and language are its data."""
    run("init", "--title", "Talks", "--description", "Peace talks.", "--licence", "CC0-1.0", "--language", "fr")
    event = json.loads(Path("events.jsonl").read_text())
    expected = {"title": "Talks", "description": "Peace talks.", "licence": "CC0-1.0", "language": "fr"}
    assert (event["type"], event["source"], event["data"]) == ("log.opened", "/talks", expected)


def test_a_folder_may_be_named(run: Run, tmp_path: Path) -> None:
    """It is made, and gives the chronology its title."""
    result = run("init", "Kabul talks")
    assert result.stderr.splitlines()[-1] == "A new chronology, 'Kabul talks', begins in Kabul talks/events.jsonl."
    assert (tmp_path / "Kabul talks" / "metadata.yml").exists()


def test_what_is_there_is_never_overwritten(run: Run) -> None:
    """A second init is refused and changes nothing."""
    run("init", "--title", "Talks")
    before = Path("events.jsonl").read_bytes()
    result = run("init", "--title", "Other talks")
    there = "events.jsonl, metadata.yml"
    assert (result.exit_code, result.stderr) == (1, f".: has {there} already; begin in another folder\n")
    assert Path("events.jsonl").read_bytes() == before
