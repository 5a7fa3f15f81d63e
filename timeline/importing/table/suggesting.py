"""A mapping to begin with, from the header and the first rows: what is unsure is said, and nothing is left unsaid."""

import re
from collections.abc import Callable, Iterator
from itertools import islice

from timeline.edtf import written
from timeline.errors import printable
from timeline.importing.format import Opened, Row
from timeline.importing.table import counts
from timeline.importing.table.guesses import order, quoted, reads, slug
from timeline.importing.table.records import Layout, guessed

_ROWS = 200
_MARKS = ("-99", "-9", "-1", "n/a", "na", "null", "none", "nan", "unknown", "unk", "-", "--", "?", "tbc", "1753-01-01")

Table = dict[str, list[str]]
"""The filled cells of each column."""


def suggestion(opened: Opened) -> str:
    """YAML that loads, with comments; raises Refused when the file cannot be read."""
    layout, found = guessed(opened)
    table: Table = {}
    for row in islice(found, _ROWS):
        _add(table, row)
    return "\n".join(_Suggestion(opened.name, layout, table).lines()) + "\n"


def _add(table: Table, row: Row) -> None:
    for name, text in row.raw.items():
        table.setdefault(name, []).extend([text] if text else [])


class _Suggestion:
    def __init__(self, file: str, layout: Layout, table: Table) -> None:
        self.file, self.layout, self.table = file, layout, table
        self.missing = list(
            dict.fromkeys(text for cells in table.values() for text in cells if text.casefold() in _MARKS)
        )
        self.left = list(table)

    def lines(self) -> Iterator[str]:
        """The mapping, line by line."""
        stem = re.sub(r"\.[a-z]+$", "", self.file)
        yield "# A mapping to begin with. Check every line; `--dry-run` shows what the first rows become."
        yield "dataset:"
        yield f"  name: {slug(stem)}  # begins the ids of all that comes from the table: keep it for ever"
        yield f"  title: {quoted(stem)}  # say what the table is, and whose"
        yield from self._layout()
        number = self._take(r"(id|no|nr|number|ref|reference|key|code|event.?id|#)\.?", self._is_unique)
        yield (
            f"id: {quoted(number)}"
            if number
            else (
                "# id: …  # no column names each row: a row that changes will be another fact, and the old one missing"
            )
        )
        counted = {name: self._take(form, self._is_count) for name, form in _COUNTS}
        yield from self._kind(counted)
        yield from self._when()
        title = self._take(r"(event|title|headline|incident|what|name|what happened|subject)") or self._take(r".*")
        yield f"title: {quoted(title or 'title')}"
        yield from self._place()
        yield from self._source()
        yield from self._fields(counted)
        if self.left:
            yield "# Not taken: " + ", ".join(printable(name) for name in self.left)

    def _layout(self) -> Iterator[str]:
        if self.layout.sheet:
            yield f"sheet: {quoted(self.layout.sheet)}"
        if self.layout.header > 1:
            yield f"header: {self.layout.header}"
        if self.missing:
            yield f"missing: [{', '.join(map(quoted, self.missing))}]  # unsure: that these mean nothing"

    def _take(self, form: str, fits: Callable[[str], bool] = lambda _: True) -> str | None:
        """The first column left whose name the form matches and whose cells fit."""
        for name in self.left:
            if re.fullmatch(form, name.casefold().replace("_", " ")) and fits(name):
                self.left.remove(name)
                return name
        return None

    def _known(self, name: str) -> list[str]:
        return [text for text in self.table[name] if text not in self.missing]

    def _is_unique(self, name: str) -> bool:
        cells = self.table[name]
        return bool(cells) and len(set(cells)) == len(cells) == max(map(len, self.table.values()))

    def _is_count(self, name: str) -> bool:
        return self._mostly(name, lambda text: counts.count(text, "," if "," in text else None))

    def _is_date(self, name: str) -> bool:
        return self._mostly(name, lambda text: written.read(text, "dmy")) or self._mostly(
            name, lambda text: written.read(text, "mdy")
        )

    def _mostly(self, name: str, read: Callable[[str], object]) -> bool:
        known = self._known(name)
        return bool(known) and 2 * sum(reads(read, text) for text in known) >= len(known)

    def _kind(self, counted: dict[str, str | None]) -> Iterator[str]:
        kind = "attack" if any(counted.values()) else "background"
        yield f"kind: {kind}  # unsure: or meeting, statement, figure, scheduled_event, …"
        self.kind = kind

    def _when(self) -> Iterator[str]:
        start = self._take(r"(start|from|begin|start.?date|date.?from|date.?start|first day)", self._is_date)
        end = start and self._take(r"(end|to|until|end.?date|date.?to|date.?end|last day)", self._is_date)
        if start and end:
            yield f"date:\n  start: {quoted(start)}\n  end: {quoted(end)}"
            yield "  means: some_day  # unsure: or lasted"
            yield from order(self._known(start))
            return
        date = (
            start
            or self._take(r".*(date|day|when|datum|fecha).*", self._is_date)
            or self._take(r".*", self._looks_dated)
        )
        if date:
            yield f"date:\n  column: {quoted(date)}"
            yield from order(self._known(date))
        elif year := self._take(r"(year|jahr|ano|iyear)"):
            parts = {"year": year, "month": self._take(r"i?month"), "day": self._take(r"i?day")}
            yield "date:\n" + "\n".join(f"  {name}: {quoted(column)}" for name, column in parts.items() if column)

    def _looks_dated(self, name: str) -> bool:
        return self._is_date(name) and not self._is_count(name)

    def _place(self) -> Iterator[str]:
        name = self._take(r"(location|place|where|city|town|village|site|place name|location name)")
        if not name:
            return
        yield f"place:\n  name: {quoted(name)}"
        latitude, longitude = self._take(r"(lat|latitude)"), self._take(r"(lon|lng|long|longitude)")
        if latitude and longitude:
            yield f"  latitude: {quoted(latitude)}\n  longitude: {quoted(longitude)}"
        for field, form in (("admin1", r"(admin1|province|state|region)"), ("admin2", r"(admin2|district|county)")):
            if column := self._take(form):
                yield f"  {field}: {quoted(column)}"
        if country := self._take(r"(country|nation)"):
            codes = all(re.fullmatch("[A-Z]{2}", text) for text in self._known(country))
            yield f"  {'' if codes else '# '}country: {quoted(country)}" + (
                "" if codes else "  # needs `values` to ISO codes"
            )

    def _source(self) -> Iterator[str]:
        url = self._take(r".*(url|link|source).*", self._has_addresses)
        title = self._take(r"(source|source title|source name|headline|article)")
        if url or title:
            found = {"title": title, "url": url, "publisher": self._take(r"(publisher|outlet|media|newspaper)")}
            yield "source:\n" + "\n".join(f"  {name}: {quoted(column)}" for name, column in found.items() if column)

    def _has_addresses(self, name: str) -> bool:
        return self._mostly(name, lambda text: text.index("http"))

    def _fields(self, counted: dict[str, str | None]) -> Iterator[str]:
        found = [*self._counts(counted)]
        if summary := self._take(r".*(note|description|summary|detail|comment|remark).*"):
            found.append(f"  summary: {quoted(summary)}")
        if found:
            yield "fields:\n" + "\n".join(found)
        fields = [*_actors_of(self.kind, self._take)]
        if fields:
            yield "actors:\n" + "\n".join(fields)

    def _counts(self, counted: dict[str, str | None]) -> Iterator[str]:
        for name, column in counted.items():
            if column:
                comma = any(re.search(r"\d,\d{3}", text) for text in self._known(column))
                thousands = ', thousands: ","' if comma else ""
                yield f"  {name}: {{column: {quoted(column)}{thousands}}}"


_COUNTS = (
    ("killed", r".*(killed|dead|deaths|fatalit|nkill).*"),
    ("wounded", r".*(wounded|injured|injuries|nwound).*"),
)


def _actors_of(kind: str, take: Callable[[str], str | None]) -> Iterator[str]:
    if kind == "attack":
        for field, form in (
            ("perpetrator", r"(perpetrator|attacker|group|gname|actor)"),
            ("targets", r"(target|targets|victim group)"),
        ):
            if column := take(form):
                yield f"  - {{column: {quoted(column)}, field: {field}}}  # `split` where a cell names several"
