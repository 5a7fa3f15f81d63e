"""SQL in the reader's browser: the page of a published site, below a path of a server that only hands out files."""

import csv
import gzip
import io
import json
import re
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Open, needs_sqlite
from tests.browser.readable import assert_readable
from tests.browser.test_hostile_pages import TEXTS
from timeline import vendor
from timeline.pages.ask import asking
from timeline.pages.links import Links
from timeline.pages.page import Site, opened, render
from timeline.pages.sql import sql
from timeline.registry import Kinds

pytestmark = needs_sqlite
STATIC = Path(vendor.__file__).parent / "static"
RUNAWAY = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
ADDED = "CREATE TABLE hostile (words TEXT, id TEXT); CREATE TABLE many (i INTEGER)"

Ask = Callable[..., Page]


class Beside(Links):
    """Where things are on this small site."""

    def page(self, name: str, **_: str | int | None) -> str:
        return f"../{name}/"

    def static(self, file: str) -> str:
        return f"../static/{file}"


class Quiet(SimpleHTTPRequestHandler):
    """Hands out files without a word."""

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(article_db: Path, kinds: Kinds, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with this page and the article's database, which also has hostile values and many rows."""
    folder = tmp_path_factory.mktemp("host") / "some" / "path"
    for name in ("sql", "data", "static"):
        (folder / name).mkdir(parents=True)
    (folder.parent.parent / "favicon.ico").touch()  # Chromium asks every host for one
    db = folder / "data" / "timeline.db"
    with closing(sqlite3.connect(article_db)) as made:
        made.execute("VACUUM INTO ?", [str(db)])
    with closing(sqlite3.connect(db)) as made, made:
        made.executescript(ADDED)
        made.executemany("INSERT INTO hostile VALUES (?, '=1+1')", [[text] for text in TEXTS])
        made.execute(f"INSERT INTO many {RUNAWAY.replace('count(*)', 'i')} LIMIT 1500")
    (folder / "data" / "timeline.db.gz").write_bytes(gzip.compress(db.read_bytes()))
    with closing(sqlite3.connect(db)) as made, asking(made) as ask:
        site = Site(opened(ask), kinds, Beside())
        (folder / "sql" / "index.html").write_text(render(sql(ask, site, {}), site))
    for name, path in vendor.files().items():
        shutil.copy(path, folder / "sql" / name)
    for name in ("timeline.css", "timeline.js", "icon.svg"):
        shutil.copy(STATIC / name, folder / "static" / name)
    return folder


@pytest.fixture(scope="module")
def page_of_site(folder: Path) -> Iterator[str]:
    """The address of the page."""
    serve = partial(Quiet, directory=str(folder.parent.parent))
    with ThreadingHTTPServer(("127.0.0.1", 0), serve) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/some/path/sql/"
        server.shutdown()
        thread.join()


@pytest.fixture
def ask(page_of_site: str, open_page: Open) -> Ask:
    """Opens the page with a query in its address, and waits for what it says."""

    def asked(query: str = "", width: int = 1280, **given: str) -> Page:
        values = "".join(f"&:{name}={quote(value)}" for name, value in given.items())
        page = open_page(page_of_site + (f"#sql={quote(query)}{values}" if query else ""), width)
        answered(page)
        return page

    return asked


def answered(page: Page) -> None:
    """Wait until the page has an answer or says that there is none."""
    page.locator("#status").filter(has_text=re.compile(" rows?, in ")).or_(page.get_by_role("alert")).first.wait_for()


def column(page: Page, number: int = 1) -> list[str]:
    """What stands in a column of the result."""
    return page.locator(f"#result td:nth-child({number})").all_inner_texts()


def run(page: Page, query: str) -> None:
    """Write a query and run it, without a mouse."""
    page.get_by_label("Query").fill(query)
    page.keyboard.press("Control+Enter")


def test_the_first_result_comes_by_itself(ask: Ask, article_db: Path) -> None:
    """It is the timeline, all of it and in its order."""
    with closing(sqlite3.connect(article_db)) as db:
        titles = [title for (title,) in db.execute("SELECT title FROM timeline")]
    assert column(ask(), 3) == titles


def test_full_text(ask: Ask) -> None:
    """SQLite in the browser has FTS5."""
    page = ask("SELECT count(*) > 0 FROM _facts_fts WHERE _facts_fts MATCH '\"peace talks\"'")
    assert column(page) == ["1"]


def test_a_ready_query_asks_for_its_values(ask: Ask) -> None:
    """It runs with none, and again with what the reader typed; the address has it."""
    page = ask()
    page.get_by_role("link", name="Find facts by words and tag").click()
    page.get_by_role("columnheader", name="summary").wait_for()
    assert page.evaluate("document.activeElement.name") == "words"
    every = len(column(page))
    page.get_by_label(":words").fill("police chief")
    page.keyboard.press("Enter")
    page.wait_for_url("**:words=police%20chief")
    expect(page.locator("#result tbody tr")).not_to_have_count(every)
    assert column(page)


@pytest.mark.parametrize("name", ["who_attended", "known_on_day", "find"])
def test_back_to_the_query_before(ask: Ask, name: str) -> None:
    """The query of an address comes back with it, to the letter."""
    page = ask("SELECT :a || ' & = # %' AS x", a="ä=&")
    assert column(page) == ["ä=& & = # %"]
    page.locator(f"[data-query={name}]").click()
    expect(page.locator("#result th").first).not_to_have_text("x")
    page.go_back()
    page.get_by_role("cell", name="ä=& & = # %").wait_for()
    assert page.get_by_label(":a").input_value() == "ä=&"


@pytest.mark.parametrize(
    ("written", "value"), [("SELECT 6 & 3", "2"), ("SELECT :a&:a=x", "x"), ("SELECT '100%'", "100%")]
)
def test_an_address_written_by_hand(page_of_site: str, open_page: Open, written: str, value: str) -> None:
    """Need not be encoded where it is clear what it means."""
    page = open_page(f"{page_of_site}#sql={written}")
    answered(page)
    assert column(page) == [value]


def test_the_host_has_unpacked_the_database(ask: Ask, folder: Path) -> None:
    """Some say of the file that it is compressed on its way."""
    page = ask()
    page.route("**/timeline.db.gz", lambda route: route.fulfill(path=folder / "data" / "timeline.db"))
    page.reload()
    answered(page)
    assert len(column(page)) > 1


def test_a_broken_database_is_said(ask: Ask) -> None:
    """And the page does not wait for ever."""
    page = ask()
    page.route("**/timeline.db.gz", lambda route: route.fulfill(body="Come back later" * 1000))
    page.reload()
    assert "The database cannot be opened: file is not a database" in page.get_by_role("alert").inner_text()


def test_a_runaway_is_stopped(ask: Ask) -> None:
    """And the next query has its answer."""
    page = ask("SELECT 1")
    run(page, RUNAWAY)
    page.get_by_text("Running …").wait_for()
    [worker] = page.workers
    with worker.expect_event("close"):  # it computes no more
        page.get_by_role("button", name="Stop").click()
    page.get_by_text("Stopped.").wait_for()
    run(page, "SELECT 'next'")
    page.get_by_role("cell", name="next").wait_for()


def test_patience_ends(ask: Ask) -> None:
    """Also where nobody presses Stop."""
    page = ask("SELECT 1")
    page.clock.install()
    run(page, RUNAWAY)
    page.get_by_text("Running …").wait_for()
    page.wait_for_timeout(500)
    page.clock.fast_forward(21_000)
    page.get_by_text("it ran for more than 20 seconds").wait_for()
    run(page, "SELECT 'next'")
    page.get_by_role("cell", name="next").wait_for()


def test_the_next_query_ends_a_runaway(ask: Ask) -> None:
    """Nobody waits for it any more."""
    page = ask("SELECT 1")
    run(page, RUNAWAY)
    page.get_by_text("Running …").wait_for()
    run(page, "SELECT 'next'")
    page.get_by_role("cell", name="next").wait_for()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("DELETE FROM _facts", "This copy can only be read"),
        ("DROP TABLE hostile", "This copy can only be read"),
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("SELECT * FROM nobody", "no such table: nobody"),
        ("SELECT 1; SELECT 2", "One statement at a time"),
        ("SELECT ?", "write :name instead"),
        ("-- nothing", "There is no query yet."),
        ("ATTACH 'x' AS y", "too many attached databases"),
        ("SELECT zeroblob(300000000)", "string or blob too big"),
    ],
)
def test_what_does_not_work_is_said(ask: Ask, query: str, words: str) -> None:
    """In words, as an alert; and there is no result that could be taken for its."""
    page = ask(query)
    assert words in page.get_by_role("alert").inner_text()
    assert not page.locator("#result").is_visible()


