"""A published folder in Chromium: from the disk alone, without a script, and below a path of any web server."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import Open
from timeline.publish import publish
from timeline.publishing.leaving import Rules
from timeline.reading import Reader

LOG = Path(__file__).parent.parent.parent / "events.jsonl"
PAGES = ["index.html", "timeline/2018.html", "actor/taliban.html", "source/article-2018-11-19.html", "figures.html"]
PAGES += ["data/index.html", "sources.html", "missing.html"]


class Quiet(SimpleHTTPRequestHandler):
    """Says nothing of what it hands out; a browser asks every host for its icon."""

    def do_GET(self) -> None:
        if self.path == "/favicon.ico":
            self.send_response(204)
            self.end_headers()
        else:
            super().do_GET()

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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_it(hosted: str, open_page: Open, name: str, width: int) -> None:
    """axe-core finds nothing amiss, and nothing sticks out at the side; the styles are there."""
    page = open_page(f"{hosted}/{name}", width)
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") == width
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
