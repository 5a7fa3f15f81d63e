"""A source's text beside what rests on it: shown only when it is the text that was read, every passage marked."""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.chronicle import Chronicle, event, report
from tests.pages.conftest import Pages, words
from timeline.pages.marks import SLOTS, marks, segments

TEXT = "Ein \u00e9t\u00e9 \U0001f600 ended.\nNobody came. It <b>rained</b> all day."


def said(chronicle: Chronicle, folder: Path, text: bytes, *spans: tuple[int, int], **more: Any) -> Path:
    """A source with this text, and a fact for each passage; gives the folder that the text is in."""
    fact = {"title": "A note", "sha256": hashlib.sha256(text).hexdigest(), **more}
    chronicle.add(event("source.registered", "note", "e-note", fact=fact))
    for number, (start, end) in enumerate(spans):
        also = {"passages": [{"start": start, "end": end}]}
        chronicle.add(report("attack", f"fact-{number}", f"e-{number}", source="note", also=also))
    chronicle.project()
    texts = folder / "texts"
    texts.mkdir()
    (texts / "any-name.txt").write_bytes(text)
    return texts


@pytest.mark.asyncio
async def test_every_passage_is_marked(told: Chronicle, pages: Callable[..., Pages], tmp_path: Path) -> None:
    """Overlapping and nested ones too, in code points; the marks lead to the facts, and the list leads back."""
    texts = said(told, tmp_path, TEXT.encode(), (4, 9), (8, 16), (19, 25), (17, 29), (17, 29))
    soup = await pages(told.db, texts=str(texts)).read("source/note")
    assert [mark.get_text() for mark in soup.select("mark")] == [
        *("été ", "\U0001f600", " ended."),
        *("No", "body c", "ame."),
    ]
    links = [mark.a["href"].removeprefix("/-/") for mark in soup.select("mark")]
    assert links == ["fact/fact-0", "fact/fact-1", "fact/fact-1", "#passage-3", "fact/fact-2", "#passage-3"]
    for link in soup.select(".passages-list .at, .number"):
        assert soup.find(id=link["href"][1:])
    assert words(soup, ".passages-list > li:nth-child(3) bdi") == ["fact-3", "fact-4"]


@pytest.mark.asyncio
async def test_what_no_fact_covers(told: Chronicle, pages: Callable[..., Pages], tmp_path: Path) -> None:
    """It stands out, with the share that is covered; blanks belong to nobody."""
    texts = said(told, tmp_path, b"one two three four", (4, 7), (8, 13), characters=18)
    soup = await pages(told.db, texts=str(texts)).read("source/note")
    assert words(soup, ".document .bare") == ["one", "four"]
    assert "cover 53 % of the document: 8 of 15 characters, blanks not counted" in words(soup, ".share")[0]
    assert (
        soup.select_one(".document").get_text("", strip=False).replace("1", "").replace("2", "") == "one two three four"
    )


WITHHELD = {
    "another text": (b"one two", {"sha256": "0" * 64}, {}, ""),
    "another length": (b"one two", {"characters": 8}, {}, "has 7 characters where 8 are registered"),
    "no UTF-8": (b"one \xff two", {}, {}, "its file is not UTF-8 at byte 4"),
    "in public": (b"one two", {}, {"public": True}, ""),
}


@pytest.mark.asyncio
@pytest.mark.parametrize(("text", "more", "config", "fault"), WITHHELD.values(), ids=WITHHELD)
async def test_when_it_is_not_shown(
    told: Chronicle,
    pages: Callable[..., Pages],
    tmp_path: Path,
    text: bytes,
    more: dict[str, Any],
    config: dict[str, Any],
    fault: str,
) -> None:
    """Then the positions of the passages are, and where it is at hand, why."""
    texts = said(told, tmp_path, text, (4, 7), **more)
    soup = await pages(told.db, texts=str(texts), **config).read("source/note")
    assert soup.select(".document") == []
    assert fault in " ".join(words(soup, ".fault"))
    assert bool(words(soup, ".fault")) == bool(fault)
    assert [at["id"] for at in soup.select(".passages-list .at")] == ["at-4-7"]


