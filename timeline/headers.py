"""What a browser is told to refuse, on every answer of the server, an error's and a static file's too."""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

_OURS = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Our pages: nothing from another host, no script but the files that we ship."""

_DATASETTES = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Datasette's own pages have scripts of theirs in the page."""

_ALWAYS = {
    "content-security-policy": _DATASETTES,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
}
_OF_THE_MACHINE = re.compile(r"/-/(actions|config|databases|metadata|tasks|threads)(\.json)?/?$")
"""Pages of Datasette that show where files are, which readers need not know."""

Message = MutableMapping[str, Any]
App = Callable[[Any, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


def ours(*, public: bool) -> dict[str, str]:
    """The headers of our own pages, which are new with every event unless very many read them."""
    return {"content-security-policy": _OURS, "cache-control": "max-age=60" if public else "no-cache"}


def guarded(app: App, *, public: bool, unsafe_eval: bool) -> App:
    """The app with these headers; a public one shows nothing of the machine.

    `unsafe_eval` is for plugins whose scripts need it on Datasette's pages; ours never get it.
    """
    always = dict(_ALWAYS)
    if unsafe_eval:
        always["content-security-policy"] = _DATASETTES.replace("'unsafe-inline'", "'unsafe-inline' 'unsafe-eval'", 1)

    async def with_headers(scope: Any, receive: Any, send: Any) -> None:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *_missing(message, always)]
            await send(message)

        if scope["type"] == "http" and public and _OF_THE_MACHINE.search(scope["path"]):
            await _refused(sending)
        else:
            await app(scope, receive, sending)

    return with_headers


def _missing(message: Message, always: dict[str, str]) -> list[tuple[bytes, bytes]]:
    there = {name.lower().decode() for name, _ in message.get("headers", ())}
    return [(name.encode(), value.encode()) for name, value in always.items() if name not in there]


async def _refused(send: Callable[[Message], Awaitable[None]]) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": b"A public server does not show this.\n"})
