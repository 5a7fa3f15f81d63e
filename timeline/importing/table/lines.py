"""The rows of JSON Lines: what is nested by its path, a list of plain values as several."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from timeline import jsonline
from timeline.errors import Problem, Refused
from timeline.importing.format import Bad, Opened, Row
from timeline.importing.sheet import decoded, undecoded
from timeline.importing.table.names import hint
from timeline.importing.table.workbook import number

_NAMED = 1_000
"""Names that are kept to say which there are."""


def rows(opened: Opened, wanted: Sequence[str]) -> Iterator[Row]:
    """JSON Lines: an object in each, what is nested by its path; a column that no line has is missing."""
    unseen, names = set(wanted), set[str]()
    for where, line in _lines(opened):
        try:
            flat = dict(_flat(jsonline.read(line.encode()), ""))
        except ValueError as error:
            yield Row(where, {}, problems=[Bad(where, "", _words(str(error), line))])
            unseen = set()  # who knows what it had
            continue
        unseen -= flat.keys()
        names |= flat.keys() if len(names) < _NAMED else set()
        shown = {name: "; ".join(value) if isinstance(value, list) else value for name, value in flat.items()}
        yield Row(where, {name: flat.get(name, "") for name in wanted}, shown)
    if unseen:
        missing = [f"no line has {name!r}{hint(name, sorted(names))}" for name in sorted(unseen)]
        raise Refused([Problem(opened.name, "", what) for what in missing])


def _lines(opened: Opened) -> Iterator[tuple[str, str]]:
    """Each that is not blank, with where it stands; raises Refused."""
    try:
        for number, line in enumerate(decoded(opened), 1):
            if line.strip():
                yield f"{opened.name}:{number}", line.strip()
    except UnicodeDecodeError as error:
        raise Refused([undecoded(opened, error)]) from error


def _words(error: str, line: str) -> str:
    advice = "; JSON Lines have one object in each line, and no list around them"
    return f"{error}{advice}" if line.startswith("[") else error


def _flat(value: Any, path: str) -> Iterator[tuple[str, str | list[str]]]:
    """What is nested by its path; a list of plain values also as a whole."""
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _flat(part, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _flat(part, f"{path}.{place}")
        if not any(isinstance(part, dict | list) for part in value):
            yield path, [_plain(part) for part in value if part is not None]
    else:
        yield path, _plain(value)


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else number(value) if isinstance(value, float) else str(value).strip()
