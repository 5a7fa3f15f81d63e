"""Datasette where the reader is: Python runs in a worker of the browser, a request comes in, an answer goes out.

There is one thread, no socket and no disk but memory. A service worker hands over what the pages ask for; nothing here
knows of the browser, so that it can be tried without one.
"""

from collections.abc import MutableMapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote_to_bytes

from timeline import limits
from timeline.datasettes import datasette
from timeline.fact import Json

_SETTINGS = limits.ALWAYS | {"num_sql_threads": 0, "sql_time_limit_ms": 2_000}
"""The reader's own machine may take its time; but while it does, no other page is answered."""

_FRAMED = ("x-frame-options", "content-length")
"""Headers that do not go on: pages are shown in a frame of ours, and the browser counts by itself."""


class Answer(NamedTuple):
    """What a browser makes a response of."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


class Inside:
    """Datasette over a database; `base` is the path below which its pages are asked for, and ends in a slash."""

    def __init__(self, db: Path, told: Json, base: str) -> None:
        self._base = base
        self._site = datasette(db, metadata=told, settings={**_SETTINGS, "base_url": base}, immutable=True)
        self._app = self._site.app()

    async def answer(self, target: str) -> Answer:
        """The answer to a GET of a path with what is asked of it."""
        await self._site.invoke_startup()
        told: list[MutableMapping[str, Any]] = []

        async def receive() -> Json:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: MutableMapping[str, Any]) -> None:
            told.append(message)

        await self._app(self._scope(target), receive, send)
        headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in told[0]["headers"]]
        body = b"".join(message.get("body", b"") for message in told[1:])
        return Answer(told[0]["status"], [_framed(*header) for header in headers if header[0] not in _FRAMED], body)

    def _scope(self, target: str) -> Json:
        """The request, by its path below `base`: with it, Datasette would write some links with `base` twice."""
        path, _, query = target.partition("?")
        raw = "/" + path.removeprefix(self._base)
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": unquote_to_bytes(raw).decode("utf-8", "replace"),
            "raw_path": raw.encode(),
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost")],
            "client": None,
            "server": ("localhost", 80),
            "root_path": "",
        }


def _framed(name: str, value: str) -> tuple[str, str]:
    return name, value.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
