"""Datasette's side of the pages: which address shows which page, from which database.

It uses only those hooks that Datasette 0.65 and 1.0 have in common.
"""

import sqlite3
from collections.abc import Awaitable, Callable, Generator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from datasette import Response, hookimpl
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import asgi_static
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from timeline import facets, formulas, headers, plugins
from timeline.addresses import AT_THE_TOP, PAGES, Answer, Given
from timeline.live import Follower
from timeline.pages.ask import Ask, asking
from timeline.pages.links import Links
from timeline.pages.page import Document, Missing, Page, Redirect, Site, render
from timeline.pages.state import as_it_is
from timeline.registry import Kinds
from timeline.texts import Texts
from timeline.versioned import is_known, versioned

_STATIC = Path(__file__).parent / "static"
_DATASETTES = Path(__file__).parent / "pages" / "templates" / "datasette"
_PATIENCE = 5_000
"""Milliseconds that a page may take; none takes long unless somebody tries to make it."""

_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 4 << 20,  # sixty-four of the log's longest lines
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 200_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
}
"""What a connection may be asked for: bytes of a value, of a statement, of a pattern."""

_FOLLOWERS: WeakKeyDictionary[Any, Follower] = WeakKeyDictionary()
_KINDS: WeakKeyDictionary[Any, Kinds] = WeakKeyDictionary()
_TEXTS: WeakKeyDictionary[Any, Texts] = WeakKeyDictionary()


@hookimpl
def startup(datasette: Any) -> Callable[[], Awaitable[None]]:
    """The length of the timeline is known."""

    async def prepare() -> None:
        for database in datasette.databases.values():
            if await database.table_exists("_counts"):
                facets.know_length(database)

    return prepare


@hookimpl
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Where the pages are."""
    pages = [(rf"^/-/{address}$", _view(page)) for address, page in PAGES.items()]
    pages += [(rf"^/{address}$", _view(page)) for address, page in AT_THE_TOP.items()]
    return [*pages, (r"^/-/timeline-static/(?P<path>[a-z0-9.-]+)$", asgi_static(str(_STATIC)))]


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """From Datasette's own pages to ours."""
    return [{"href": datasette.urls.path("/-/timeline"), "label": "Timeline"}]


@hookimpl
def prepare_jinja2_environment(env: Environment, datasette: Any) -> None:
    """Its home page and the page of a database begin with the timeline, unless its user has templates for them."""
    users = [FileSystemLoader(datasette.template_dir)] if datasette.template_dir else []
    env.loader = ChoiceLoader([*users, FileSystemLoader(_DATASETTES), *([env.loader] if env.loader else [])])


@hookimpl(tryfirst=True)  # before a plugin that compresses what it is given
def asgi_wrapper(datasette: Any) -> Callable[[headers.App], headers.App]:
    """What every answer tells the browser to refuse, and spreadsheets that they are not to calculate."""
    public, unsafe_eval = _is_public(datasette), bool(_config(datasette).get("unsafe_eval"))
    return lambda app: headers.guarded(formulas.harmless(app), public=public, unsafe_eval=unsafe_eval)


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Nobody's SQL may make values that fill the memory."""
    for limit, most in _LIMITS.items():
        conn.setlimit(limit, most)


@hookimpl(wrapper=True)
def register_facet_classes() -> Generator[None, list[list[type]], list[list[type]]]:
    """Facets of whole tables are looked up."""
    plugins_classes = yield
    return [[facets.counted(facet) for facet in classes] for classes in plugins_classes]


def follow_with(datasette: Any, follower: Follower) -> None:
    """Let the pages say what keeps the follower back, and look for news."""
    _FOLLOWERS[datasette] = follower


def _view(page: Callable[[Ask, Site, Given], Answer]) -> Callable[[Any, Any], Awaitable[Response]]:
    async def view(datasette: Any, request: Any) -> Response:
        given = {key: request.args[key] for key in request.args} | request.url_vars
        database = await _database(datasette)
        site = _site(datasette, request, database.name)
        answer = await database.execute_fn(lambda db: _answer(page, db, site, given))
        known = is_known(answer.headers.get("ETag"), request.headers)
        return Response("", status=304, headers=answer.headers) if known else answer

    return view


def _answer(page: Callable[[Ask, Site, Given], Answer], db: sqlite3.Connection, site: Site, given: Given) -> Response:
    with sqlite_timelimit(db, _PATIENCE), asking(db) as ask:
        site = as_it_is(ask, site)
        try:
            answer = page(ask, site, given)
        except Redirect as elsewhere:
            return Response.redirect(str(elsewhere))
        except Missing as missing:
            answer = Page("missing.html", "Not found", {"what": str(missing)}, status=404)
    told = headers.ours(public=site.public)
    if isinstance(answer, Page):
        return Response.html(render(answer, site), status=answer.status, headers=told)
    if isinstance(answer, Document):
        return Response(answer.body, content_type=answer.content_type, headers=told | versioned(answer))
    return Response.json(answer, headers=told)


async def _database(datasette: Any) -> Any:
    """The first database that a projector made."""
    for database in datasette.databases.values():
        if await database.table_exists("_projection"):
            return database
    raise LookupError("no database here was made by `timeline project`")


def _site(datasette: Any, request: Any, database: str) -> Site:
    base = datasette.setting("base_url")
    origin = datasette.absolute_url(request, base).removesuffix(base)
    site = Site(
        {}, _kinds(datasette), Links(base, database), origin, public=_is_public(datasette), noindex=_noindex(datasette)
    )
    if texts := _texts(datasette):
        site = replace(site, texts=texts)
    if follower := _FOLLOWERS.get(datasette):
        trouble = follower.trouble
        return replace(site, seq=0, notice=trouble.public if site.public else trouble.words)
    return site


def _is_public(datasette: Any) -> bool:
    return bool(_config(datasette).get("public"))


def _noindex(datasette: Any) -> bool:
    return bool(_config(datasette).get("noindex"))


def _config(datasette: Any) -> Mapping[str, Any]:
    return datasette.plugin_config("timeline") or {}


def _texts(datasette: Any) -> Texts | None:
    """The texts of sources that readers may see: none in public, unless whoever serves them says so."""
    config = _config(datasette)
    if not config.get("texts") or (_is_public(datasette) and not config.get("publish_texts")):
        return None
    if datasette not in _TEXTS:
        _TEXTS[datasette] = Texts(Path(config["texts"]))
    return _TEXTS[datasette]


def _kinds(datasette: Any) -> Kinds:
    if datasette not in _KINDS:
        folder = _config(datasette).get("plugins_dir")
        here = datasette.config_dir or Path()  # where a bundle has them
        _KINDS[datasette] = plugins.kinds(plugins.load(here / folder if folder else None))
    return _KINDS[datasette]
