"""Every page of a folder, and all that it links to: it is there, it is relative, nothing is from elsewhere."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import html5lib
import pytest

from tests.browser.test_hostile_pages import EVENTS, PUNYCODE
from tests.chronicle import Chronicle
from tests.publish.conftest import Site, addresses, outward, target

FETCHED = {"link", "script", "img", "iframe", "source"}


@pytest.fixture(scope="module")
def hostile_site(make: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A log that wants to harm its readers, with slugs that could be taken for files of ours."""
    chronicle = Chronicle(tmp_path_factory.mktemp("hostile"))
    chronicle.add(*EVENTS)
    for slug in ("index", "all", "content", "2", "-", "--", "con", "s" * 128):
        chronicle.add({"type": "actor.registered", "subject": slug, "data": {"fact": {"name": slug}}})
    return make(chronicle.log.path)


@pytest.fixture(scope="module")
def begun_site(make: Callable[..., Site], empty_db: Path) -> Site:
    return make(empty_db.with_name("events.jsonl"))


@pytest.fixture(params=["article", "large", "hostile", "begun"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(f"{request.param}_site")
    return found


def test_every_link_leads_somewhere(site: Site) -> None:
    """To a file of the folder, and to an anchor that is in it; none begins at the root of a host."""
    files, pages = site.files(), site.pages()
    anchors = {path: {str(found["id"]) for found in soup.select("[id]")} for path, soup in pages.items()}
    broken = []
    for page, soup in pages.items():
        for _, address in addresses(soup):
            path, anchor = target(page, address)
            if outward(address) or anchor.startswith(("sql=", "line=")):
                continue
            if address.startswith("/") or path not in files or (anchor and anchor not in anchors[path]):
                broken.append((page, address))
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    """Links of facts to documents apart, no page names another host; two pages alone have forms and scripts."""
    for page, soup in site.pages().items():
        assert [address for element, address in addresses(soup) if element in FETCHED and outward(address)] == [], page
        mine = "[style], style" if page.startswith(("sql/", "verify.")) else "form, script, [style], style"
        assert soup.select(mine) == [], page


def test_every_page_is_reached(site: Site) -> None:
    """From the front page, by links alone."""
    pages, seen, open_ = site.pages(), set(), ["index.html"]
    while open_:
        page = open_.pop()
        if page in pages and page not in seen:
            seen.add(page)
            open_ += [target(page, address)[0] for _, address in addresses(pages[page]) if not outward(address)]
    gone = {"fact/gone.html", "actor/ghost.html"}  # only the corrections name what was retracted
    assert pages.keys() - seen - gone == {"missing.html"} - seen


def test_every_page_is_html(site: Site) -> None:
    """A parser that forgives nothing finds nothing to forgive; no id stands twice."""
    for page, content in site.files().items():
        if page.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(content)
            ids = [str(found["id"]) for found in site.page(page).select("[id]")]
            assert len(ids) == len(set(ids)), page


def test_outward_links_are_those_of_the_log(hostile_site: Site) -> None:
    """Nothing that a text says becomes a link."""
    out: set[Any] = {
        address for soup in hostile_site.pages().values() for _, address in addresses(soup) if outward(address)
    }
    maps = ("https://www.openstreetmap.org/", "geo:1.5,2.5")
    assert {address for address in out if not address.startswith(maps)} == {PUNYCODE}
