"""The files of a bundle: what each says, what does not leave, and that the same log gives the same bytes."""

import base64
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from datasette.app import Datasette

from tests.chronicle import BEGINNING, Chronicle, report
from tests.publish.conftest import Site
from timeline import Log, TimelineError, limits, plugins
from timeline.bundle import bundle
from timeline.cli import main
from timeline.metadata import queries
from timeline.publishing.leaving import Rules
from timeline.publishing.pins import needed
from timeline.publishing.wheel import wheel
from timeline.reading import Reader

DROUGHT = '''"""A kind of one's own."""

from timeline import Fact, hookimpl


class Drought(Fact):
    """A time without rain."""

    kind = "drought"
    table = "droughts"


@hookimpl
def register_kinds():
    return [Drought]
'''
AUTHORS = {
    "title": "My talks",
    "allow": {"id": "root"},
    "plugins": {"datasette-auth": {"client_secret": "hunter2"}, "timeline": {"texts": "/home/ana", "noindex": True}},
    "databases": {
        "timeline": {
            "allow_sql": False,
            "plugins": {"x": {"key": "hunter2"}},
            "tables": {"attacks": {"title": "Raids", "size": 7, "plugins": {"x": {"key": "hunter2"}}}},
        }
    },
}


@pytest.fixture(scope="module")
def chronicle(tmp_path_factory: pytest.TempPathFactory) -> Chronicle:
    """A short log."""
    chronicle = Chronicle(tmp_path_factory.mktemp("log"))
    chronicle.add(*BEGINNING, report("attack", "one", "e-1", date="2018"))
    return chronicle


@pytest.fixture
def make(chronicle: Chronicle, tmp_path: Path) -> Callable[..., Site]:
    """Makes a bundle of it."""

    def made(name: str = "bundle", **more: Any) -> Site:
        bundle(Reader(chronicle.log.path), tmp_path / name, Rules(), **more)
        return Site(tmp_path / name)

    return made


def test_the_same_log_gives_the_same_bytes(make: Callable[..., Site], chronicle: Chronicle) -> None:
    """Wherever it lies; once more changes nothing, and no file says where it was made."""
    first = make().files()
    assert make("other").files() == first
    assert bundle(Reader(chronicle.log.path), chronicle.log.path.parent / "third", Rules()).changed == len(first) - 1
    assert bundle(Reader(chronicle.log.path), chronicle.log.path.parent / "third", Rules()).changed == 0
    [packed] = [content for path, content in first.items() if path.endswith(".whl")]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        insides = {name: archive.read(name) for name in archive.namelist()}
    for place in (str(chronicle.log.path.parent), sys.prefix):
        assert [path for path, content in (first | insides).items() if place.encode() in content] == []


def test_a_folder_of_others_is_refused(make: Callable[..., Site], tmp_path: Path) -> None:
    """And stays as it is."""
    (tmp_path / "bundle").mkdir()
    (tmp_path / "bundle/notes.txt").write_text("mine")
    with pytest.raises(TimelineError, match="`timeline publish` did not make it"):
        make()
    assert [path.name for path in (tmp_path / "bundle").iterdir()] == ["notes.txt"]


def test_inspected_as_datasette_inspects(make: Callable[..., Site]) -> None:
    """The same hash, size, file and counts."""
    folder = make().folder
    command = [sys.executable, "-m", "datasette", "inspect", "timeline.db"]
    found = json.loads(subprocess.run(command, check=True, cwd=folder, capture_output=True).stdout)
    assert json.loads((folder / "inspect-data.json").read_text()) == found


def test_both_datasettes_are_told_the_same(make: Callable[..., Site]) -> None:
    """Without a word of the author's: what follows from the log."""
    folder = make().folder
    told = yaml.safe_load((folder / "metadata.yml").read_text())
    config = yaml.safe_load((folder / "datasette.yaml").read_text())
    assert json.loads((folder / "settings.json").read_text()) == config["settings"] == limits.PUBLIC
    assert told["databases"]["timeline"]["queries"] == config["databases"]["timeline"]["queries"] == queries()
    assert told["plugins"] == config["plugins"] == {"timeline": {"public": True}}
    assert (told["title"], config["databases"]["timeline"]["tables"]["events"]["sort_desc"]) == ("Talks", "seq")


def test_what_an_author_said_of_it(make: Callable[..., Site]) -> None:
    """Stands, but for secrets of plugins and for what leads to files that stay; who may see what reaches 1.0 too."""
    site = make(about=AUTHORS)
    told, config = (yaml.safe_load(site.files()[name]) for name in ("metadata.yml", "datasette.yaml"))
    database = {"allow_sql": False, "tables": {"attacks": {"title": "Raids", "size": 7}}, "queries": queries()}
    ours = {"timeline": {"noindex": True, "public": True}}
    assert told == {"title": "My talks", "allow": {"id": "root"}, "databases": {"timeline": database}, "plugins": ours}
    del database["tables"]["attacks"]["title"]
    assert config == {key: told[key] for key in ("allow", "plugins")} | {
        "databases": {"timeline": database},
        "settings": limits.PUBLIC,
    }


@pytest.mark.parametrize("chosen", [{}, {"mine": {"sql": "SELECT 1"}}])
def test_an_author_may_choose_the_questions(make: Callable[..., Site], chosen: dict[str, Any]) -> None:
    """None, or others."""
    site = make(about={"databases": {"timeline": {"queries": chosen}}})
    told = yaml.safe_load(site.files()["datasette.yaml"])
    assert told.get("databases", {}).get("timeline", {}).get("queries", {}) == chosen


