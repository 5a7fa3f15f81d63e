"""The pages in process: what Datasette answers, read as a program reads HTML."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.chronicle import BEGINNING, Chronicle
from timeline.datasettes import datasette


class Pages:
    """A database in Datasette, and its pages; `config` is that of our plugin."""

    def __init__(self, db: Path, **config: Any) -> None:
        self.datasette = datasette(db, plugin=config)

    async def read(self, path: str, status: int = 200) -> BeautifulSoup:
        """A page below `/-/`."""
        response = await self.datasette.client.get(f"/-/{path}")
        assert response.status_code == status, response.text[:2000]
        return BeautifulSoup(response.text, "html.parser")

    def close(self) -> None:
        for database in self.datasette.databases.values():
            database.close()


@pytest.fixture
def pages() -> Iterator[Callable[..., Pages]]:
    """Makes the pages of a database."""
    made: list[Pages] = []

    def make(db: Path, **config: Any) -> Pages:
        made.append(Pages(db, **config))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def article(pages: Callable[..., Pages], article_db: Path) -> Pages:
    """The pages of the article's chronology."""
    return pages(article_db)


@pytest.fixture
def told(tmp_path: Path) -> Chronicle:
    """A log of a test's own, which has its registries."""
    chronicle = Chronicle(tmp_path)
    chronicle.add(*BEGINNING)
    return chronicle


def words(soup: Any, selector: str) -> list[str]:
    """The text of everything that a CSS selector finds."""
    return [" ".join(found.get_text(" ").split()) for found in soup.select(selector)]