def test_values_are_text(ask: Ask) -> None:
    """Whatever they say; so is what an address brings."""
    page = ask("SELECT words, '<img src=x onerror=window.ran=1>' AS \"<img src=x onerror=window.ran=1>\" FROM hostile")
    assert [text.strip() for text in page.locator("#result td:first-child").all_text_contents()] == TEXTS
    assert page.evaluate("window.ran") is None


def test_slugs_lead_to_their_pages(ask: Ask) -> None:
    """Where a column says that they are slugs, and something of the log has them; sorted too."""
    page = ask(
        "SELECT 'taliban' AS actor, 'doha' AS place, 'kandahar-attack-2018-10-18' AS fact, 'taliban' AS word, "
        "'nobody' AS id, 'article-2018-11-19' AS source UNION ALL "
        "SELECT '../x', '', '<b>', NULL, 9007199254740993, x'00'"
    )
    leads = {"taliban": "actor", "doha": "place", "kandahar-attack-2018-10-18": "fact", "article-2018-11-19": "source"}
    for _ in range(2):
        links = page.locator("#result td a").all()
        assert [link.get_attribute("href") for link in links] == [f"../{at}/{slug}.html" for slug, at in leads.items()]
        page.get_by_role("button", name="word").click()


def test_more_rows_than_shown(ask: Ask) -> None:
    """A thousand are shown, the page says so, and a download has all."""
    page = ask("SELECT i FROM many")
    assert len(column(page)) == 1000
    assert "There are more rows" in page.locator("#more").inner_text()
    assert len(saved(page, "CSV").splitlines()) == 1501


