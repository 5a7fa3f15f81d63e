"""A published folder, read as files, the way a host would hand them out."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.chronicle import BEGINNING, Chronicle, correct, event, report
from timeline import Log
from timeline.publish import publish
from timeline.publishing.leaving import Rules
from timeline.publishing.showing import NOWHERE, Showing
from timeline.publishing.stretches import MOST
from timeline.reading import Reader

ROOT = Path(__file__).parent.parent.parent
BASE = "https://talks.example/a/b/"
FACTS = MOST + 100
"""More than a page of the timeline holds in January, and more than a page of a day's and of an actor's list."""
LINKS = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action", "iframe": "src", "source": "src"}


class Site:
    """A folder that was published."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def files(self) -> dict[str, bytes]:
        """Every file by its path."""
        found = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in found}

    def pages(self) -> dict[str, BeautifulSoup]:
        """Every page by its path."""
        return {
            path: BeautifulSoup(content, "html.parser")
            for path, content in self.files().items()
            if path.endswith(".html")
        }

    def page(self, path: str) -> BeautifulSoup:
        return BeautifulSoup((self.folder / path).read_bytes(), "html.parser")


def addresses(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Everything that a page links to or fetches, each with its element."""
    for element, attribute in LINKS.items():
        for found in soup.select(f"{element}[{attribute}]"):
            yield element, str(found[attribute])


def outward(address: str) -> bool:
    return bool(urlsplit(address).scheme or urlsplit(address).netloc)


def target(page: str, address: str) -> tuple[str, str]:
    """The path and the anchor that an address on a page leads to."""
    parts = urlsplit(address)
    path = (Path("/") / page).parent / unquote(parts.path) if parts.path else Path("/") / page
    steps: list[str] = []
    for step in path.parts[1:]:
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps), parts.fragment


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Site]:
    """Publishes a log; into a new folder, unless one is named."""

    def published(log: Path, folder: Path | None = None, showing: Showing = NOWHERE, **rules: bool) -> Site:
        folder = folder or tmp_path_factory.mktemp("published") / "site"
        publish(Reader(log), folder, Rules(**rules), showing=showing)
        return Site(folder)

    return published


@pytest.fixture(scope="session")
def article_site(make: Callable[..., Site]) -> Site:
    """The repository's own chronology."""
    return make(ROOT / "events.jsonl")


@pytest.fixture(scope="session")
def addressed_site(make: Callable[..., Site]) -> Site:
    """The same, where the address of the folder is known, with all that needs one."""
    return make(ROOT / "events.jsonl", showing=Showing(BASE, "all"))


@pytest.fixture(scope="session")
def large_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year with more facts than a page holds, an actor and a place of more than theirs, and all that can change."""
    chronicle = Chronicle(tmp_path_factory.mktemp("large"))
    chronicle.add(*BEGINNING)
    also = {"attributed_to": ["qatar"], "passages": [{"start": 1, "end": 9}]}
    named = {"perpetrator": "taliban", "place": "kabul", "also": also}
    dates = [f"2018-{1 + number // (MOST + 60):02}-01" for number in range(FACTS)]
    facts = [report("attack", f"attack-{n}", f"e-{n}", date=date, killed=n, **named) for n, date in enumerate(dates)]
    chronicle.log.append(facts)
    chronicle.add(
        report("figure", "total", "f-1", measure="killed", value=9, date="2019"),
        report("attack", "undated", "f-2", perpetrator="qatar"),
        report("attack", "undated", "f-3", source="agency", killed=3, also={"note": "secret of the withdrawn"}),
        correct("attack", "undated", "f-4", weapon="mine"),
        event("attack.retracted", "undated", "f-5", reason="unverifiable", report="f-3", note="the agency erred"),
        report("attack", "gone", "f-6", weapon="secret weapon", summary="secret summary", perpetrator="taliban"),
        correct("attack", "gone", "f-7", summary="secret summary 2"),
        event("attack.retracted", "gone", "f-8", reason="duplicate", duplicate_of="undated", note="said twice"),
        event("actor.registered", "ghost", "f-9", fact={"name": "A ghost"}),
        event("actor.retracted", "ghost", "f-10", reason="coder_error", duplicate_of="qatar"),
    )
    return chronicle.log.path


@pytest.fixture(scope="session")
def large_site(make: Callable[..., Site], large_log: Path) -> Site:
    return make(large_log, showing=Showing(BASE))


@pytest.fixture(scope="session")
def signed_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short one, signed by two."""
    path = tmp_path_factory.mktemp("signed") / "events.jsonl"
    for authid, events in (("ana", BEGINNING), ("boris", [report("attack", "one", "e-1", killed=1)])):
        Log(path, authid=authid).append(list(events))
    return path
