"""The page of results: Markdown tables and charts, put between the markers of a page that people wrote."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_ROW, _LABELS, _WIDTH, _VALUES = 26, 300, 820, 90


@dataclass(frozen=True)
class Bench:
    """What is asked for: the size of the large log, how many rounds, where to work, and the page to write into."""

    size: int
    rounds: int
    build: Path
    page: Path

    def chart(self, name: str, svg: str) -> str:
        """Keep a chart beside the page, and return the Markdown that shows it."""
        path = self.page.with_name(f"performance-{name}.svg")
        path.write_text(svg)
        return f"![{name}]({path.name})"


def put(page: Path, name: str, text: str) -> None:
    """Replace what stands between the markers of this name."""
    begin, end = f"<!-- begin {name} -->", f"<!-- end {name} -->"
    before, behind = page.read_text().split(begin)[0], page.read_text().split(end)[1]
    page.write_text(f"{before}{begin}\n\n{text.strip()}\n\n{end}{behind}")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; all columns but the first hold numbers."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def bars(title: str, values: Mapping[str, float], unit: str) -> str:
    """A chart of horizontal bars as SVG; the first is ours."""
    height = _ROW * len(values) + 40
    scale = (_WIDTH - _LABELS - _VALUES) / max(values.values())
    drawn = (_bar(place, label, value, value * scale, unit) for place, (label, value) in enumerate(values.items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height}" font-family="sans-serif" '
        f'font-size="13">\n<rect width="100%" height="100%" fill="#fff"/>\n'
        f'<text x="10" y="22" font-weight="bold">{_escaped(title)}</text>\n{"".join(drawn)}</svg>\n'
    )


def _bar(place: int, label: str, value: float, length: float, unit: str) -> str:
    top, color = 34 + place * _ROW, "#999" if place else "#1668c7"
    return (
        f'<text x="{_LABELS - 8}" y="{top + 15}" text-anchor="end">{_escaped(label)}</text>'
        f'<rect x="{_LABELS}" y="{top}" width="{length:.1f}" height="{_ROW - 6}" fill="{color}"/>'
        f'<text x="{_LABELS + length + 6:.1f}" y="{top + 15}">{value:.3g} {unit}</text>\n'
    )


def _escaped(text: str) -> str:
    return re.sub("[&<>]", lambda found: f"&#{ord(found[0])};", text)