def saved(page: Page, sort: str) -> str:
    """What a download holds."""
    with page.expect_download() as download:
        page.get_by_role("button", name=f"Download {sort}").click()
    return download.value.path().read_bytes().decode()


def test_no_formula_in_csv(ask: Ask) -> None:
    """What a spreadsheet would calculate becomes text, numbers stay numbers, and all is quoted as it must be."""
    page = ask("SELECT '=1+1' AS a, -5 AS b, '+1' AS c, '@x' AS d, 'x, \"y\"' AS e, NULL AS f")
    assert list(csv.reader(io.StringIO(saved(page, "CSV")))) == [
        ["a", "b", "c", "d", "e", "f"],
        ["'=1+1", "-5", "+1", "'@x", 'x, "y"', ""],
    ]


def test_json_has_the_values(ask: Ask) -> None:
    """As they are; a name that comes twice is told apart, and no number loses digits."""
    page = ask("SELECT '=1+1' AS a, 1.5 AS a, NULL AS n, 9007199254740993 AS big, x'ff00' AS bytes")
    assert json.loads(saved(page, "JSON")) == [
        {"a": "=1+1", "a_2": 1.5, "n": None, "big": "9007199254740993", "bytes": "ff00"}
    ]


def test_sorted_by_a_column(ask: Ask) -> None:
    """By its button: up, then down, and a screen reader hears it."""
    page = ask("SELECT * FROM (VALUES (10), (9), (NULL), ('a'))")
    page.get_by_role("button", name="column1").click()
    assert column(page) == ["null", "9", "10", "a"]
    page.get_by_role("button", name="column1").press("Enter")
    assert column(page) == ["a", "10", "9", "null"]
    assert page.get_by_role("status").filter(has_text="Sorted by column1, descending.").count() == 1


def test_the_schema_says_what_columns_mean(ask: Ask) -> None:
    """In the words of the kinds."""
    page = ask()
    page.locator("summary").filter(has_text="claims").click()
    assert "Who says what" in page.locator("details[open]").inner_text()
    assert "Its value, by this source" in page.locator("details[open]").inner_text()


def test_everybody_can_use_it(ask: Ask) -> None:
    """On every screen, with a result and with an error."""
    page = ask()
    page.locator("summary").first.click()
    for query in ("SELECT * FROM timeline WHERE kind <> :kind LIMIT 9", "SELEC"):
        run(page, query)
        page.get_by_role("columnheader", name="summary").or_(page.get_by_role("alert")).first.wait_for()
        assert_readable(page)


def test_the_editor_lets_the_keyboard_go(ask: Ask) -> None:
    """Tab goes on to the next control."""
    page = ask()
    page.get_by_label("Query").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"


def test_opened_as_a_file(folder: Path, browser: Browser) -> None:
    """The page says that it needs a server, and which command is one; the schema can be read."""
    page = browser.new_page()
    page.goto(f"file://{folder}/sql/index.html")
    page.get_by_text("python3 -m http.server").wait_for()
    assert not page.locator("#query").is_visible()
    assert page.locator("summary").first.is_visible()
    page.close()


def test_without_javascript(page_of_site: str, open_page: Open) -> None:
    """The page says what it is and where the data are."""
    page = open_page(page_of_site, java_script_enabled=False)
    assert "Asking needs JavaScript" in page.locator("noscript").inner_text()
    assert page.get_by_role("link", name="timeline.db", exact=True).get_attribute("href") == "../data/timeline.db"
