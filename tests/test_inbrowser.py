"""Datasette without a server, as the browser runs it, but in this Python: a path in, an answer out."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from timeline import plugins
from timeline.inbrowser import Inside
from timeline.metadata import metadata
from timeline.publishing.described import leaving

BASE = "/some%20where/lite/app/"


@pytest.fixture(scope="module")
def inside(article_db: Path, tmp_path_factory: pytest.TempPathFactory) -> Inside:
    """The article's chronology, as it is published."""
    db = tmp_path_factory.mktemp("inside") / "timeline.db"
    with closing(sqlite3.connect(article_db)) as made:
        made.execute("VACUUM INTO ?", (str(db),))
    told = leaving(metadata(plugins.kinds(plugins.load()), {"title": "Talks"}), with_plugins=False)
    return Inside(db, told, BASE)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("", 200, "Talks"),
        ("-/timeline", 200, f"{BASE}-/fact/"),
        ("-/timeline?kind=attack", 200, "Kandahar"),
        ("-/fact/no-such-fact", 404, "Not found"),
        ("timeline/undated", 200, "Facts without a known day"),
        ("timeline/timeline?_search=Qatar", 200, "qatar-talks-2018-11"),
        ("timeline?sql=select+%27%C3%A9%27+as+x", 200, "é"),
        ("timeline/sources/article-2018-11-19", 200, "article-2018-11-19"),
        ("-/static/app.css", 200, "body"),
        ("-/timeline-static/timeline.css", 200, "body"),
        ("-/databases.json", 403, "does not show"),
    ],
)
async def test_answers(inside: Inside, path: str, status: int, words: str) -> None:
    """Below a path, with what is asked of it."""
    answer = await inside.answer(BASE + path)
    if answer.status == 302:  # as 1.0 does where SQL moved to
        answer = await inside.answer(dict(answer.headers)["location"])
    assert answer.status == status
    assert words in answer.body.decode()
    assert f"{BASE}{BASE[1:]}" not in answer.body.decode()


@pytest.mark.asyncio
async def test_pages_may_be_shown_in_our_frame_alone(inside: Inside) -> None:
    """Datasette's and ours."""
    for path in ("", "-/timeline"):
        headers = dict((await inside.answer(BASE + path)).headers)
        assert "frame-ancestors 'self'" in headers["content-security-policy"]
        assert "x-frame-options" not in headers
