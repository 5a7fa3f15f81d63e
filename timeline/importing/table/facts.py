"""From a row to the fact that the mapping makes of it; every cell that is wrong is named."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from timeline import values
from timeline.draft import proposed_slug
from timeline.fact import Json
from timeline.importing.format import Bad, BadRow, Imported, Row, mark
from timeline.importing.table import counts, when
from timeline.importing.table.cell import Cell
from timeline.importing.table.mapping import Mapping, Who
from timeline.importing.table.rows import Cells
from timeline.importing.table.written import Value
from timeline.registry import Kinds


class Facts:
    """What a row says, by a mapping whose names were found right."""

    def __init__(self, mapping: Mapping, kinds: Kinds) -> None:
        self.mapping = mapping
        self.kinds = kinds
        self._missing = frozenset(one.casefold() for one in mapping.missing)
        self._value = cache(lambda kind, name: Value(kinds[kind], name))

    def __call__(self, row: Row) -> Iterator[Imported]:
        """The fact; none for rows that the mapping leaves out. What is wrong stands in `row.problems` then."""
        cells = Cells(row, self._missing)
        if not self._taken(row):
            return
        if not (kind := self._try(row, cells.one, self.mapping.kind)):
            return
        fact = self._fact(row, cells, kind)
        key = self._try(row, self._key, row, cells)
        source = self._try(row, self._source, cells)
        told = self._try(row, self._attributed, cells) or ()
        if not row.problems:
            slug = proposed_slug({"name": f"{self.mapping.dataset.name} {key}"}, lambda _: False)
            yield Imported(kind, f"row:{key}", fact, told, source, self._note(key, source), slug)

    def _try(self, row: Row, made: Callable[..., Any], *of: Any) -> Any:
        """What is made; None when a cell keeps it from that, which is noted."""
        try:
            return made(*of)
        except BadRow as bad:
            row.problems.append(Bad(row.where, bad.column, str(bad), row.raw.get(bad.column, "")))
            return None

    def _taken(self, row: Row) -> bool:
        for only in self.mapping.only:
            held = row[only.column]
            stands = {one.casefold() for one in (held if isinstance(held, list) else [held])}
            if only.filled is not None and bool(stands - {""} - self._missing) != only.filled:
                return False
            if only.is_ is not None and not stands & {one.casefold() for one in only.is_}:
                return False
            if stands & {one.casefold() for one in only.is_not or ()}:
                return False
        return True

    def _fact(self, row: Row, cells: Cells, kind: str) -> Json:
        fact: Json = {"title": self._try(row, self._title, cells, kind)}
        if dated := self.mapping.date:
            fact |= self._try(row, when.date, dated, lambda one: cells.text(one, dated.missing)) or {}
        fact["place"] = self._try(row, self._place, cells)
        for name, cell in self.mapping.fields.items():
            if name in self.kinds[kind].model_fields:
                fact[name] = self._try(row, self._held, cells, kind, name, cell)
        for who in self.mapping.actors:
            if who.field in self.kinds[kind].model_fields:
                added = self._try(row, self._actors, cells, kind, who)
                fact[who.field] = [*fact.get(who.field, []), *added] if isinstance(added, list) else added
        return {name: value for name, value in fact.items() if value not in (None, [])}

    def _title(self, cells: Cells, kind: str) -> str:
        title = self._held(cells, kind, "title", self.mapping.title)
        if title is None:
            raise BadRow(self.mapping.title.label, "is empty, and a fact needs its title")
        return str(title)

    def _held(self, cells: Cells, kind: str, name: str, cell: Cell) -> Any:
        """The value of a field."""
        value = self._value(kind, name)
        if value.is_list:
            return [_told(cell, value.read, one, cell) for one in cells.several(cell)]
        if value.is_count and not (cell.column or cell.template or cell.constant):
            return self._three(cells, cell)
        text = cells.one(cell)
        return None if text is None else _told(cell, value.read, text, cell)

    def _three(self, cells: Cells, cell: Cell) -> Json | int | None:
        columns = [cell.low, cell.best, cell.high]
        texts = [column and cells.text(column, cell.missing) for column in columns]
        numbers = []
        for column, text in zip(columns, texts, strict=True):
            one = Cell(column=column) if column else cell
            numbers.append(_told(one, counts.number, text, cell.thousands) if text else None)
        found = _told(cell, lambda: dict(counts.together(*numbers)))
        return found["best"] if len(found) == 3 and len(set(found.values())) == 1 else found or None

    def _actors(self, cells: Cells, kind: str, who: Who) -> Any:
        found = [self._actor(who, name) for name in cells.several(who)]
        value = self._value(kind, who.field)
        if not value.is_list and len(found) > 1:
            raise BadRow(who.label, f"names {len(found)} actors; `{who.field}` holds one")
        if not value.is_list:
            return found[0] if found else None
        return [{"actor": one, **who.part} if value.has_parts else one for one in found]

    def _actor(self, cell: Cell, name: str) -> Imported:
        about = cell.actor if isinstance(cell, Who) else {}
        plain = _told(cell, lambda: values.line(" ".join(name.split())))
        return Imported("actor", f"actor:{mark(plain.casefold())}", {"name": plain, **about})

    def _attributed(self, cells: Cells) -> tuple[Imported, ...]:
        cell = self.mapping.attributed_to
        return tuple(self._actor(cell, name) for name in cells.several(cell)) if cell else ()

    def _thing(self, cells: Cells, kind: str, fields: dict[str, Cell]) -> Json:
        held = {name: self._held(cells, kind, name, cell) for name, cell in fields.items()}
        return {name: value for name, value in held.items() if value is not None and value != []}

    def _place(self, cells: Cells) -> Imported | None:
        fields = self.mapping.place or {}
        fact = self._thing(cells, "place", fields)
        if not {name for name, cell in fields.items() if name in fact and cell.constant is None}:
            return None
        if "name" not in fact:
            raise BadRow(fields["name"].label, "is empty, and a place needs its name")
        for one, other in (("latitude", "longitude"), ("longitude", "latitude")):
            if one not in fact and other in fact:
                raise BadRow(fields[one].label, "is empty, though the other coordinate is given")
        return Imported("place", f"place:{mark(sorted(fact.items()))}", fact)

    def _source(self, cells: Cells) -> Imported | None:
        """The document of the row; the table itself where the row names none."""
        fields = self.mapping.source or {}
        fact = self._thing(cells, "source", fields)
        if not {"title", "url"} & fact.keys():
            return None
        named = mark(fact.get("url") or sorted(fact.items()))
        fact.setdefault("title", f"Page of {urlsplit(fact.get('url', '')).netloc}")
        return Imported("source", f"source:{named}", fact)

    def _key(self, row: Row, cells: Cells) -> str:
        """What names the row for ever: its id, else all that stands in it."""
        if not (cell := self.mapping.id):
            return mark(json.dumps(sorted((name, text) for name, text in row.raw.items() if text)))
        if (text := cells.one(cell)) is None:
            raise BadRow(cell.label, "is empty, and names the row")
        return str(_told(cell, lambda: values.line(" ".join(text.split()))))

    def _note(self, key: str, source: Imported | None) -> str | None:
        title = self.mapping.dataset.title
        return f"{key} in {title}." if self.mapping.id else f"In {title}." if source else None


def _told(cell: Cell, made: Callable[..., Any], *of: Any) -> Any:
    """What is made of a cell; a ValueError is said of its column."""
    try:
        return made(*of)
    except ValueError as error:
        raise BadRow(cell.label, str(error)) from None
