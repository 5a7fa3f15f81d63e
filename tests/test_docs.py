"""The pages say what the code does: the generated ones are fresh, and what the others show is run."""

import importlib.util
import json
import re
import sqlite3
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from timeline import Log, edtf, plugins, project
from timeline.cli import main
from timeline.edtf import written
from timeline.verbs import REASONS, VERBS

ROOT = Path(__file__).parent.parent


def blocks(page: str, language: str) -> list[str]:
    """The code blocks of a page."""
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)


def table(page: str) -> Iterator[list[str]]:
    """The cells of the first table of a page, without its head."""
    rows = [line for line in (ROOT / page).read_text().splitlines() if line.startswith("|")]
    yield from ([cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in rows[2:])


def test_generated_pages_are_fresh() -> None:
    """`make docs` would change nothing."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.stale() == []


def test_the_script_in_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In at most a dozen lines it appends five events and makes the tables."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["init", "--title", "Talks"])
    (script,) = blocks("README.md", "python")
    exec(script, {})
    standing = Log().archive().standing("moscow-gathering")
    assert (standing.fact["host"], standing.fact["agreement"], standing.revision) == ("russia", "none", 2)
    assert len(script.splitlines()) <= 13


def test_the_transcript_in_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command but those that wait, with the output that is shown."""
    monkeypatch.chdir(tmp_path)
    transcript = "".join(blocks("README.md", "console")[1:3]).replace("\\\n", "")
    for command in re.split(r"^\$ ", transcript, flags=re.MULTILINE)[1:]:
        line, _, shown = command.partition("\n")
        if line.startswith("timeline ") and "serve" not in line:
            result = CliRunner().invoke(main, _words(line)[1:])
            assert shown in result.output, line
            assert result.exit_code == (1 if "dooha" in line else 0), line


def _words(line: str) -> list[str]:
    return [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', line)]


def test_the_query_in_the_readme_runs(tmp_path: Path) -> None:
    """On the article's chronology it finds the talks, of which no date is equal to the day."""
    project(ROOT / "events.jsonl", tmp_path / "timeline.db")
    (sql,) = blocks("README.md", "sql")
    with closing(sqlite3.connect(tmp_path / "timeline.db")) as db:
        assert "Taliban and US officials meet in Qatar" in [title for _, _, title in db.execute(sql)]


@pytest.mark.parametrize("row", list(table("docs/dates.md")), ids=lambda row: row[0])
def test_the_table_of_dates_is_right(row: list[str]) -> None:
    """Words, bounds and kind of each."""
    date = edtf.parse(row[0])
    assert [date.text, date.words(), date.earliest or "", date.latest or "", date.kind] == row


def test_the_words_for_dates_become_what_is_shown() -> None:
    """Each line of the block: as written, and the date, or why there is none."""
    (block,) = blocks("docs/dates.md", "text")
    for text, shown in (re.split(" {2,}", line) for line in block.splitlines()):
        try:
            assert (written.read(text).date or "no date") == shown
        except ValueError as refusal:
            assert str(refusal).endswith(shown.replace("refused: ", " "))  # noqa: PT017  # either may be shown


def test_the_batch_of_the_docs_can_be_reviewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside its text nothing is wrong with it, and the passages are where the words are."""
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["init", "--title", "Talks"])
    (batch,) = blocks("docs/extract.md", "json")
    text = blocks("docs/extract.md", "text")[0]
    Path("batch.json").write_text(batch)
    Path("article.txt").write_text(text)
    result = CliRunner().invoke(main, ["review", "batch.json", "--text", "article.txt", "--check"])
    assert result.exit_code == 0, result.stderr
    places = json.loads(result.stdout.splitlines()[-1])["data"]["passages"]
    assert [text[place["start"] : place["end"]] for place in places] == ["met at the harbour last week", "parted"]
    project(Path("events.jsonl"), Path("timeline.db"))
    with closing(sqlite3.connect("timeline.db")) as db:
        assert db.execute(*blocks("docs/extract.md", "sql")).fetchall() == []


def test_the_log_format_knows_all_verbs_and_reasons() -> None:
    """Each by its name."""
    page = (ROOT / "docs/log-format.md").read_text()
    assert [word for word in (*VERBS, *REASONS) if f"`{word}`" not in page] == []


def test_the_plugin_of_the_docs_is_a_kind(tmp_path: Path) -> None:
    """Put into a folder it works as it stands."""
    (code,) = blocks("docs/plugins.md", "python")
    (tmp_path / "court_case.py").write_text(code)
    model = plugins.kinds(plugins.load(tmp_path))["court_case"]
    assert (model.table, list(model.model_fields)[-4:]) == (
        "court_cases",
        ["court", "defendant", "verdict", "sentenced"],
    )


def test_every_extra_is_explained() -> None:
    """By its name, with the plugin that it brings."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    brings = {name: re.split("[<>=]", plugin)[0] for name, [plugin] in extras.items()}
    explained = {row[0]: re.sub(r"\[(.*)\]\(.*\)", r"\1", row[1]) for row in table("docs/extras.md")}
    assert explained == brings


@pytest.mark.parametrize("page", [*sorted(ROOT.glob("docs/*.md")), ROOT / "README.md"], ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """To a file that is there."""
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)]+)\)", page.read_text())]
    assert [
        target for target in targets if target and "://" not in target and not (page.parent / target).exists()
    ] == []
