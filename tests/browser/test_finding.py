"""The search of a published folder in Chromium, opened from the disk; also by whoever cannot see or click."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open
from tests.browser.readable import assert_readable
from tests.browser.test_hostile_pages import EVENTS, TEXTS
from tests.chronicle import MISLEADING, Chronicle, report
from timeline.publish import publish
from timeline.publishing.leaving import Rules
from timeline.publishing.tokens import shard, tokens
from timeline.reading import Reader

Search = Callable[..., Page]

TITLES = {
    "beijing": "北京会谈的第一天",
    "doha": "محادثات السّلام في الدوحة",
    "moscow": "Переговоры в Москве: Ёлкин",
    "geneva": "Zoë à Genève",
    "seoul": "김정은 위원장 회담",
    "bangkok": "การเจรจาสันติภาพ",
}
WORDS = [
    ("会谈", "beijing", ["会谈"]),
    ("السلام", "doha", ["السّلام"]),
    ("елк", "moscow", ["Ёлкин"]),
    ("GENEVE zo", "geneva", ["Zoë", "Genève"]),
    ("정은", "seoul", ["정은"]),
    ("สันติ", "bangkok", ["สันติ"]),
]
FILTERS = {
    "kind=meeting": list(TITLES),
    "kind=meeting&from=2019-02-03&to=2019-02-04": ["moscow", "geneva"],
    "q=before&to=2011": ["before"],
    "q=before&from=2013": [],
    "q=undated": ["undated"],
    "q=undated&from=2000&to=2030": [],
    "q=nobody": [],
    "kind=%3Cscript%3E&q=script": [],
    "actor=hostile-actor&place=hostile-place&tag=javascript:window.ran=1": ["hostile"],
    "q=constructor": [],
}
MANY = 70
OTHERS = ["½ ㎏ ﷺ ǅ ŉ ﬁ", "हिन्दी தமிழ் עִבְרִית", "𠀀𠀁 ꜣ ᾳ Ω ß ẞ \u0131 İ", "a\u200cb می‌خواهم", "人々ｶﾞｷﾞ가나 가"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with hostile events, titles in many scripts, and more of one sort than a page shows."""
    path = tmp_path_factory.mktemp("found") / "a site"
    chronicle = Chronicle(path.parent)
    told = {"source": "hostile-source"}
    titled = [
        report("meeting", slug, f"e-{slug}", date=f"2019-02-0{n}", **{**told, "title": title})
        for n, (slug, title) in enumerate(TITLES.items(), 1)
    ]
    dates = [f"20{10 + n % 7}-01-{1 + n % 28:02}" for n in range(MANY)]
    many = [report("background", f"many-{n}", f"e-m{n}", date=date, **told) for n, date in enumerate(dates)]
    undated = report("background", "undated", "e-u", **told)
    before = report("attack", "before", "e-b", date="/2012", **told)
    chronicle.log.append([*EVENTS, *titled, *many, undated, before])
    publish(Reader(chronicle.log.path), path, Rules())
    return path


@pytest.fixture
def search(folder: Path, open_page: Open) -> Search:
    """Opens the page from the disk with a question in its address, and waits for the answer."""

    def searched(question: str = "", width: int = 1280, **options: str) -> Page:
        page = open_page(f"{folder.as_uri()}/search.html{question and '#' + question}", width, **options)
        if question:
            expect(page.get_by_role("status").or_(page.get_by_role("alert")).first).to_contain_text(".")
        return page

    return searched


def slugs(page: Page) -> list[str]:
    """What was found, in order."""
    links = page.locator("#hits a").all()
    return [str(link.get_attribute("href")).rpartition("/")[2].removesuffix(".html") for link in links]


def ask(page: Page, question: str) -> list[str]:
    """Asks a page that is open, and gives what was found."""
    again = "async (asked) => { history.replaceState(null, '', `#${asked}`); restore(); await answer(question()); }"
    page.evaluate(again, question)
    return slugs(page)


