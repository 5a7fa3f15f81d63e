"""Sources from CSL-JSON, RIS and BibTeX."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.importing.conftest import Run, events, fact, lines

ITEM: dict[str, Any] = {
    "id": "khan2018",
    "type": "article-newspaper",
    "title": "Talks <i>without</i> result",
    "container-title": "Evening Paper",
    "publisher": "Paper House",
    "author": [{"family": "Khan", "given": "Ana"}, {"literal": "Our staff"}],
    "issued": {"date-parts": [[2018, 11, 19]]},
    "accessed": {"date-parts": [["2018", "11"]]},
    "URL": "https://example.org/a",
    "language": "en-GB",
}
REFERENCE = """TY  - NEWS
ID  - khan2018
TI  - Talks without result
T2  - Evening Paper
AU  - Khan, Ana
AU  - Our staff
DA  - 2018/11/19/
UR  - https://example.org/a
Y2  - 2018/11//
LA  - en-GB
ER  -
"""
ENTRY = r"""@string{paper = "Evening Paper"}
@article{khan2018,
  title = {Talks {without} result},
  journal = paper,
  author = {Khan, Ana and {Our staff}},
  date = {2018-11-19},
  urldate = {2018-11},
  url = {https://example.org/a},
  langid = {en-GB},
}
"""
FILES = {"csl": json.dumps([ITEM]), "ris": REFERENCE, "bibtex": ENTRY}


def bring(run: Run, form: str, text: str) -> Any:
    """`timeline import` of a bibliography."""
    Path("library").write_text(text)
    return run("import", form, "library")


def published(run: Run, form: str, text: str, slug: str, folder: Path) -> Any:
    """When the source was published, as it is registered."""
    result = bring(run, form, text)
    assert result.exit_code == 0, result.stderr
    return fact(folder, slug).get("published")


@pytest.mark.parametrize("form", FILES)
def test_an_entry_is_a_source(run: Run, tmp_path: Path, form: str) -> None:
    """The same of each format; the same file again adds nothing, a changed one corrects."""
    result = bring(run, form, FILES[form])
    assert result.exit_code == 0, result.stderr
    event = next(event for event in events(tmp_path, "source") if event.subject == "khan2018")
    assert event.id == f"{form}:{form}-library:khan2018"
    assert event.data["fact"] == {
        "title": "Talks without result",
        "publisher": "Evening Paper",
        "author": "Ana Khan, Our staff",
        "url": "https://example.org/a",
        "published": "2018-11-19",
        "retrieved": "2018-11",
        "language": "en-GB",
    }
    before = lines(tmp_path)
    assert (bring(run, form, FILES[form]).exit_code, lines(tmp_path)) == (0, before)
    assert bring(run, form, FILES[form].replace("without", "with")).exit_code == 0
    assert events(tmp_path, "source")[-1].data["was"]["title"] == "Talks without result"


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[1990]], "circa": True}, "1990~"),
        ({"date-parts": [["2018"]], "season": "3"}, "2018-23"),
        ({"date-parts": [[2018, 11, 14], [2018, 11, 16]]}, "2018-11-14/2018-11-16"),
        ({"date-parts": [[-44]]}, "-0044"),
        ({"raw": "2018-11~"}, "2018-11~"),
        ({"literal": "Nov. 2018"}, "2018-11"),
        ("[2018-11-01..2018-11-19]", "[2018-11-01..2018-11-19]"),
        ({"date-parts": [[0]]}, None),
        (None, None),
    ],
)
def test_dates_of_csl(run: Run, tmp_path: Path, issued: Any, date: str | None) -> None:
    """In parts with circa and season, in words, in EDTF."""
    assert published(run, "csl", json.dumps([{**ITEM, "issued": issued}]), "khan2018", tmp_path) == date


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ("date = {2018-11-14/2018-11-16}", "2018-11-14/2018-11-16"),
        ("date = {1990~}", "1990~"),
        ("year = 2018, month = nov", "2018-11"),
        ("year = {2018}, month = {11}, day = {4}", "2018-11-04"),
        ("year = 2018", "2018"),
    ],
)
def test_dates_of_bibtex(run: Run, tmp_path: Path, fields: str, date: str) -> None:
    """BibLaTeX's EDTF is kept; BibTeX's months are numbers."""
    assert published(run, "bibtex", f"@misc{{a1, title = {{T}}, {fields}}}", "a1", tmp_path) == date


def test_letters_of_latex_and_digital_objects(run: Run, tmp_path: Path) -> None:
    """A DOI is an address; a language that is no tag is none; a key that is no slug is none."""
    text = r"@article{Müller:2018, title = {{\"U}ber \'Etat}, doi = {10.1000/x(1)}, language = {german}, year = 2018}"
    assert bring(run, "bibtex", text).exit_code == 0
    assert fact(tmp_path, "uber-etat") == {
        "title": "Über État",
        "url": "https://doi.org/10.1000/x(1)",
        "published": "2018",
    }


BAD = [
    ("csl", "[5]", "library: items[0]: is no object"),
    ("csl", "{}", "this is no CSL-JSON"),
    ("csl", json.dumps([{**ITEM, "title": ""}]), "library: items[0]: title: is missing"),
    ("csl", json.dumps([{**ITEM, "URL": "no address"}]), "url: 'no address' is no address"),
    (
        "csl",
        json.dumps([{**ITEM, "issued": {"date-parts": [[2018, 13]]}}]),
        "issued.date-parts: '2018-13' is not an EDTF",
    ),
    ("csl", json.dumps([{**ITEM, "issued": {"raw": "10/11/2018"}}]), "state whether the day or the month comes first"),
    ("csl", json.dumps([ITEM, ITEM]), "'khan2018' is in library: items[0] already"),
    ("ris", "nonsense", "library"),
    ("ris", "", "library: is empty"),
    ("ris", REFERENCE.rpartition("ER")[0], "library: has a reference without its end, `ER  - `; the file may be cut"),
    ("ris", REFERENCE.replace("2018/11/19/", "2018/13/19/"), "reference 1: DA: '2018-13-19' is not an EDTF date"),
    ("bibtex", "@article{a, title = ", "is no BibTeX"),
    ("bibtex", "plain words", "has no entry"),
    ("bibtex", '@misc{a, title = "T \\"}', "library: a: title: 'T \\\\' is no LaTeX"),
    ("bibtex", ENTRY + ENTRY.partition("\n")[2], "is no BibTeX: repeated"),
    ("bibtex", "@misc{a, title = {T}, date = {2018-13}}", "library: a: date: '2018-13' is not a date that can be told"),
]


@pytest.mark.parametrize(("form", "text", "words"), BAD)
def test_bad_bibliographies_are_named(run: Run, tmp_path: Path, form: str, text: str, words: str) -> None:
    """By file, entry and field; nothing comes in."""
    result = bring(run, form, text)
    assert (result.exit_code, lines(tmp_path)) == (1, 1), result.output
    assert words in result.stderr