@pytest.mark.asyncio
async def test_published_when_whoever_serves_it_says_so(
    told: Chronicle, pages: Callable[..., Pages], tmp_path: Path
) -> None:
    """In public the text needs leave of its own."""
    texts = said(told, tmp_path, b"one two", (4, 7))
    soup = await pages(told.db, texts=str(texts), public=True, publish_texts=True).read("source/note")
    assert words(soup, ".document mark") == ["two"]


@pytest.mark.asyncio
async def test_a_changed_file_is_read_again(told: Chronicle, pages: Callable[..., Pages], tmp_path: Path) -> None:
    """What is no longer the text that was read is not shown as if it were."""
    texts = said(told, tmp_path, b"one two", (4, 7))
    site = pages(told.db, texts=str(texts))
    assert (await site.read("source/note")).select(".document")
    (texts / "any-name.txt").write_bytes(b"one two, three")
    assert (await site.read("source/note")).select(".document") == []


@pytest.mark.asyncio
async def test_without_the_text(told: Chronicle, pages: Callable[..., Pages], tmp_path: Path) -> None:
    """Where the passages lie in a document of known length; one past its end says so when the text is at hand."""
    texts = said(told, tmp_path, b"one two three four", (4, 7), (6, 13), (16, 20), characters=18)
    soup = await pages(told.db).read("source/note")
    assert [bar["x"] for bar in soup.select(".bar .in")] == ["222.22", "333.33", "888.89"]
    soup = await pages(told.db, texts=str(texts)).read("source/note")
    assert "beyond the end of the text" in words(soup, "#passage-3")[0]


CROWDS: dict[str, Sequence[tuple[int, int]]] = {
    "nested": [(n, 100 - n) for n in range(40)],
    "overlapping": [(n, n + 50) for n in range(50)],
    "one after the other": [(n, n + 1) for n in range(100)],
}


@pytest.mark.parametrize("spans", CROWDS.values(), ids=CROWDS)
def test_the_text_is_cut_once(spans: Sequence[tuple[int, int]]) -> None:
    """Nothing of it is lost or doubled, each passage begins and ends once, and slots tell what overlaps apart."""
    text = "abcdefghij" * 10
    passages = marks({span: [] for span in spans})
    cut = list(segments(text, passages))
    assert "".join(segment.text for segment in cut) == text
    assert sorted((m.start, m.end) for s in cut for m in s.begins) == sorted(spans)
    assert sorted((m.start, m.end) for s in cut for m in s.ends) == sorted(spans)
    for segment in cut:
        assert len(segment.slots) == min(segment.depth, len(segment.slots), SLOTS)


@pytest.mark.asyncio
async def test_a_passage_of_what_was_retracted(told: Chronicle, pages: Callable[..., Pages], tmp_path: Path) -> None:
    """It covers nothing, but the page of the retracted fact still leads somewhere; every anchor is there once."""
    said(told, tmp_path, b"one two three", (0, 3), (0, 3), (4, 7))
    for number in (1, 2):
        told.add(event("attack.retracted", f"fact-{number}", f"e-gone-{number}", reason="unverifiable"))
    told.project()
    soup = await pages(told.db, texts=str(tmp_path / "texts")).read("source/note")
    assert words(soup, ".document mark") == ["one"]
    assert sorted(at["id"] for at in soup.select("[id^=at-]")) == ["at-0-3", "at-4-7"]


@pytest.mark.asyncio
@pytest.mark.parametrize("after", ["5,e-0,9", "\u00b2,x,\u00b2", "9" * 30, ",,", "nonsense"])
async def test_any_address_of_a_further_page(
    told: Chronicle, pages: Callable[..., Pages], tmp_path: Path, after: str
) -> None:
    """What is behind a place in the text, without a share; what is no place is the beginning of it."""
    said(told, tmp_path, b"one two three", (0, 3), (8, 13))
    soup = await pages(told.db).read(f"source/note?after={after}")
    expected = ["at-8-13"] if after.startswith("5") else ["at-0-3", "at-8-13"]
    assert [at["id"] for at in soup.select(".passages-list .at")] == expected
    assert soup.select(".share") == []
