"""A log that wants to harm its readers, in Chromium: every page shows it as text, and nothing of it runs."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from tests.browser.conftest import Open, Serve
from tests.chronicle import Chronicle, correct, event, report
from timeline import serve as ours

RUN = "window.ran=1"
TEXTS = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</title></style></textarea></svg><script>{RUN}</script>",
    f"<img src=x onerror={RUN}>",
    f'" autofocus onfocus="{RUN}" x="',
    f"' onmouseover='{RUN}' x='",
    f"<svg onload={RUN}><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"javascript:{RUN}",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example><form action=//evil.example><input autofocus>",
    "{{ 7 * 191 }} {% raise %} ${7*191} <!-- ]]> -- &lt;b&gt; &amp;amp; \\u003cscript",
    "\u202e\u2066gnp.exe\u200b\u200d\ufeff \u0301\u0489\u0e49\u0e49\u0e49 صلح",
]
ALL = " ".join(TEXTS)
LONG = "w" * 60_000
PUNYCODE = "https://xn--80ak6aa92e.example/?a=1&b='x'#x"
SLUGS = ["hostile", "hostile-statement", "hostile-actor", "hostile-place", "hostile-source", "long", "gone"]
WORDS = ["<script>window.ran=1</script>", "\"'><img src=x onerror=window.ran=1>", "{{ 7 * 191 }}", LONG[:3000]]
SHOWN = ("text/html", "image/svg+xml", "application/xhtml+xml", "text/xml", "application/json")
FOR_PROGRAMS = ("application/atom+xml", "application/feed+json", "text/calendar", "text/plain", "application/xml")
DATASETTES = [
    "",
    "timeline",
    "timeline/timeline",
    "timeline/events",
    "timeline/sources",
    "timeline/statements/hostile-statement",
]
DATASETTES += ["timeline/history", "timeline/actors", f"timeline/timeline?_search={quote(WORDS[0])}"]

FACT: dict[str, Any] = {"title": ALL, "summary": ALL, "tags": TEXTS, "date": "2018-11-12", "date_basis": ALL}
PLACED = {"place": "hostile-place", "place_basis": ALL}


def registered(kind: str, slug: str, **fact: Any) -> dict[str, Any]:
    """A subject of a registry."""
    return event(f"{kind}.registered", slug, f"e-{slug}", fact=fact)


EVENTS = [
    event("log.opened", "log", "e-log", title=ALL, description=ALL, licence=ALL),
    registered("source", "hostile-source", title=ALL, publisher=ALL, author=ALL, url=PUNYCODE, archive_url=PUNYCODE),
    registered("actor", "hostile-actor", name=ALL, title=ALL, aliases=TEXTS),
    registered("place", "hostile-place", name=ALL, title=ALL, admin1=ALL, latitude=1.5, longitude=2.5),
    report("attack", "hostile", "e-1", source="hostile-source", **FACT, **PLACED, weapon=ALL, killed=1,
           perpetrator="hostile-actor", also={"note": ALL, "attributed_to": ["hostile-actor"]}),
    report("attack", "hostile", "e-2", source="hostile-source", **{**FACT, "title": f"{ALL} 2"}, killed=2),
    {**correct("attack", "hostile", "e-3", weapon=f"{ALL} 3"), "authid": "<script>"},
    report("statement", "hostile-statement", "e-4", source="hostile-source", **FACT, speaker="hostile-actor", text=ALL,
           quote=ALL, medium=ALL, audience=ALL, about="hostile", also={"passages": [{"start": 0, "end": 9}]}),
    report("background", "long", "e-5", source="hostile-source", title=LONG, date="2018-11-13"),
    report("attack", "gone", "e-6", source="hostile-source", **FACT),
    event("attack.retracted", "gone", "e-7", reason="unverifiable", note=ALL),
    report("figure", "figure", "e-8", source="hostile-source", measure="killed", population=ALL,
           **{**FACT, "date": "2018"}, value={"low": 1, "stated": ALL}),
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of its chronology."""
    chronicle = Chronicle(tmp_path_factory.mktemp("hostile"))
    chronicle.add(*EVENTS)
    chronicle.project()
    return serve(chronicle.db)


def addresses() -> Iterator[str]:
    """Every page of ours, those of a subject for each subject; and asked for what nobody should ask."""
    for pattern in ours.PAGES:
        address = re.sub(r"\(\?P<part>[^)]*\)", "pages", pattern.replace("\\.", "."))
        address = re.sub(r"\(\?P<day>[^)]*\)", "2018-11-12", address)
        for slug in SLUGS if "(?P<slug>" in pattern else SLUGS[:1]:
            yield re.sub(r"\(\?P<slug>[^)]*\)", slug, address)
        if "(" not in pattern:
            for word in WORDS:
                yield f"{address}?" + "&".join(f"{name}={quote(word)}" for name in ("q", "actor", "tag", "known", "on"))


def is_shown(address: str) -> bool:
    """Whether a browser would show it; what is missing it need not, and the rest is for programs."""
    try:
        with urlopen(address) as answer:
            sort = answer.headers.get_content_type()
    except HTTPError as error:
        with error:
            return error.code == 400
    assert sort in (*SHOWN, *FOR_PROGRAMS)
    return sort in SHOWN


@pytest.mark.parametrize(
    "path", [*(f"-/{address}" for address in addresses()), *DATASETTES], ids=lambda path: path[:60]
)
def test_nothing_of_it_runs(hostile: str, open_page: Open, path: str) -> None:
    """Nor is anything fetched from elsewhere, complained of on the console, or wider than a phone (ours)."""
    if is_shown(f"{hostile}/{path}"):
        page = open_page(f"{hostile}/{path}", width=390)
        page.keyboard.press("Tab")
        assert page.evaluate("window.ran") is None
        assert page.url.startswith(hostile)
        assert "1337" not in page.locator("body").inner_text()
        if path.startswith("-/") and page.locator("link[href*='timeline.css']").count():
            assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_host_is_shown_as_it_is(hostile: str, open_page: Open) -> None:
    """Punycode stays punycode: an address that looks like another one's is never shown as that."""
    for path in ("timeline/sources?_shape=html", "-/source/hostile-source"):
        links = open_page(f"{hostile}/{path}").locator("a[href^='https://xn--80ak6aa92e.example/']")
        assert "xn--80ak6aa92e.example" in links.first.inner_text()


def test_every_page_is_tried() -> None:
    """Whoever adds a page with something new in its address says here what to put there."""
    assert [path for path in addresses() if re.search(r"[()\\[\]]", path)] == []


def test_what_is_tried_would_run(open_page: Open, tmp_path: Path) -> None:
    """In a page that escapes nothing."""
    (tmp_path / "open.html").write_text(f"<title>{TEXTS[2]}")
    page = open_page(f"file://{tmp_path}/open.html")
    assert page.evaluate("window.ran") == 1
