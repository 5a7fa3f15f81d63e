"""`timeline export`: the facts that the filters take in, whole files, and words for whoever is at the keyboard."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.chronicle import BEGINNING, Chronicle, report
from tests.exporting.conftest import Export, exported, needs_ftm
from tests.pages.conftest import Pages
from timeline import Log, plugins
from timeline.exporting.formats import FORMATS

FILTERS = {
    "all": "",
    "kind": "kind=attack",
    "actor": "actor=army",
    "place": "place=doha",
    "source": "source=web",
    "tag": "tag=peace talks",
    "words": "q=raid Kabul",
    "a phrase": 'q="near Kabul"',
    "from": "from=2018-11-19",
    "to": "to=2018-11-12",
    "possibly": "from=2018-11-06&to=2018-11",
    "certainly": "from=2018-11-06&to=2018-11&how=certainly",
    "several": "kind=attack&actor=army&from=2018-11-12",
}
_OPTIONS = {"q": "--words", "how": "--certainly"}


def ids(text: str) -> list[str]:
    """The facts in some GeoJSON."""
    return [feature["id"] for feature in json.loads(text)["features"]]


@pytest.mark.asyncio
@pytest.mark.parametrize("asked", FILTERS.values(), ids=FILTERS)
async def test_it_has_what_the_page_shows(export: Export, rich: Chronicle, asked: str) -> None:
    """The same facts in the same order."""
    pairs = [pair.split("=", 1) for pair in asked.split("&") if pair]
    options = [
        word for name, value in pairs for word in (_OPTIONS.get(name, f"--{name}"), value) if word != "certainly"
    ]
    pages = Pages(rich.db)
    soup = await pages.read(f"timeline?{asked}")
    pages.close()
    shown = [link["href"].rpartition("/")[2] for link in soup.select(".entry-title a")]
    assert shown
    assert ids(export("geojson", *options).stdout) == shown


def test_page_after_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost between two pages, and nothing comes twice."""
    monkeypatch.setattr("timeline.exporting.chosen._AT_A_TIME", 2)
    chronicle = Chronicle(tmp_path)
    dates = ["2018-11", "2018-11-01", "2018-11-01", "../2018-11-02", "2018", "2018-12"]
    chronicle.log.append(
        [*BEGINNING, *(report("attack", f"a-{at}", f"e-{at}", date=date) for at, date in enumerate(dates))]
    )
    chronicle.project()
    all_of_them = [slug for (slug,) in chronicle.rows("SELECT id FROM timeline")]
    assert ids(exported(chronicle, "geojson").stdout) == all_of_them
    assert len(ids(exported(chronicle, "geojson", "--from", "2018-11-01").stdout)) == 6


def test_a_database_is_not_needed(export: Export, rich: Chronicle, tmp_path: Path) -> None:
    """And none is made; the bytes are the same."""
    db = tmp_path / "none.db"
    assert exported(rich, "geojson", "--db", str(db)).stdout_bytes == export("geojson").stdout_bytes
    assert not db.exists()


def test_the_database_catches_up_first(tmp_path: Path) -> None:
    """What was appended since is there."""
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING)
    chronicle.project()
    chronicle.add(report("attack", "late", "e-late"))
    assert ids(exported(chronicle, "geojson").stdout) == ["late"]


def test_an_earlier_state(export: Export, rich: Chronicle) -> None:
    """As the log stood, or as sources had surely published; the database stays that of now."""
    [before] = [row for (row,) in rich.rows("SELECT time FROM events WHERE id = 'e-raid'")]
    assert ids(export("geojson", "--known-at", before).stdout) == ["raid", "doha-talks"]
    assert "doha-talks" not in ids(export("geojson", "--published-by", "2018-11-18").stdout)
    assert rich.rows("SELECT selection FROM _projection") == [("",)]


def test_a_file_is_whole_or_not_there(export: Export, tmp_path: Path) -> None:
    """The same bytes as in a pipe; nothing beside it."""
    result = export("geojson", "--out", str(tmp_path / "facts.json"))
    assert (result.exit_code, result.stdout) == (0, "")
    assert (tmp_path / "facts.json").read_bytes() == export("geojson").stdout_bytes
    assert [path.name for path in tmp_path.iterdir()] == ["facts.json"]


def test_the_log_is_not_overwritten(export: Export, rich: Chronicle, tmp_path: Path) -> None:
    """Nor the database, by whatever name; nor a folder."""
    (tmp_path / "link").symlink_to(rich.log.path)
    before = rich.log.path.read_bytes()
    for out in (rich.log.path, rich.db, tmp_path / "link", tmp_path):
        result = export("geojson", "--out", str(out))
        assert (result.exit_code, isinstance(result.exception, SystemExit)) == (1, True)
        assert str(out) in result.stderr
    assert rich.log.path.read_bytes() == before


