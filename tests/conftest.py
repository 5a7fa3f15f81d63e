"""What the tests share: the kinds in force, the article's database, and Datasette in process."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from datasette.app import Datasette
from hypothesis import settings

from tests.disk import mounted
from timeline import Log, plugins, project
from timeline.datasettes import datasette
from timeline.metadata import metadata
from timeline.registry import Kinds

settings.register_profile("patient", deadline=None)  # a test asserts no time
settings.load_profile("patient")

ARTICLE = Path(__file__).parent.parent / "events.jsonl"


@pytest.fixture(scope="session")
def kinds() -> Kinds:
    """Our own kinds and those of installed plugins."""
    return plugins.kinds(plugins.load())


@pytest.fixture(scope="session")
def article_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the repository's own chronology."""
    db = tmp_path_factory.mktemp("article") / "timeline.db"
    project(ARTICLE, db)
    return db


@pytest.fixture(scope="session")
def empty_db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of a log that has only begun."""
    folder = tmp_path_factory.mktemp("empty")
    Log(folder / "events.jsonl").append([{"type": "log.opened", "subject": "talks", "data": {"title": "Talks"}}])
    project(folder / "events.jsonl", folder / "timeline.db")
    return folder / "timeline.db"


@pytest.fixture(scope="session")
def site(kinds: Kinds) -> Iterator[Callable[[Path], Datasette]]:
    """Datasette over a database, with our metadata for the repository's own chronology."""
    described = metadata(kinds, next(Log(ARTICLE, kinds=kinds).read()).event.data)
    sites: dict[Path, Datasette] = {}

    def serve(db: Path) -> Datasette:
        sites[db] = sites.get(db) or datasette(db, metadata=described, settings={"suggest_facets": False})
        return sites[db]

    yield serve
    for database in (database for site in sites.values() for database in site.databases.values()):
        database.close()


@pytest.fixture(scope="session")
def article(site: Callable[[Path], Datasette], article_db: Path) -> Datasette:
    """The article's database in Datasette."""
    return site(article_db)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for four pages."""
    with mounted(tmp_path / "small", "size=16k") as folder:
        yield folder