@pytest.mark.parametrize("level", ["databases", "plugins"])
def test_metadata_of_another_shape(make: Callable[..., Site], level: str) -> None:
    """Is refused with the place."""
    with pytest.raises(TimelineError, match=f"the metadata: {level}: "):
        make(about={level: ["timeline"]})


@pytest.mark.asyncio
async def test_kinds_of_ones_own(tmp_path: Path) -> None:
    """Go along, and are found wherever the folder is."""
    (tmp_path / "plugins").mkdir()
    (tmp_path / "plugins/drought.py").write_text(DROUGHT)
    log = Log(tmp_path / "events.jsonl", kinds=plugins.kinds(plugins.load(tmp_path / "plugins")))
    log.append([*BEGINNING, report("drought", "dry", "e-1", summary="No rain")])
    bundle(log, tmp_path / "bundle", Rules(), plugins=tmp_path / "plugins")
    site = Datasette([], config_dir=tmp_path / "bundle")
    await site.invoke_startup()
    assert "No rain" in (await site.client.get("/-/fact/dry")).text
    dockerfile = (tmp_path / "bundle/Dockerfile").read_text()
    assert "COPY timeline-plugins ./timeline-plugins\n" in dockerfile
    for database in site.databases.values():
        database.close()


def test_a_wheel_has_the_hash_of_every_file() -> None:
    """As the format wants it; and nothing that the installer wrote."""
    name, content = wheel(distribution("timeline"))
    assert re.fullmatch(r"timeline-[0-9.]+-py3-none-any\.whl", name)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {path: archive.read(path) for path in archive.namelist()}
    [record] = [path for path in files if path.endswith("/RECORD")]
    rows = {path: digest for path, digest, _ in csv.reader(files.pop(record).decode().splitlines())}
    assert rows.pop(record) == ""
    for path, digest in rows.items():
        found = base64.urlsafe_b64encode(hashlib.sha256(files[path]).digest()).decode().rstrip("=")
        assert digest == f"sha256={found}"
    assert rows.keys() == files.keys()
    assert [path for path in files if path.endswith(("direct_url.json", "INSTALLER", ".pyc"))] == []


INSTALLED = {
    "METADATA": "Metadata-Version: 2.4\nName: dry-kinds\nVersion: 1.0\nRequires-Dist: click-default-group\n"
    "Requires-Dist: pytest[argcomplete]>=9; python_version > '3'\nRequires-Dist: hatchling; extra == 'more'\n",
    "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py2-none-any\nTag: py3-none-any\n",
    "entry_points.txt": "[timeline]\ndry = dry_kinds\n",
    "RECORD": "dry_kinds.py,,\n" + "".join(f"dry_kinds-1.0.dist-info/{name},,\n" for name in ("METADATA", "WHEEL")),
}


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a kind, installed from a file of one's own; gives the folder that says so."""
    about = tmp_path / "site/dry_kinds-1.0.dist-info"
    about.mkdir(parents=True)
    for name, content in INSTALLED.items():
        (about / name).write_text(content)
    (about / "direct_url.json").write_text('{"url": "file:///home/ana/dry.whl", "archive_info": {}}')
    (tmp_path / "site/dry_kinds.py").write_text(DROUGHT)
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    return about


def test_kinds_of_a_package(packaged: Path, make: Callable[..., Site]) -> None:
    """Go along as a wheel where no index has it; what it requires is pinned, extras that nobody asked for are not."""
    files = make().files()
    lines = files["requirements.txt"].decode().splitlines()
    assert "./wheels/dry_kinds-1.0-py2.py3-none-any.whl" in lines
    assert f"pytest=={distribution('pytest').version}" in lines
    assert [line for line in lines if line.startswith("hatchling")] == []
    assert b"home/ana" not in files["wheels/dry_kinds-1.0-py2.py3-none-any.whl"]


def test_a_package_that_is_edited(packaged: Path, make: Callable[..., Site]) -> None:
    """Has its files elsewhere: it says what to do."""
    (packaged / "direct_url.json").write_text('{"url": "file:///home/ana/dry", "dir_info": {"editable": true}}')
    with pytest.raises(TimelineError, match="dry-kinds: is installed to be edited; install it as a wheel"):
        make()


def test_all_that_is_required_is_there() -> None:
    """Each once, and Datasette with what it needs itself."""
    names = [package.name.lower() for package in needed()]
    assert len(names) == len(set(names))
    assert {"timeline", "datasette", "markupsafe", "pydantic_core", "uvicorn", "h11"} <= set(names)


def test_by_command(chronicle: Chronicle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a file of one's own; a file that goes with nothing is a mistake in use."""
    monkeypatch.chdir(tmp_path)
    Path("about.yml").write_text("title: My own")
    command = ["publish", "folder", "--metadata", "about.yml", "--log", str(chronicle.log.path)]
    result = CliRunner().invoke(main, [*command, "--bundle"])
    assert (result.exit_code, result.stderr) == (0, "folder: 9 files, 9 of them new or changed\n")
    assert yaml.safe_load(Path("folder/metadata.yml").read_text())["title"] == "My own"
    assert CliRunner().invoke(main, command).exit_code == 2
    result = CliRunner().invoke(main, ["publish", "other", "--bundle", "--log", "none.jsonl"])
    assert (result.exit_code, result.stderr) == (1, "none.jsonl: there is no such log; `timeline init` begins one\n")
