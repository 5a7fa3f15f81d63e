"""The folder `lite/` of a site: all that its worker asks for lies there, and nothing else of ours goes along."""

import io
import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.browser.conftest import needs_python
from tests.chronicle import BEGINNING, report
from tests.publish.conftest import Site
from tests.publish.test_bundle_files import DROUGHT
from timeline import Log, plugins
from timeline.cli import main


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Log:
    """A log with a kind of its own, in the folder where commands run."""
    monkeypatch.chdir(tmp_path)
    Path("own").mkdir()
    Path("own/drought.py").write_text(DROUGHT)
    log = Log("events.jsonl", kinds=plugins.kinds(plugins.load(Path("own"))))
    log.append([*BEGINNING, report("drought", "dry", "e-1")])
    return log


@needs_python
def test_what_lies_there(log: Log) -> None:
    """Each wheel that is listed, Timeline among them without what was fetched for sites; and the kinds."""
    Path("metadata.yml").write_text("title: My talks\nplugins: {secretive: {key: hunter2}}\n")
    result = CliRunner().invoke(main, ["publish", "site", "--lite", "--plugins-dir", "own"])
    assert result.exit_code == 0, result.output
    files = Site(Path("site")).files()
    told = json.loads(files["lite/lite.json"])
    assert {f"lite/{wheel}" for wheel in told["wheels"]} == {path for path in files if path.endswith(".whl")}
    assert told["plugins"] == {"drought.py": DROUGHT}
    assert (told["metadata"]["title"], list(told["metadata"]["plugins"])) == ("My talks", ["timeline"])
    [ours] = [content for path, content in files.items() if path.startswith("lite/wheels/timeline-")]
    with zipfile.ZipFile(io.BytesIO(ours)) as archive:
        names = archive.namelist()
    assert "timeline/inbrowser.py" in names
    assert not [name for name in names if "/vendor/" in name]
    assert 'href="../lite/index.html"' in files["data/index.html"].decode()
    assert b"lite/lite.json" in files["manifest.sha256"]


def test_only_where_it_is_asked_for(log: Log) -> None:
    """And not with a bundle."""
    assert CliRunner().invoke(main, ["publish", "site", "--plugins-dir", "own"]).exit_code == 0
    assert [path for path in Site(Path("site")).files() if path.startswith("lite/")] == []
    assert CliRunner().invoke(main, ["publish", "site", "--lite", "--bundle"]).exit_code == 2