def test_words_of_any_script(search: Search) -> None:
    """Found by their beginning, without accents, and marked."""
    page = search()
    for words, slug, marked in WORDS:
        assert ask(page, f"q={words}") == [slug]
        assert page.locator("#hits h2 mark").all_inner_texts() == marked


def test_filters(search: Search) -> None:
    """All of them must hold; a period takes in what possibly happened in it, and nothing undated."""
    page = search()
    assert {question: ask(page, question) for question in FILTERS} == FILTERS


def test_nothing_of_an_event_runs(search: Search) -> None:
    """It is shown as text, here and where the words stand in the address."""
    page = search("q=script onerror <img src=x onerror=window.ran=1>")
    assert "<img src=x onerror=window.ran=1>" in page.locator("#hits li").first.inner_text()
    assert page.locator("#hits :is(img, script, iframe, svg, form)").count() == 0
    assert page.evaluate("window.ran") is None


def test_typed_and_gone_back_to(search: Search) -> None:
    """By the keyboard alone: the address has the question, back brings the one before, and Show more leads on."""
    page = search("q=many")
    page.get_by_label("Words of titles").fill("many 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**#q=many+1")
    expect(page.get_by_role("status")).to_have_text("1 found, in order of date.")
    page.go_back()
    expect(page.get_by_role("status")).to_have_text("70 found, in order of date; the first 20 are shown.")
    page.get_by_role("button", name="Show more").press("Enter")
    expect(page.locator("#hits li")).to_have_count(40)
    assert page.evaluate(
        "document.activeElement.parentElement.parentElement === document.querySelectorAll('#hits li')[20]"
    )
    page.get_by_role("link", name="many-").first.click()
    page.wait_for_url("**/fact/many-0.html")


def test_what_makes_no_sense_is_said(search: Search) -> None:
    """As an alert."""
    page = search()
    for question in ("from=yesterday", "from=2018-13", "from=2019&to=2018", "q=%3F%3F%3F"):
        assert ask(page, question) == []
        assert page.get_by_role("alert").is_visible()


def test_a_missing_file_is_said(folder: Path, tmp_path: Path, browser: Browser) -> None:
    """And not taken for an answer."""
    shutil.copytree(folder, tmp_path / "site")
    (tmp_path / "site/search/words/0.js").unlink()
    page = browser.new_page()
    page.goto(f"{(tmp_path / 'site').as_uri()}/search.html#q=many")
    expect(page.get_by_role("alert")).to_contain_text("search/words/0.js could not be read")
    page.close()


def test_the_page_makes_the_same_words(search: Search) -> None:
    """What a reader types is looked for where `publish` put it, whatever the script."""
    page = search()
    texts = [*TEXTS, *TITLES.values(), *MISLEADING, *OTHERS]
    made = page.evaluate("texts => texts.map(text => wanted(text).map(word => [word, shard(word, 256)]))", texts)
    for text, wanted in zip(texts, made, strict=True):
        assert {word for word, _ in wanted} <= set(tokens(text)), text
        assert bool(wanted) == bool(list(tokens(text))), text
        assert [number for _, number in wanted] == [shard(word, 256) for word, _ in wanted]


def test_everybody_can_search(search: Search) -> None:
    """On every screen; a screen reader hears how many were found."""
    page = search("q=script&kind=attack")
    assert page.get_by_role("status").inner_text() == "1 found, in order of date."
    assert page.get_by_label("Kind").input_value() == "attack"
    assert_readable(page)


def test_without_javascript(folder: Path, open_page: Open) -> None:
    """There are the plain lists."""
    page = open_page(f"{folder.as_uri()}/search.html", java_script_enabled=False)
    assert not page.get_by_role("search").is_visible()
    page.locator("noscript").get_by_role("link", name="actors").click()
    page.wait_for_url("**/actors.html")


def test_a_reader_loads_little(folder: Path, search: Search) -> None:
    """Of the blocks only those that what was found lies in."""
    page = search("q=елк")
    fetched = page.evaluate("[...came.keys()]")
    assert sorted(name.split("/")[0] for name in fetched) == ["facts", "index", "words"]
    assert len(json.loads((folder / "search/index.js").read_text().partition(",")[2][:-3])["blocks"]) > 3
