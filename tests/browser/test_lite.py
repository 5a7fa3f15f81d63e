"""All of Datasette in Chromium, from a server that hands out files, below a path; no request leaves it."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote

import pytest
from datasette import __version__
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open, needs_python
from tests.browser.test_published import LOG, Quiet
from timeline import vendor
from timeline.bundle import about_log
from timeline.publish import publish
from timeline.publishing.leaving import Rules
from timeline.publishing.lite import lite
from timeline.reading import Reader

PATIENCE = 120_000
ENDLESS = "with+recursive+c(x)+as+(select+1+union+all+select+x%2B1+from+c)+select+count(*)+from+c"


pytestmark = [
    needs_python,
    pytest.mark.skipif(not __version__.startswith("0."), reason="it brings a Datasette of its own, whichever is here"),
]


@pytest.fixture(scope="module")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the folder `lite/` of a site."""
    path = tmp_path_factory.mktemp("published") / "a site"
    publish(Reader(LOG), path, Rules(), also=lite(about_log(Reader(LOG))))
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(path.parent))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{quote(path.name)}/lite/"
        server.shutdown()
        thread.join()


def at(page: Page, address: str) -> None:
    """Wait until the address says which page is shown."""
    expect(page).to_have_url(re.compile(re.escape(address) + "$"), timeout=PATIENCE)


def test_all_of_datasette(hosted: str, open_page: Open) -> None:
    """A cited question first; then the pages, our own and Datasette's, SQL of one's own, and what is no page."""
    page = open_page(f"{hosted}#/timeline/undated?kind=attack")
    shown = page.frame_locator("#shown")
    expect(shown.locator("h1")).to_contain_text("Facts without a known day", timeout=PATIENCE)
    at(page, "#/timeline/undated?kind=attack")

    shown.get_by_role("link", name="home").first.click()
    shown.get_by_role("link", name="Read the timeline").click()
    at(page, "#/-/timeline")
    shown.locator(".entry-title a").first.click()
    expect(page).to_have_url(re.compile("#/-/fact/[a-z0-9-]+$"), timeout=PATIENCE)
    assert page.title().startswith(shown.locator("h1").inner_text())

    page.evaluate("location.hash = '#/timeline?sql=select+6*7+as+answer'")
    expect(shown.locator("td")).to_have_text("42", timeout=PATIENCE)
    page.evaluate(f"location.hash = '#/timeline?sql={ENDLESS}'")
    expect(shown.locator("body")).to_contain_text("Interrupted", timeout=PATIENCE)

    answers = page.evaluate(
        """async () => {
            const told = async (one) => [one.status, await one.text()];
            const post = { method: "POST" };
            return [await told(await fetch("app/timeline/attacks.csv")), await told(await fetch("app/timeline", post))];
        }"""
    )
    assert answers[0][0] == 200
    assert answers[0][1].startswith("id,")
    assert answers[1] == [405, "This copy is read-only.\n"]


def test_as_a_file_it_says_what_to_do(hosted: str, open_page: Open, tmp_path: Path) -> None:
    """Modules do not run then, so nothing else would."""
    folder = tmp_path / "lite"
    folder.mkdir()
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "icon.svg").write_bytes((LOG.parent / "timeline/static/icon.svg").read_bytes())
    for name in ("index.html", "lite-file.js", "lite.css"):
        (folder / name).write_bytes(vendor.lite()[name].read_bytes())
    text = (folder / "index.html").read_text().replace('<script src="lite.js" type="module"></script>', "")
    (folder / "index.html").write_text(text)
    page = open_page((folder / "index.html").as_uri())
    expect(page.locator("#as-file")).to_be_visible()
