"""Bad files: a message with line and column, and nothing of them in the log."""

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.importing.conftest import NAMES, Cells, Run, as_json, events, ged, lines, many

Bring = Callable[..., Result]

CELLS: dict[str, tuple[Cells, str]] = {
    "no such day": ({"date_start": "2013-13-01"}, "ged.csv:2: date_start: '2013-13-01' is no day: there is none"),
    "another order": ({"date_start": "1/3/2013"}, "ged.csv:2: date_start: '1/3/2013' is no day; write YYYY-MM-DD"),
    "a serial number": ({"date_end": "41277"}, "date_end: '41277' is a spreadsheet's number of a day (2013-01-03,"),
    "a missing day": ({"date_start": "1753-01-01"}, "date_start: 1753-01-01 is how databases write"),
    "reversed": ({"date_end": "2013-01-02"}, "date_end: 2013-01-02 is before date_start, 2013-01-03"),
    "unknown as -99": ({"best": "-99"}, "ged.csv:2: best: '-99' is below 0"),
    "half a dead": ({"deaths_b": "1.5"}, "deaths_b: '1.5' is no whole number"),
    "no number": ({"low": ""}, "ged.csv:2: low: is empty"),
    "beyond the pole": ({"latitude": "91"}, "latitude: '91' is not from -90 to 90"),
    "a decimal comma": ({"longitude": "36,5"}, "longitude: '36,5' is no number; decimals begin with a point"),
    "an unknown code": ({"type_of_violence": "4"}, "type_of_violence: '4' is not one of 1, 2, 3"),
    "half a point": ({"latitude": ""}, "latitude: is empty, though the other is given"),
    "another year": ({"year": "2014"}, "year: 2014 is not the year of date_start, 2013-01-03"),
    "a control character": ({"side_b": "in\x07surgents"}, "side_b: has the control character U+0007"),
}


@pytest.mark.parametrize(("cells", "words"), CELLS.values(), ids=CELLS)
def test_a_bad_cell_is_named(brought: Bring, tmp_path: Path, cells: Cells, words: str) -> None:
    """By its line and column, beside a good row that is not taken either."""
    result = brought("ged.csv", cells, {"id": "2"})
    assert words in result.stderr
    assert (result.exit_code, lines(tmp_path)) == (1, 1)


FILES: dict[str, tuple[str | bytes, str]] = {
    "empty": ("", "ged.csv: is empty"),
    "another table": ("name,age\nAna,3\n", "ged.csv:1: has none of the columns id, type_of_violence, side_a …: is it"),
    "another delimiter": (ged({}, delimiter="^"), "with other than commas, semicolons, tabs or bars between cells?"),
    "a column missing": (ged(names=[n for n in NAMES if n != "best"]), "ged.csv:1: has no column 'best'"),
    "a column twice": (ged({}, names=[*NAMES, "best"]), "ged.csv:1: has the column 'best' twice"),
    "a cell too few": (ged({}) + "7,x\n", f"ged.csv:3: has 2 cells, the header {len(NAMES)}; the file may be cut off"),
    "a quote unclosed": (ged({}) + '8,"x', "ged.csv:3: a quotation mark is opened and never closed"),
    "a number twice": (ged({}, {"id": "9"}, {}), "ged.csv:4: id: '300380' is in ged.csv:2 already"),
    "Windows-1252": (ged({"side_b": "Forças"}).encode("cp1252"), "ged.csv:2: is not UTF-8; it may be Windows-1252"),
    "UTF-16": (ged({}).encode("utf-16"), "ged.csv: is UTF-16, not UTF-8; save it as UTF-8, or say --encoding utf-16\n"),
    "UTF-16, no mark": (ged({}).encode("utf-16-le"), "ged.csv: is UTF-16, not UTF-8; save it as UTF-8, or say --enc"),
    "half a letter": (ged({}).encode().replace(b"Rami", b"\xed\xa0\x80"), "ged.csv:2: is not UTF-8"),
}


@pytest.mark.parametrize(("text", "words"), FILES.values(), ids=FILES)
def test_a_bad_file_is_refused(brought: Bring, tmp_path: Path, text: str | bytes, words: str) -> None:
    """Whole, with no traceback."""
    result = brought("ged.csv", text=text)
    assert words in result.stderr
    assert (result.exit_code, lines(tmp_path)) == (1, 1)


GOOD: dict[str, tuple[str, bytes, list[str]]] = {
    "semicolons": ("ged.csv", ged({}, delimiter=";").encode(), []),
    "tabs": ("ged.tsv", ged({}, delimiter="\t").encode(), []),
    "a byte-order mark": ("ged.csv", ged({}).encode("utf-8-sig"), []),
    "CRLF and a blank row": ("ged.csv", ged({}).replace("\n", "\r\n").encode() + b"\r\n,,\r\n"[:2], []),
    "Windows-1252, as said": ("ged.csv", ged({"adm_1": "Île"}).encode("cp1252"), ["--encoding", "cp1252"]),
    "UTF-16, as said": ("ged.csv", ged({}).encode("utf-16"), ["--encoding", "utf-16"]),
    "gzip": ("ged.csv.gz", gzip.compress(ged({}).encode()), []),
    "columns in another order": ("ged.csv", ged({}, names=[*reversed(NAMES), "priogrid_gid"]).encode(), []),
    "capitals": ("ged.csv", ged({}).replace("date_start", " Date_Start ", 1).encode(), []),
    "numbers of a data frame": ("ged.csv", ged({"id": "300380.0", "best": "2.0", "year": "2013.0"}).encode(), []),
    "days with a time": ("ged.csv", ged({"date_start": "2013-01-03 00:00:00.000"}).encode(), []),
}


