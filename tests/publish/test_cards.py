"""The pictures for links: a size that all take, the same bytes each time, and no letter that a font has not."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import BytesIO

import pytest

from tests.chronicle import BEGINNING, Chronicle, report
from tests.publish.conftest import BASE, ROOT, Site
from timeline.pages.ask import asking
from timeline.publishing import cards
from timeline.publishing.drawing import can_draw
from timeline.publishing.showing import Showing

Image = pytest.importorskip("PIL.Image")
TITLES = {
    "latin": "Talks",
    "greek": "Συνομιλίες",
    "cyrillic": "Переговоры",
    "dari": "گفتگوهای صلح",
    "hindi": "शांति वार्ता",
}
BOXES = {"chinese": "和平谈判", "chinese-too": "会议", "mixed": "Talks 和", "emoji": "🕊"}


@pytest.fixture(scope="module")
def site(make: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Facts that differ in their titles alone, a long one among them."""
    chronicle = Chronicle(tmp_path_factory.mktemp("cards"))
    titles = TITLES | BOXES | {"long": "Talks about " * 16, "word": "x" * 200}
    chronicle.add(*BEGINNING, *(report("meeting", slug, f"e-{slug}", title=title) for slug, title in titles.items()))
    return make(chronicle.log.path, showing=Showing(BASE, "all"))


def test_a_card(site: Site) -> None:
    """PNG of 1200 by 630, and not large."""
    drawn = {path: content for path, content in site.files().items() if path.endswith(".png")}
    assert len(drawn) == 1 + len(TITLES) + len(BOXES) + 2
    for content in drawn.values():
        with Image.open(BytesIO(content)) as image:
            assert (image.format, image.size) == ("PNG", (1200, 630))
        assert len(content) < 60_000


def test_what_no_font_has_is_left_out(site: Site) -> None:
    """All of the title; what can be drawn differs from it."""
    files = site.files()
    assert len({files[f"fact/{slug}.png"] for slug in BOXES}) == 1
    assert len({files[f"fact/{slug}.png"] for slug in (*TITLES, "chinese")}) == len(TITLES) + 1
    assert [can_draw(title) for title in (*TITLES.values(), *BOXES.values())] == [True] * 5 + [False] * 4


def test_few_or_all(site: Site) -> None:
    """Very many facts share the card of the chronology, unless all are asked for."""
    with closing(sqlite3.connect(site.folder / "data/timeline.db")) as db, asking(db) as ask:
        assert [cards.for_each(ask, which) for which in ("auto", "all", "none")] == [True, True, False]
        db.execute("UPDATE _facts SET occurs = 0")
        many = ((1_000 + number, f"x-{number}") for number in range(cards.MOST + 1))
        db.executemany("INSERT INTO _facts (seq, id, occurs) VALUES (?, ?, 1)", many)
        assert [cards.for_each(ask, which) for which in ("auto", "all", "none")] == [False, True, False]


def test_none_without_an_address(make: Callable[..., Site]) -> None:
    """Nobody could link to them."""
    site = make(ROOT / "events.jsonl", showing=Showing("", "all"))
    assert [path for path in site.files() if path.endswith(".png")] == []
