"""A mapping beside the kinds in force: fields that there are, actors where actors go, words that a field accepts."""

from collections.abc import Iterable, Iterator

from timeline.complaints import did_you_mean
from timeline.importing.table.cell import Cell
from timeline.importing.table.mapping import Mapping, Who
from timeline.importing.table.written import Value
from timeline.registry import Kinds

_ELSEWHERE = ("title", "date", "date_basis", "place")


def faults(mapping: Mapping, kinds: Kinds) -> Iterator[str]:
    """Each mistake, with its path in the mapping."""
    found = [*_kinds_of(mapping)]
    unknown = [one for one in found if one not in kinds or kinds[one].registry]
    facts = [one for one in kinds if not kinds[one].registry]
    yield from (
        f"kind: {one!r} is no kind of fact{did_you_mean(one, facts)} (kinds: {', '.join(facts)})" for one in unknown
    )
    known = [one for one in found if one not in unknown]
    if not known:
        return
    yield from _things(mapping, kinds)
    for name, cell in mapping.fields.items():
        if name in _ELSEWHERE:
            yield f"fields.{name}: is said as `{name.removesuffix('_basis')}` of the mapping, not under `fields`"
        else:
            yield from _field(f"fields.{name}", name, cell, known, kinds)
    for place, who in enumerate(mapping.actors):
        yield from _actors(f"actors.{place}", who, known, kinds)
    yield from _needed(mapping, known, kinds)


def _kinds_of(mapping: Mapping) -> list[str]:
    cell = mapping.kind
    named = [cell.constant, *(cell.values or {}).values(), cell.otherwise, cell.default]
    return list(dict.fromkeys(filter(None, named))) or [str(cell.column)]


def _things(mapping: Mapping, kinds: Kinds) -> Iterator[str]:
    for kind, fields in (("place", mapping.place), ("source", mapping.source)):
        for name, cell in (fields or {}).items():
            yield from _field(f"{kind}.{name}", name, cell, [kind], kinds)
    if mapping.place and "name" not in mapping.place:
        yield "place.name: is required"
    if mapping.source and not {"title", "url"} & mapping.source.keys():
        yield "source: needs `title` or `url`"
    if ("latitude" in (mapping.place or {})) != ("longitude" in (mapping.place or {})):
        yield "place: latitude and longitude go together; give both or neither"


def _field(path: str, name: str, cell: Cell, found: list[str], kinds: Kinds) -> Iterator[str]:
    with_it = [kind for kind in found if name in kinds[kind].model_fields]
    if not with_it:
        names = [one for kind in found for one in kinds[kind].model_fields if one not in _ELSEWHERE]
        yield f"{path}: {' and '.join(found)} has no such field{did_you_mean(name, names)} (fields: {', '.join(names)})"
    for kind in with_it:
        value = Value(kinds[kind], name)
        if value.has_parts or (value.refers and value.refers.kind == "actor"):
            yield f"{path}: names actors; put it under `actors`, with `field: {name}`"
        elif any((cell.low, cell.best, cell.high)) and not value.is_count:
            yield f"{path}: is no count; low, best and high are of counts"
        else:
            yield from _words(path, cell, value)


def _words(path: str, cell: Cell, value: Value) -> Iterator[str]:
    """What the mapping itself says must be something that the field holds."""
    said = [(f"{path}.values.{name}", text) for name, text in (cell.values or {}).items()]
    said += [(f"{path}.{name}", getattr(cell, name)) for name in ("constant", "default", "otherwise")]
    for where, text in said:
        if text is not None:
            yield from _refused(where, text, cell, value)


def _refused(where: str, text: str, cell: Cell, value: Value) -> Iterator[str]:
    try:
        value.read(text, cell)
    except ValueError as error:
        yield f"{where}: {error}"


def _actors(path: str, who: Who, found: list[str], kinds: Kinds) -> Iterator[str]:
    of_actors = {
        name: value
        for kind in found
        for name in kinds[kind].model_fields
        if (value := Value(kinds[kind], name)).refers and value.refers.kind == "actor"
    }
    if who.field not in of_actors:
        hint = did_you_mean(who.field, of_actors)
        yield f"{path}.field: {who.field!r} is no field with actors{hint} (fields: {', '.join(of_actors) or 'none'})"
        return
    value = of_actors[who.field]
    if who.part and not value.has_parts:
        yield f"{path}.part: `{who.field}` holds actors alone"
    elif who.part:
        yield from _checked(f"{path}.part", value, [{"actor": "x", **who.part}])
    for name, text in who.actor.items():
        yield from _field(f"{path}.actor.{name}", name, Cell(constant=text), ["actor"], kinds)


def _checked(path: str, value: Value, what: object) -> Iterator[str]:
    try:
        value.check(what)
    except ValueError as error:
        yield f"{path}: {error}"


def _needed(mapping: Mapping, found: Iterable[str], kinds: Kinds) -> Iterator[str]:
    given = {"title", *mapping.fields, *(who.field for who in mapping.actors)}
    for kind in found:
        for name, field in kinds[kind].model_fields.items():
            if field.is_required() and name not in given:
                yield f"fields.{name}: is required of {kind}"