def test_a_device_stays_one(export: Export) -> None:
    """It is written to, not replaced."""
    assert export("geojson", "--out", "/dev/null").exit_code == 0
    assert Path("/dev/null").is_char_device()


REFUSED = {
    "no such format": (["xml"], 2, "'xml' is not"),
    "an option of another format": (["csv", "--placed"], 2, "csv"),
    "no such kind": (["geojson", "--kind", "atack"], 1, "--kind: 'atack' is not a kind; did you mean 'attack'?"),
    "a registry": (["geojson", "--kind", "actor"], 1, "--kind: a actor does not happen"),
    "no such actor": (
        ["geojson", "--actor", "talban"],
        1,
        "--actor: there is no actor 'talban'; did you mean 'taliban'?",
    ),
    "no such date": (["geojson", "--from", "2018-13"], 1, "--from: '2018-13' is not an EDTF date (month 13)"),
    "two at once": (["geojson", "--from", "x", "--to", "y"], 1, "--to: 'y'"),
    "reversed": (["geojson", "--from", "2019", "--to", "2018"], 1, "--from: 2019 is later than 2018"),
    "blank": (["geojson", "--tag", " "], 1, "--tag: is blank"),
    "no address": (["geojson", "--site", "javascript:alert(1)"], 1, "--site: 'javascript:alert(1)' is not an address"),
    "two states": (["geojson", "--known-at", "2018-11-01", "--published-by", "2018-11-01"], 2, "exclude each other"),
    "no such folder": (["geojson", "--out", "/nowhere/x"], 1, "create its folder first"),
}


@pytest.mark.parametrize(("arguments", "code", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(export: Export, arguments: list[str], code: int, words: str) -> None:
    """What is wrong, and nothing on standard output."""
    result = export(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert words in result.stderr


def test_without_a_log(tmp_path: Path) -> None:
    """It says so."""
    result = exported(Chronicle(tmp_path), "geojson")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "events.jsonl" in result.stderr


@pytest.mark.parametrize("name", [pytest.param("ftm", marks=needs_ftm), *sorted(FORMATS.keys() - {"ftm"})])
def test_the_same_bytes_again(export: Export, rich: Chronicle, name: str) -> None:
    """With or without a database; and of nothing, a file that is empty in its own way."""
    once = export(name)
    assert (once.exit_code, once.stdout_bytes) == (0, exported(rich, name, "--db", "/nowhere/x.db").stdout_bytes)
    assert export(name, "--to", "1000").exit_code == 0


def test_formats_load_when_asked_for() -> None:
    """A library of a format is loaded when it is written."""
    heavy = "{'openpyxl', 'xlsxwriter', 'pyarrow', 'followthemoney', 'icalendar'}"
    code = f"import sys, timeline.cli.export; print({heavy} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


def test_a_terminal_gets_no_bytes(rich: Chronicle) -> None:
    """What is not text goes to a file or into a pipe."""
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "timeline", "export", "xlsx", "--log", str(rich.log.path), "--db", str(rich.db)]
    result = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, text=True, check=False)
    os.close(theirs)
    os.close(ours)
    assert result.returncode == 2
    assert "xlsx is not for a terminal; name a file with --out" in result.stderr


def test_a_reader_who_has_enough(rich: Chronicle) -> None:
    """A pipe that closes is no error to explain."""
    command = [sys.executable, "-m", "timeline", "export", "csv", "--log", str(rich.log.path), "--db", str(rich.db)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()


def test_a_full_disk(rich: Chronicle) -> None:
    """It says so, in a pipe as with a file."""
    command = [sys.executable, "-m", "timeline", "export", "csv", "--log", str(rich.log.path), "--db", str(rich.db)]
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert result.returncode == 1
    assert result.stderr.splitlines()[1:] == ["standard output: No space left on device; what came before is not whole"]


def test_a_kind_of_a_plugin_has_its_columns(tmp_path: Path) -> None:
    """Also where a name of its own is taken already."""
    (tmp_path / "strike.py").write_text(STRIKE)
    chronicle = Chronicle(tmp_path)
    chronicle.log = Log(chronicle.log.path, kinds=plugins.kinds(plugins.load(tmp_path)))
    chronicle.log.append([*BEGINNING, report("strike", "walk-out", "e-1", country="DE", round="first")])
    result = exported(chronicle, "csv", "--plugins-dir", str(tmp_path))
    [row] = csv.DictReader(result.stdout.splitlines())
    assert (row["kind"], row["country"], row["strike_country"], row["round"]) == ("strike", "", "DE", "first")


STRIKE = '''
from pydantic import Field

from timeline import Fact, Line, hookimpl


class Strike(Fact):
    """People stopped working."""

    kind = "strike"
    table = "strikes"

    country: Line | None = Field(default=None, description="Where.")
    round: Line | None = Field(default=None, description="Which.")


@hookimpl
def register_kinds():
    return [Strike]
'''
