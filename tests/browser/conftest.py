"""The pages in headless Chromium, served by Datasette in a thread; whatever a page fetches or runs is written down."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from timeline import vendor
from timeline.datasettes import datasette
from timeline.errors import TimelineError

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""By which Chromium is known; the first, which has no window to draw, opens a page in a third of the time."""
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
QUIET += ["--disable-quic", "--disable-sync", "--no-first-run"]


def _was_fetched(files: Callable[[], Mapping[str, Path]]) -> bool:
    try:
        return bool(files())
    except TimelineError:
        return False


needs_sqlite, needs_python = (
    pytest.mark.skipif(
        not _was_fetched(files) and not os.environ.get("CI"), reason=f"{what} for the browser was not fetched"
    )
    for what, files in (("SQLite", vendor.files), ("Python", vendor.lite))
)

Serve = Callable[..., str]
Open = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests say so; CI has one. They come last: Playwright's loop runs on until the end."""
    items.sort(key=lambda item: "browser" in item.path.parts)
    if not CHROMIUM and not os.environ.get("CI"):
        for item in items:
            if "browser" in item.path.parts:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Serve]:
    """Serves a database; gives the address. `config` is that of our plugin."""
    servers: list[tuple[uvicorn.Server, threading.Thread, Any]] = []

    def start(db: Path, **config: Any) -> str:
        site = datasette(db, plugin=config)
        server = uvicorn.Server(uvicorn.Config(site.app(), port=0, log_level="error"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        servers.append((server, thread, site))
        return f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"

    yield start
    for server, thread, site in servers:
        server.should_exit = True
        thread.join()
        for database in site.databases.values():
            database.close()


def is_error(message: ConsoleMessage) -> bool:
    """That a page answers 400 or 405, as to a question that makes no sense, is none."""
    return message.type == "error" and not any(f"status of {code}" in message.text for code in (400, 405))


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """Opens an address; at the end nothing may have failed, run from elsewhere, or been fetched from another host."""
    contexts, amiss, hosts = [], [], set()

    def opened(address: str, width: int = 1280, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        page = context.new_page()
        hosts.add(address.split("/")[2])
        page.on("console", lambda message: amiss.append(message.text) if is_error(message) else None)
        page.on("pageerror", lambda error: amiss.append(str(error)))
        page.on("dialog", lambda dialog: (amiss.append(f"a dialog: {dialog.message}"), dialog.dismiss()))
        page.on(
            "request", lambda request: amiss.append(request.url) if request.url.split("/")[2] not in hosts else None
        )
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert amiss == []
