"""An import as its user has it: real files in an empty folder, and what the log says then."""

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from timeline import Log
from timeline.cli import main
from timeline.event import Event
from timeline.importing.ucdp_columns import COLUMNS

Run = Callable[..., Result]
Cells = dict[str, str]

ROW: Cells = {
    "id": "300380",
    "relid": "SYR-2013-1-11973-99",
    "year": "2013",
    "active_year": "1",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_name": "Syria: Government",
    "side_a_new_id": "118",
    "side_a": "Government of Syria",
    "side_b_new_id": "4456",
    "side_b": "Syrian insurgents",
    "gwnoa": "652",
    "source_article": '"Support Kurds in Syria,2013-01-03, Thursday 3 January";"VDC,2013-01-03,Abdul Satar"',
    "source_date": "2013-01-03;2013-01-03",
    "source_original": "SOHR; VDC",
    "where_prec": "1",
    "where_coordinates": "Rami village",
    "where_description": "in the al-Rami village",
    "adm_1": "Idlib governorate",
    "adm_2": "Ariha district",
    "latitude": "35.763369",
    "longitude": "36.558974",
    "country": "Syria",
    "country_id": "652",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2013-01-03",
    "date_end": "2013-01-03",
    "deaths_a": "0",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "2",
    "high": "2",
    "low": "2",
}
"""A row of UCDP GED 23.1 (Davies, Pettersson and Öberg 2023; Sundberg and Melander 2013)."""

NAMES = [column.name for column in COLUMNS if column.name in ROW or column.name == "gwnob"]


def ged(*rows: Cells, delimiter: str = ",", names: Iterable[str] = NAMES) -> str:
    """A file of UCDP GED: each row as above, but for the cells that are given."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(names), delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return file.getvalue()


def many(*numbers: int) -> list[Cells]:
    """Rows that differ in their numbers."""
    return [{"id": str(number)} for number in numbers]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """`timeline` in a folder with a chronology that has only begun."""
    monkeypatch.chdir(tmp_path)
    Log("events.jsonl").append([{"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}])
    return lambda *arguments, **more: CliRunner().invoke(main, arguments, **more)


@pytest.fixture
def brought(run: Run, tmp_path: Path) -> Callable[..., Result]:
    """`timeline import ucdp-ged` of a file of that name with this text, or these rows."""

    def bring(name: str, *rows: Cells, text: str | bytes | None = None, more: Iterable[str] = ()) -> Result:
        content = ged(*rows) if text is None else text
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        return run("import", "ucdp-ged", name, *more)

    return bring


def events(folder: Path, kind: str = "attack") -> list[Event]:
    """The events on facts of a kind."""
    return [event for event, _ in Log(folder / "events.jsonl").read() if event.kind == kind]


def fact(folder: Path, subject: str) -> dict[str, Any]:
    """A fact as it stands."""
    return Log(folder / "events.jsonl").archive().standing(subject).fact


def lines(folder: Path) -> int:
    """How many events the log has."""
    return len((folder / "events.jsonl").read_text().splitlines())


def as_json(path: Path) -> list[dict[str, str]]:
    """JSON Lines."""
    return [json.loads(line) for line in path.read_text().splitlines()]
