"""The corrections: everything that changed, newest first, with what it said, what it says, why, and on whose word."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.chronicle import Chronicle, correct, event, report
from tests.pages.conftest import Pages, words


@pytest.fixture
def changed(told: Chronicle) -> Chronicle:
    """A log in which facts were updated, corrected and retracted, and a report was withdrawn."""
    chain = {"source": "agency", "attributed_to": ["taliban"]}
    told.add(
        report("attack", "one", "e-1", killed=2, place="kabul", title="Attack in Kabul"),
        report("attack", "two", "e-2", title="The same attack"),
        report("attack", "one", "e-3", source="agency", killed=3),
        event("attack.updated", "one", "e-4", set={"killed": {"low": 3}}, note="As it rose.", **chain),
        event("attack.corrected", "one", "e-5", set={"place": None, "weapon": "a knife"}, reason="coder_error"),
        event("attack.retracted", "one", "e-6", report="e-3", reason="unverifiable"),
        event("attack.retracted", "two", "e-7", reason="duplicate", duplicate_of="one", note="We had it twice."),
    )
    told.project()
    return told


@pytest.mark.asyncio
async def test_what_changed(changed: Chronicle, pages: Callable[..., Pages]) -> None:
    """One entry an event, newest first, each with all its fields, in words."""
    soup = await pages(changed.db).read("corrections")
    titles = ["The same attack", "Attack in Kabul", "Attack in Kabul", "Attack in Kabul"]
    assert words(soup, ".change h3") == titles
    assert words(soup, ".change .verb") == ["retracted", "report withdrawn", "corrected", "updated"]
    assert words(soup, "#e-5 tbody tr") == ["place Kabul nothing", "weapon nothing a knife"]
    assert words(soup, "#e-4 tbody tr, #e-4 .note, #e-4 .origins") == [
        "As it rose.",
        "killed 2 at least 3",
        "Taliban , in The Agency · all changes of this fact : Attack in Kabul",
    ]


@pytest.mark.asyncio
async def test_what_was_taken_back(changed: Chronicle, pages: Callable[..., Pages]) -> None:
    """A retracted fact keeps its name and its page; a report that was withdrawn is linked."""
    soup = await pages(changed.db).read("corrections")
    links = [link["href"] for link in soup.select("#e-7 a, #e-6 a") if "/fact/" in link["href"]]
    assert links == ["/-/fact/two", "/-/fact/two", "/-/fact/one", "/-/fact/one", "/-/fact/one#e-e-3"]
    assert words(soup, "#e-7 .note, #e-6 cite") == ["We had it twice.", "The Agency"]


@pytest.mark.asyncio
async def test_a_part_that_changed_is_shown_with_the_rest(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """A count is one value, of which a change may give a bound alone; only what is gone is struck out."""
    told.add(report("attack", "one", "e-1", killed={"low": 2}), correct("attack", "one", "e-2", killed={"high": 5}))
    told.add(report("attack", "one", "e-3", source="agency"))
    told.add(event("attack.retracted", "one", "e-4", reason="legal", report="e-3"))
    told.add(event("attack.retracted", "one", "e-5", reason="legal"))
    told.project()
    soup = await pages(told.db).read("corrections")
    assert words(soup, "#e-2 tbody tr") == ["killed at least 2 2 to 5"]
    assert [entry["id"] for entry in soup.select(".gone")] == ["e-5"]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("asked", "events"),
    [
        ("verb=corrected", ["e-5"]),
        ("reason=duplicate", ["e-7"]),
        ("kind=attack&verb=retracted", ["e-7", "e-6"]),
        ("kind=meeting", []),
        ("fact=two", ["e-7"]),
        ("since=2026-11-23", ["e-7", "e-6", "e-5", "e-4"]),
        ("since=2026-11-24", []),
    ],
)
async def test_filters(changed: Chronicle, pages: Callable[..., Pages], asked: str, events: list[str]) -> None:
    """Each asks for less, and two together for less again."""
    soup = await pages(changed.db).read(f"corrections?{asked}")
    assert [entry["id"] for entry in soup.select(".change")] == events
    assert len(words(soup, ".chips .chip-words")) == asked.count("=")


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ("verb=reported", "verb: 'reported' is none of updated, corrected, retracted"),
        ("since=2026-11", "since: '2026-11' is not a day such as 2026-11-24"),
        ("since=yesterday", "since: 'yesterday' is not a day such as 2026-11-24"),
    ],
)
async def test_what_makes_no_sense(article: Pages, asked: str, fault: str) -> None:
    """It says so and shows nothing."""
    soup = await article.read(f"corrections?{asked}", status=400)
    assert (words(soup, ".fault"), soup.select(".change")) == ([fault], [])


@pytest.mark.asyncio
async def test_pages_follow_each_other(told: Chronicle, pages: Callable[..., Pages]) -> None:
    """Older and newer, every change once, though many were recorded in the same second."""
    told.add(report("attack", "one", "e-0", killed=0))
    told.log.append([correct("attack", "one", f"c-{n:03}", killed=n) for n in range(1, 121)])
    told.project()
    site, seen, path = pages(told.db), [], "corrections"
    while path:
        soup = await site.read(path)
        seen.append([entry["id"] for entry in soup.select(".change")])
        older = soup.select_one('[rel="next"]')
        path = older and older["href"].removeprefix("/-/")
    assert [id for page in seen for id in page] == [f"c-{n:03}" for n in range(120, 0, -1)]
    assert [len(page) for page in seen] == [50, 50, 20]
    back = await site.read(soup.select_one('[rel="prev"]')["href"].removeprefix("/-/"))
    assert [entry["id"] for entry in back.select(".change")] == seen[1]
    assert back.select_one('[rel="next"]') is not None


@pytest.mark.asyncio
async def test_an_empty_log(pages: Callable[..., Pages], empty_db: Path) -> None:
    """It says that nothing was changed."""
    assert words(await pages(empty_db).read("corrections"), ".none") == ["Nothing has been changed so far."]
