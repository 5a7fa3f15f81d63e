"""A published folder in Chromium: from the disk alone, without a script, and below a path of any web server."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Open
from tests.browser.readable import assert_readable
from timeline.publish import publish
from timeline.publishing.leaving import Rules
from timeline.reading import Reader

LOG = Path(__file__).parent.parent.parent / "events.jsonl"
PAGES = ["index.html", "timeline/2018.html", "actor/taliban.html", "source/article-2018-11-19.html", "figures.html"]
PAGES += ["data/index.html", "sources.html", "missing.html", "corrections.html", "about.html", "404.html"]
PAGES += ["day/2018-11-14.html", "fact/qatar-talks-2018-11.html", "search.html"]


REFUSED = """() => new Promise(done => {
  const refused = new Set();
  document.addEventListener("securitypolicyviolation", event => {
    refused.add(event.violatedDirective);
    if (refused.size === 2) done([...refused].sort());
  });
  const script = document.createElement("script"), picture = document.createElement("img");
  script.textContent = "window.ran = 1";
  picture.src = "https://elsewhere.example/x.png";
  document.body.append(script, picture);
})"""


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of what it hands out, and shows the folder's own page for what is not there, as hosts do."""

    def send_error(self, code: int, *_: object) -> None:
        content = next(Path(self.directory).glob("*/404.html")).read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the article's chronology on the disk."""
    path = tmp_path_factory.mktemp("published") / "a site"
    publish(Reader(LOG), path, Rules())
    return path.as_uri()


@pytest.fixture(scope="module")
def hosted(folder: str) -> Iterator[str]:
    """The address of the same folder at a server that hands out files."""
    path = Path(unquote(urlsplit(folder).path))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(path.parent))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{quote(path.name)}"
        server.shutdown()
        thread.join()


def test_from_the_front_page_to_the_source(folder: str, open_page: Open) -> None:
    """By clicks: a year, a fact in it, the passage that it rests on."""
    page = open_page(f"{folder}/index.html", java_script_enabled=False)
    page.get_by_role("link", name="2018", exact=True).click()
    page.locator(".entry-title a").first.click()
    title = page.locator("h1").inner_text()
    page.locator(".passages a").first.click()
    assert "/source/article-2018-11-19.html#at-" in page.url
    assert title in page.locator("main").inner_text()
    page.get_by_role("link", name="Timeline", exact=True).click()
    assert page.url == f"{folder}/index.html"


@pytest.mark.parametrize("place", ["folder", "hosted"])
def test_nothing_else_runs(browser: Browser, request: pytest.FixtureRequest, place: str) -> None:
    """A script in the page or a picture from elsewhere, if one ever got there: the policy refuses both."""
    with browser.new_context() as context:
        page = context.new_page()
        for name in ("fact/qatar-talks-2018-11.html", "404.html"):
            page.goto(f"{request.getfixturevalue(place)}/{name}")
            assert page.evaluate(REFUSED) == ["img-src", "script-src-elem"]
            assert page.evaluate("window.ran") is None


def test_an_address_that_is_not_there(browser: Browser, hosted: str) -> None:
    """However deep, the page that says so has its style, and asks the host for nothing more."""
    with browser.new_context() as context:
        page, asked = context.new_page(), []
        page.on("request", lambda request: asked.append(request.url))
        answer = page.goto(f"{hosted}/fact/no/such/page.html")
        assert answer is not None
        assert answer.status == 404
        assert page.locator("h1").inner_text() == "There is no such page"
        assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
        assert len(asked) == 1


@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(hosted: str, open_page: Open, name: str) -> None:
    """On every screen; the styles are there."""
    page = open_page(f"{hosted}/{name}")
    assert_readable(page)
    if name != "404.html":
        assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"


def test_search_at_a_host(hosted: str, open_page: Open) -> None:
    """Also where the question came behind a question mark."""
    page = open_page(f"{hosted}/search.html?q=police+chi")
    page.get_by_role("status").filter(has_text="2 found, in order of date.").wait_for()
    page.get_by_role("link", name="Raziq is police chief").click()
    page.wait_for_url("**/fact/*.html")


def test_search_in_what_names_an_actor(folder: str, open_page: Open) -> None:
    """From its page, from the disk; the filters stand open."""
    page = open_page(f"{folder}/actor/taliban.html")
    page.get_by_role("link", name="Search in what names it").click()
    page.get_by_role("status").filter(has_text="found, in order of date").wait_for()
    assert page.locator("[name=actor]").input_value() == "taliban"
    page.locator("[name=kind]").select_option("meeting")
    page.wait_for_url("**#kind=meeting&actor=taliban")
    page.get_by_role("link", name="Taliban and US officials meet in Qatar").wait_for()
