"""What browsers are told to refuse, and what SQL may not ask for; on our pages, Datasette's, errors and files."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chronicle import Chronicle, report
from tests.pages.conftest import Pages

OURS = ["/-/timeline", "/-/fact/qatar-talks-2018-11", "/-/fact/qatar-talks-2018-11.json", "/-/fact/nix"]
DATASETTES = [
    "/",
    "/timeline",
    "/timeline/timeline",
    "/timeline/timeline.csv",
    "/nix",
    "/-/timeline-static/timeline.css",
]


async def headers(pages: Pages, path: str) -> Any:
    """The headers of an answer."""
    return (await pages.datasette.client.get(path)).headers


@pytest.mark.asyncio
@pytest.mark.parametrize("path", [*OURS, *DATASETTES])
async def test_every_answer_is_guarded(article: Pages, path: str) -> None:
    """No frame, no guessing of types, no address to others, nothing from other hosts."""
    sent = await headers(article, path)
    assert (sent["x-content-type-options"], sent["x-frame-options"]) == ("nosniff", "DENY")
    assert sent["referrer-policy"] in ("same-origin", "no-referrer")
    policy = dict(part.split(" ", 1) for part in sent["content-security-policy"].split("; "))
    assert (policy["base-uri"], policy["frame-ancestors"], policy["form-action"]) == ("'none'", "'none'", "'self'")
    assert "://" not in sent["content-security-policy"]


@pytest.mark.asyncio
@pytest.mark.parametrize("path", OURS)
async def test_our_pages_run_only_our_files(article: Pages, path: str) -> None:
    """No script or style that stands in a page."""
    policy = (await headers(article, path)).get_list("content-security-policy")
    assert len(policy) == 1
    assert policy[0].startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy[0]


@pytest.mark.asyncio
async def test_a_plugin_that_makes_code_of_text(pages: Callable[..., Pages], article_db: Path) -> None:
    """It may on Datasette's pages, where the configuration says so; never on ours."""
    site = pages(article_db, unsafe_eval=True)
    policies = [(await headers(site, path))["content-security-policy"] for path in ("/timeline", "/-/timeline")]
    assert ["'unsafe-eval'" in policy for policy in policies] == [True, False]


@pytest.mark.asyncio
@pytest.mark.parametrize(("public", "caching"), [(False, "no-cache"), (True, "max-age=60")])
async def test_how_long_a_page_is_kept(
    pages: Callable[..., Pages], article_db: Path, public: bool, caching: str
) -> None:
    """An editor sees each change; where very many read, a minute is soon enough."""
    assert (await headers(pages(article_db, public=public), "/-/timeline"))["cache-control"] == caching


@pytest.mark.asyncio
async def test_a_public_server_shows_nothing_of_the_machine(pages: Callable[..., Pages], article_db: Path) -> None:
    """No path of a file, in no page of Datasette's, below another address either."""
    site = pages(article_db, public=True, texts="/home/ana/texts")
    for name in ("databases", "metadata", "config", "threads", "settings", "plugins", "versions", "actor"):
        for path in (f"/-/{name}.json", f"/-/{name}"):
            response = await site.datasette.client.get(path)
            assert "/home/ana" not in response.text, path
            assert str(article_db.parent) not in response.text, path


SQL = {
    "a value of 300 MB": "select length(zeroblob(300000000))",
    "a text of 6 MB": "select length(replace(hex(zeroblob(3000000)), '00', 'xx'))",
    "a pattern of 2 KB": f"select 'x' like '{'%x' * 1000}'",
}


@pytest.mark.asyncio
@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
async def test_sql_that_would_fill_the_memory(article: Pages, sql: str) -> None:
    """It is refused at once."""
    path = "/timeline/-/query.json" if (await headers(article, "/timeline.json?sql=select+1")).get("location") else ""
    response = await article.datasette.client.get(path or "/timeline.json", params={"sql": sql})
    assert response.status_code == 400


@pytest.mark.asyncio
async def test_ordinary_sql_runs(article: Pages) -> None:
    """And may well make a megabyte."""
    client = article.datasette.client
    sql = "select length(group_concat(a.data)) as size from events as a, (select 1 union select 2)"
    response = await client.get("/timeline.json", params={"sql": sql, "_shape": "array"}, follow_redirects=True)
    assert response.json()[0]["size"] > 50_000


@pytest.mark.asyncio
@pytest.mark.parametrize("path", ["/timeline/attacks.csv", "/timeline/attacks.csv?_stream=1&_dl=on"])
async def test_csv_has_no_formulas(told: Chronicle, pages: Callable[..., Pages], path: str) -> None:
    """A spreadsheet shows what was typed."""
    told.add(report("attack", "one", "e-1", title='=HYPERLINK("http://evil.example")'))
    told.project()
    answer = await pages(told.db).datasette.client.get(path)
    assert 'one,"\'=HYPERLINK(""http://evil.example"")",' in answer.text
