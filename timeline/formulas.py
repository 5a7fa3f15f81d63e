"""CSV that a spreadsheet reads as text: a cell that would be taken for a formula gets an apostrophe in front.

Numbers stay as they are, so that those who count can count; JSON has every value to the letter.
"""

import re
from codecs import getincrementaldecoder
from collections.abc import MutableMapping
from typing import Any

_CELL = re.compile(r'(?P<quote>"?)(?P<text>(?<=")[^"]*(?:""[^"]*)*|(?<!")[^",\r\n]*)(?P<end>"?(?:,|\r?\n|\Z))')
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001  # as typed on East Asian keyboards
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def harmless(app: Any) -> Any:
    """The app, whose CSV has no formulas."""

    async def answering(scope: Any, receive: Any, send: Any) -> None:
        rows: Rows | None = None

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal rows
            if message["type"] == "http.response.start" and _is_csv(scope, message):
                rows = Rows()
                message["headers"] = [pair for pair in message["headers"] if pair[0].lower() != b"content-length"]
            elif rows is not None and message["type"] == "http.response.body":
                body = rows.feed(message.get("body", b""), more=message.get("more_body", False))
                message = {**message, "body": body}
            await send(message)

        await app(scope, receive, sending)

    return answering


def _is_csv(scope: Any, message: MutableMapping[str, Any]) -> bool:
    """By its type, or by its address where Datasette calls it plain text, for a browser to show."""
    sort = next((value for name, value in message["headers"] if name.lower() == b"content-type"), b"")
    named = scope["path"].endswith(".csv") or b"_format=csv" in scope["query_string"]
    return bool(sort.startswith(b"text/csv") or (named and sort.startswith(b"text/plain")))


class Rows:
    """CSV that comes in pieces: what is whole of it goes on, without formulas."""

    def __init__(self) -> None:
        self._decoder = getincrementaldecoder("utf-8")()
        self._rest = ""

    def feed(self, piece: bytes, *, more: bool) -> bytes:
        """The rows that are whole by now; all that is left when there is no more."""
        self._rest += self._decoder.decode(piece, final=not more)
        if more and not (self._rest.endswith("\n") and self._rest.count('"') % 2 == 0):
            return b""
        whole, self._rest = self._rest, ""
        return as_text(whole).encode()


def as_text(rows: str) -> str:
    """Whole rows of CSV, without formulas."""
    return _CELL.sub(_harmless, rows)


def _harmless(cell: re.Match[str]) -> str:
    quote, text, end = cell.group("quote", "text", "end")
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"{quote}'{text}{end}"
    return cell[0]
