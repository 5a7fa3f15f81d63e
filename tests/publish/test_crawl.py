"""Every page of a folder, and all that it links to: it is there, it is relative, nothing is from elsewhere."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import html5lib
import pytest
from bs4 import BeautifulSoup

from tests.browser.test_hostile_pages import EVENTS, PUNYCODE
from tests.chronicle import BEGINNING, Chronicle, report
from tests.publish.conftest import BASE, Site, addresses, outward, target
from timeline.note import Signer
from timeline.publishing.showing import Showing
from timeline.verification import sign

LOST = "404.html"
"""Shown below any address: it has no relative link, and its own style."""

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


@pytest.fixture(scope="module")
def signed_site(make: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Readers can verify it, and have receipts."""
    chronicle = Chronicle(tmp_path_factory.mktemp("signed"))
    chronicle.add(*BEGINNING, report("attack", "one", "e-1", killed=1))
    sign(chronicle.log.path, Signer("example.org/talks", b"k" * 32), 1_700_000_000)
    return make(chronicle.log.path, showing=Showing(BASE))


@pytest.fixture(params=["article", "addressed", "large", "hostile", "begun", "signed"])
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(f"{request.param}_site")
    return found


@cache
def pages_of(site: Site) -> dict[str, BeautifulSoup]:
    """Its pages, read once."""
    return site.pages()


def test_every_link_leads_somewhere(site: Site) -> None:
    """To a file of the folder, and to an anchor that is in it; none begins at the root of a host."""
    files, pages = site.files(), pages_of(site)
    anchors = {path: {str(found["id"]) for found in soup.select("[id]")} for path, soup in pages.items()}
    broken = []
    for page, soup in pages.items():
        for _, address in addresses(soup):
            path, anchor = target(page, address)
            if outward(address) or anchor.startswith(("sql=", "actor=", "place=", "source=", "line=")):
                continue
            if address.startswith("/") or path not in files or (anchor and anchor not in anchors[path]):
                broken.append((page, address))
    assert broken == []


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    """Links of facts to documents apart, no page names another host; forms and scripts are on three pages."""
    for page, soup in pages_of(site).items():
        fetched = [address for element, address in addresses(soup) if element in FETCHED and outward(address)]
        assert set(fetched) <= {BASE + page.removesuffix("index.html"), "data:,"}, page
        other = "[style]" if page == LOST else "[style], style"
        ours = page in ("sql/index.html", "search.html", "verify.html")
        mine = "script:not([src])" if ours else "form, script"
        assert soup.select(f"{other}, {mine}:not([type='application/ld+json'])") == [], page


def test_every_page_is_reached(site: Site) -> None:
    """From the front page, by links alone."""
    pages, seen, open_ = pages_of(site), set(), ["index.html"]
    while open_:
        page = open_.pop()
        if page in pages and page not in seen:
            seen.add(page)
            open_ += [target(page, address)[0] for _, address in addresses(pages[page]) if not outward(address)]
    assert pages.keys() - seen == {"missing.html", LOST} - seen


def test_the_page_for_what_is_not_there(site: Site) -> None:
    """Has no link that would lead elsewhere from another address."""
    assert [address for _, address in addresses(site.page(LOST)) if not outward(address)] == []


def test_every_page_has_a_policy(site: Site) -> None:
    """Which allows scripts of ours alone, and nothing of other hosts."""
    for page, soup in pages_of(site).items():
        policy = str(soup.select_one("head > meta[charset] + meta[http-equiv=Content-Security-Policy]")["content"])  # type: ignore[index]
        assert policy.startswith("default-src 'none'; "), page
        assert not any(word in policy for word in ("unsafe-inline", "'unsafe-eval'", "http", "*")), page


def test_every_page_is_html(site: Site) -> None:
    """A parser that forgives nothing finds nothing to forgive; no id stands twice."""
    for page, content in site.files().items():
        if page.endswith(".html"):
            html5lib.HTMLParser(strict=True).parse(content)
            ids = [str(found["id"]) for found in pages_of(site)[page].select("[id]")]
            assert len(ids) == len(set(ids)), page


def test_outward_links_are_those_of_the_log(hostile_site: Site) -> None:
    """Nothing that a text says becomes a link."""
    out: set[Any] = {
        address for soup in pages_of(hostile_site).values() for _, address in addresses(soup) if outward(address)
    }
    maps = ("https://www.openstreetmap.org/", "geo:1.5,2.5", "data:,")
    assert {address for address in out if not address.startswith(maps)} == {PUNYCODE}
