"""HTML to plain text: what programs for the web put into titles and texts. Nothing of it runs or is fetched."""

from html.parser import HTMLParser

_BREAKS = {"p", "br", "div", "li", "ul", "ol", "tr", "table", "blockquote", *(f"h{size}" for size in range(1, 7))}
_HIDDEN = {"script", "style", "template", "noscript", "iframe", "object"}


def plain(html: str) -> str:
    """The text, line breaks where HTML has blocks, addresses of links behind their words."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.found).split("\n"))
    return "\n".join(filter(None, lines))


def one_line(html: str) -> str:
    """The same in one line, without addresses."""
    reader = _Reader(addresses=False)
    reader.feed(html)
    reader.close()
    return " ".join("".join(reader.found).split())


class _Reader(HTMLParser):
    def __init__(self, *, addresses: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._addresses = addresses
        self._links: list[tuple[str, int]] = []
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in _BREAKS:
            self.found.append("\n")
        elif tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self.found)))

    def handle_endtag(self, tag: str) -> None:
        if self._hidden and tag == self._hidden[-1]:
            self._hidden.pop()
        elif tag in _BREAKS:
            self.found.append("\n")
        elif tag == "a" and self._links:
            self._close_link(*self._links.pop())

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.found.append(data.replace("\n", " "))

    def _close_link(self, address: str, since: int) -> None:
        words = "".join(self.found[since:]).strip()
        if self._addresses and address.startswith(("http://", "https://")) and address != words:
            self.found.append(f" ({address})")
