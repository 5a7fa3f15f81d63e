"""Formats: ours, those of plugins, and what a mapping may say."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.importing.conftest import Run, events, fact
from timeline.importing.formats import FORMATS, ours

PLUGIN = '''
"""Talks by a list of our own, of which a mapping says in which column the title is."""

from functools import partial

from timeline import hookimpl
from timeline.importing import cells, sheet
from timeline.importing.format import BadRow, Column, Format, Imported, Release


def talks(title):
    columns = (Column("number", cells.whole, "the key", needed=True), Column(title, cells.line, "title", needed=True))

    def facts(row):
        if row["number"] == 13:
            raise BadRow("number", "is unlucky")
        us = Imported("actor", "us", {"name": "Us"})
        yield Imported("meeting", str(row["number"]), {"title": row[title], "host": us})

    rows, release = partial(sheet.rows, columns=columns), lambda _: Release("Our talks")
    return Format("talks", "our-talks", "Talks", rows, facts, release, columns, lambda told: talks(told["title"]))


@hookimpl
def register_importers():
    return [talks("what")]
'''


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_is_named_as_it_is_found(name: str) -> None:
    """And says what it is."""
    assert (ours(name).name, bool(ours(name).about)) == (name, True)


def test_a_plugin_brings_a_format(run: Run, tmp_path: Path) -> None:
    """With all that the framework does for it."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins" / "talks.py").write_text(PLUGIN)
    (tmp_path / "talks.csv").write_text("number;what;topic\n1;Doha;Peace\n2;Moscow;Gas\n")
    (tmp_path / "map.yml").write_text("title: topic\n")
    bring = ("--plugins-dir", "plugins", "import", "talk", "talks.csv")
    assert "2 facts: 2 new" in run(*bring).stderr
    assert [event.id for event in events(tmp_path, "meeting")] == ["our-talks:1", "our-talks:2"]
    assert "2 facts: 2 changed" in run(*bring, "--source", "talks-again", "--map", "map.yml").stderr
    assert fact(tmp_path, "our-talks-2") == {"title": "Gas", "host": "us"}
    (tmp_path / "talks.csv").write_text("number;what\n13;Minsk\n")
    assert run(*bring).stderr == "talks.csv:2: number: is unlucky\n"


MAPPINGS = {
    "no YAML": ("a: [", "--map: is no YAML"),
    "a list": ("- a", "--map: is no mapping; `known_as` has a slug for each name"),
    "no slugs": ("known_as: {Taleban: 3}", "--map: is no mapping"),
    "more than names": ("title: topic", "--map: ucdp-ged takes `known_as` alone, not title"),
    "no slug": ("known_as: {Government of Syria: The Government}", "subject: 'The Government' is not a slug"),
    "of another kind": ("known_as: {Government of Syria: talks}", "no actor 'talks' is registered"),
}


@pytest.mark.parametrize(("mapping", "words"), MAPPINGS.values(), ids=MAPPINGS)
def test_a_bad_mapping_is_refused(brought: Callable[..., Result], tmp_path: Path, mapping: str, words: str) -> None:
    """By what is wrong with it."""
    (tmp_path / "map.yml").write_text(mapping)
    result = brought("ged231.csv", {}, more=["--map", "map.yml"])
    assert (result.exit_code, words in result.stderr) == (1, True), result.stderr
