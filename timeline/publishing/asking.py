"""The page for SQL in the reader's browser, and what lies beside it."""

from collections.abc import Iterator

from timeline import vendor
from timeline.pages.ask import Ask
from timeline.pages.page import Site, render
from timeline.pages.sql import sql
from timeline.publishing.render import File


def asking_files(ask: Ask, site: Site) -> Iterator[File]:
    """None where SQLite was not fetched when Timeline was installed."""
    if vendor.is_here():
        yield File("sql/index.html", render(sql(ask, site, {}), site).encode())
        yield from (File(f"sql/{name}", path.read_bytes()) for name, path in vendor.files().items())
