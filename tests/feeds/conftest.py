"""What the tests of feeds share: the pages of a chronology, and what an address answers."""

from tests.pages.conftest import Pages, article, pages, told

__all__ = ["article", "fetched", "pages", "told"]


async def fetched(site: Pages, path: str, content_type: str) -> str:
    """The text at an address; it says that it is of this type."""
    response = await site.datasette.client.get(path)
    assert (response.status_code, response.headers["content-type"]) == (200, content_type)
    return str(response.text)
