"""TimelineJS itself shows what we export: every slide at its date, in its group, and no text of ours as markup."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route

from tests.chronicle import BEGINNING, Chronicle, report
from tests.exporting.conftest import Json, exported
from tests.npm import TIMELINEJS, needs
from tests.vectors import FOLDER

pytestmark = needs(TIMELINEJS)

HOSTILE = '<img src=x onerror="alert(1)"><script>alert(2)</script>'
EVIL = "https://evil.example/\u0027onmouseover=\u0027alert(3)"
PAGE = """<!doctype html><link rel="stylesheet" href="timeline.css"><div id="timeline" style="height:600px"></div>
<script src="timeline.js"></script>
<script>window.timeline = new TL.Timeline("timeline", DATA, {font: null, language: "en"})</script>"""
DATES = {
    "a-day": "2018-11-12",
    "lasted": "2018-11-14/2018-11-16",
    "a-month": "2018-11",
    "a-year": "0987",
    "some-day": "[2018-11-05..2018-11-19]",
    "not-ended": "2001~/..",
    "before": "[..1999-12-31]",
    "long-ago": "-0044",
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Any:
    """The library's own page with an export in it; whatever is asked of another host is an error."""
    folder = tmp_path_factory.mktemp("timelinejs")
    chronicle = Chronicle(folder)
    facts = [report("meeting", slug, f"e-{slug}", title=f"On {date}", date=date) for slug, date in DATES.items()]
    source = {"title": f"The {HOSTILE}", "url": EVIL}
    chronicle.log.append(
        [
            {"type": "log.opened", "subject": "log", "data": {"title": HOSTILE, "description": HOSTILE}},
            *BEGINNING[1:],
            {"type": "source.registered", "subject": "evil", "data": {"fact": source}},
            *facts,
            report("attack", "hostile", "e-h", source="evil", title=HOSTILE, summary=HOSTILE, date="2018-11-20"),
        ]
    )
    whole = json.loads(exported(chronicle, "timelinejs").stdout)
    data = json.dumps(whole).replace("<", "\\u003c")
    (folder / "index.html").write_text(PAGE.replace("DATA", data))
    for name in ("timeline.js", "timeline.css"):
        (folder / name).symlink_to(FOLDER / name)
    yield from _opened(browser, folder)


def _opened(browser: Browser, folder: Path) -> Any:
    context = browser.new_context(timezone_id="America/New_York")
    page, amiss = context.new_page(), list[str]()

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix("http://timeline.test/").partition("?")[0] or "index.html"
        if route.request.url.startswith("http://timeline.test/") and (folder / name).exists():
            route.fulfill(path=folder / name)
        elif route.request.url.startswith("http://timeline.test/"):
            route.fulfill(status=404)  # its icons and fonts
        else:
            amiss.append(route.request.url)
            route.abort()

    page.route("**/*", answer)
    page.on("dialog", lambda dialog: (amiss.append(dialog.message), dialog.dismiss()))
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.goto("http://timeline.test/")
    page.wait_for_selector(".tl-timemarker", state="attached")
    yield page
    context.close()
    assert amiss == []


def slides(page: Page) -> dict[str, Json]:
    """What the library made of each slide."""
    script = """() => Object.fromEntries(timeline.config.events.map(one => [one.unique_id, {
        start: [one.start_date.data.date_obj.getFullYear(), one.start_date.data.date_obj.getMonth() + 1,
                one.start_date.data.date_obj.getDate()],
        end: one.end_date && one.end_date.data.date_obj.getDate(),
        format: one.start_date.data.format,
        words: one.display_date, group: one.group}]))"""
    return dict(page.evaluate(script))


def test_every_slide_stands_at_its_date(shown: Page) -> None:
    """With its precision, its words, and an end where it lasted."""
    found = slides(shown)
    assert (found["a-day"]["start"], found["a-day"].get("words")) == ([2018, 11, 12], None)
    assert (found["lasted"]["start"], found["lasted"]["end"]) == ([2018, 11, 14], 16)
    assert (found["a-month"]["format"], found["a-month"]["words"]) == ("month", "some day in November 2018")
    assert (found["a-year"]["start"], found["a-year"]["format"]) == ([987, 1, 1], "year")
    assert (found["some-day"]["start"], found["some-day"]["end"]) == ([2018, 11, 5], None)
    assert found["before"]["words"] == "31 December 1999 or before"
    assert "long-ago" not in found


def test_it_has_no_complaint(shown: Page) -> None:
    """A lane for each kind, a marker for each fact."""
    assert shown.evaluate("() => timeline.config.getErrors()") == []
    assert shown.locator(".tl-timemarker").count() == len(DATES)  # one is left out, one is hostile
    assert sorted(shown.locator(".tl-timegroup").all_inner_texts()) == ["attack", "meeting"]


def test_no_text_is_markup(shown: Page) -> None:
    """It is shown as it was typed, and the address of a source is one address."""
    slide = shown.locator("#hostile")
    assert slide.locator(".tl-headline").inner_text().strip() == HOSTILE
    assert HOSTILE in slide.locator(".tl-text-content").inner_text()
    [link] = slide.locator(".tl-text-content a").all()
    assert (link.get_attribute("href"), link.get_attribute("onmouseover")) == (EVIL, None)
    assert shown.locator("img[src=x]").count() == 0
