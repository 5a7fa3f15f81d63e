"""JSON documents that are read whole, each of their members a row."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import jiter

from timeline.errors import Problem, Refused
from timeline.importing.format import BadRow, Opened, Row
from timeline.importing.sheet import decoded, undecoded


def document(opened: Opened) -> Any:
    """The value in a file; raises Refused."""
    try:
        text = "".join(decoded(opened))
        return jiter.from_json(text.encode(), allow_inf_nan=False, catch_duplicate_keys=True)
    except UnicodeDecodeError as error:
        raise Refused([undecoded(opened, error)]) from error
    except ValueError as error:
        advice = "half of a character is there" if "hex escape" in str(error) else "it may be cut off there"
        raise Refused([Problem(opened.name, "", f"is no JSON: {error}; {advice}")]) from error


def members(opened: Opened, name: str, found: Iterable[Any]) -> Iterator[Row]:
    """A row for each member of a list called `name`; one that is no object is bad."""
    for number, member in enumerate(found):
        where = f"{opened.name}: {name}[{number}]"
        row = Row(where, member if isinstance(member, dict) else {})
        if not isinstance(member, dict):
            row.bad("", "is no object", str(member)[:100])
        yield row


def text_of(value: Any, path: str) -> str | None:
    """A text, None where it is missing, null or blank; raises BadRow."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        raise BadRow(path, "is no text")
    return str(value).strip()


def object_of(value: Any, path: str) -> Mapping[str, Any]:
    """An object, empty where it is missing or null; raises BadRow."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRow(path, "is no object")
    return value