@pytest.mark.parametrize(("name", "content", "more"), GOOD.values(), ids=GOOD)
def test_a_good_file_is_read(brought: Bring, tmp_path: Path, name: str, content: bytes, more: list[str]) -> None:
    """However it is written."""
    result = brought(name, text=content, more=more)
    assert result.exit_code == 0, result.stderr
    [event] = events(tmp_path)
    assert (event.id, event.data["fact"]["killed"], event.data["fact"]["date"]) == ("ucdp-ged:300380", 2, "2013-01-03")


def test_a_zip_holds_one_file(brought: Bring, tmp_path: Path) -> None:
    """Of several it is not known which."""
    for names, exit_code in ((["ged.csv"], 0), (["a.csv", "b.csv"], 1)):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name in names:
                archive.writestr(name, ged({}))
        assert brought("ged.csv.zip", text=packed.getvalue()).exit_code == exit_code
    assert len(events(tmp_path)) == 1


UNREADABLE = {
    "a folder": ("", b""),
    "a broken gzip": ("ged.csv.gz", gzip.compress(b"x" * 5000)[:-9]),
    "a damaged gzip": ("ged.csv.gz", gzip.compress(b"xyz")[:10] + b"\xff" * 20),
    "a broken zip": ("ged.zip", b"PK\x03\x04" + b"x" * 99),
    "noise": ("ged.csv", bytes(range(256)) * 20),
    "a picture": ("ged.csv", b"\x89PNG\r\n\x1a\n" + bytes(99)),
}


@pytest.mark.parametrize(("name", "content"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_is_no_table_is_refused(run: Run, tmp_path: Path, name: str, content: bytes) -> None:
    """In a line or some, by the name of the file."""
    (tmp_path / name).write_bytes(content) if name else None
    result = run("import", "ucdp", name or ".")
    assert (result.exit_code, lines(tmp_path)) == (1, 1)
    assert result.stderr.startswith(name.removesuffix(".gz").removesuffix(".zip") or ".")
    assert isinstance(result.exception, SystemExit)


def test_an_unknown_encoding_is_a_matter_of_usage(brought: Bring) -> None:
    """And so is one that is not of text."""
    assert [brought("ged.csv", {}, more=["--encoding", name]).exit_code for name in ("utf-9", "base64")] == [2, 2]


def test_standard_input_is_a_file(run: Run, tmp_path: Path) -> None:
    """By the name `-`; its problems say stdin."""
    assert "stdin:2: best: is empty" in run("import", "ucdp", "-", input=ged({"best": ""})).stderr
    assert run("import", "ucdp", "-", input=ged({})).exit_code == 0
    assert len(events(tmp_path)) == 1


def test_every_problem_is_named_up_to_fifty(brought: Bring) -> None:
    """The rest is counted."""
    bad = [{"id": str(number), "best": "x"} for number in range(60)]
    shown = brought("ged.csv", *bad).stderr.splitlines()
    assert (len(shown), shown[-1]) == (51, "… and 10 more")


@pytest.mark.parametrize("report", ["left.csv", "left.jsonl"])
def test_bad_rows_can_be_left_out(brought: Bring, tmp_path: Path, report: str) -> None:
    """The report says which cell and why, and does nothing to a spreadsheet."""
    rows = [*many(1, 2), {"id": "3", "best": "=1+1"}, {"id": "2"}]
    result = brought("ged.csv", *rows, more=["--skip-bad", report])
    assert (result.exit_code, len(events(tmp_path))) == (0, 2)
    assert f"2 rows left out: see {report}" in result.stderr
    if report.endswith("jsonl"):
        assert [(line["row"], line["column"]) for line in as_json(tmp_path / report)] == [
            ("ged.csv:4", "best"),
            ("ged.csv:5", "id"),
        ]
    else:
        assert "ged.csv:4,best,'=1+1,'=1+1' is no whole number" in (tmp_path / report).read_text()


def test_two_files_are_one_import(brought: Bring, run: Run, tmp_path: Path) -> None:
    """Nothing of either comes in when one is bad."""
    (tmp_path / "other.csv").write_text(ged({"id": "2", "best": ""}))
    assert brought("ged.csv", {}, more=["other.csv"]).exit_code == 1
    assert lines(tmp_path) == 1
    (tmp_path / "other.csv").write_text(ged({"id": "2"}))
    assert brought("ged.csv", {}, more=["other.csv"]).exit_code == 0
    assert len(events(tmp_path)) == 2


def test_an_unknown_format_or_file_is_named(run: Run) -> None:
    """With what there is."""
    assert (
        "'ucpd-ged' is no format that can be imported; did you mean 'ucdp-ged'?"
        in run("import", "ucpd-ged", "x").stderr
    )
    assert run("import", "ucdp", "missing.csv").stderr.startswith("missing.csv: cannot be read")
