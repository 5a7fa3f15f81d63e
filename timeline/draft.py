"""An event as its author states it, whole or in part, and what the writer adds to it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from timeline.event import Event, content
from timeline.fact import Json
from timeline.fold import Standing
from timeline.heads import heads

_ORDER = ("specversion", "id", "source", "type", "subject", "time", "authid", "salt", "supersedes", "alsosupersedes")
_MARKS = ("appendid", "appendcount")
_PLACED = frozenset((*_ORDER, *_MARKS, "data"))


class Draft(NamedTuple):
    """`attributes` of an event, not all of them perhaps; problems name it by `where`."""

    where: str
    attributes: Json


@dataclass(frozen=True)
class Stamp:
    """What the writer gives to events that come without: the time, and makers of ids and salts."""

    time: str
    new_id: Callable[[], str]
    new_salt: Callable[[], str]
    authid: str | None = None

    def marks(self, count: int) -> Json:
        """Several events are one append: each says which and how many, so that half can be told from the whole."""
        return {"appendid": self.new_id(), "appendcount": count} if count > 1 else {}


def complete(attributes: Json, stamp: Stamp, marks: Json, log_source: str | None, standing: Standing) -> Json:
    """All attributes of the event: what the author stated, and for the rest what follows from the log and the stamp.

    `marks` are those of this append: those of another, whole elsewhere, would be half of one here.
    """
    stated = {key: value for key, value in attributes.items() if value is not None and key not in _MARKS}
    defaults: Json = {
        "specversion": "1.0",
        "id": stated.get("id") or stamp.new_id(),
        "source": log_source or f"/{word(stated.get('subject'))}",
        "time": stamp.time,
        "authid": stamp.authid,
        "salt": stated.get("salt") or stamp.new_salt(),
        **marks,
    }
    return in_order({**defaults, **_built_on(stated, standing), **stated, **_was(stated, standing)})


def remarked(attributes: Json, marks: Json) -> Json:
    """The attributes with other marks: an append has fewer events than drafts when the log knew some."""
    return in_order({**{key: value for key, value in attributes.items() if key not in _MARKS}, **marks})


def word(value: object) -> str:
    """A text as it is, and nothing for what is none: the model says what it should be."""
    return value if isinstance(value, str) else ""


def in_order(attributes: Json) -> Json:
    """The attributes in the order of the log: those of the envelope, then the unknown ones, `data` last."""
    names = [*_ORDER, *_MARKS, *(name for name in attributes if name not in _PLACED), "data"]
    return {name: attributes[name] for name in names if attributes.get(name) is not None}


def is_repeated(attributes: Json, known: Event) -> bool:
    """Whether a draft states nothing but what the event of that id in the log says."""
    stated, there = content(attributes), content(known.attributes)
    data, its_data = stated.pop("data", {}), there.pop("data")
    return (
        stated.items() <= there.items()
        and isinstance(data, dict)
        and all(name in its_data and its_data[name] == value for name, value in data.items())
    )


def proposed_slug(fact: Json, taken: Callable[[str], bool]) -> str:
    """A free slug from a fact's date and title, or its name; raises ValueError when there is nothing to go by."""
    from slugify import slugify  # its tables take a while to load

    words = [fact.get("date"), fact.get("title")] if fact.get("name") is None else [fact["name"]]
    stem = slugify(" ".join(filter(None, words)), max_length=100, word_boundary=True)
    if not stem:
        raise ValueError("has no title or name to make a slug of; give one with --subject")
    return next(slug for slug in _numbered(stem) if not taken(slug))


def _numbered(stem: str) -> Iterable[str]:
    yield stem
    yield from (f"{stem}-{number}" for number in count(2))


def _built_on(stated: Json, standing: Standing) -> Json:
    """A change builds on what stands, unless its author says otherwise, and on the head of another branch beside it."""
    changes = word(stated.get("type")).endswith((".updated", ".corrected", ".retracted"))
    if not changes or not standing.events or stated.get("supersedes", standing.head.id) != standing.head.id:
        return {}
    others = heads(standing.events)[:-1]
    return {"supersedes": standing.head.id, **({"alsosupersedes": others[-1].id} if others else {})}


def _was(stated: Json, standing: Standing) -> Json:
    """The old values of a correction, where its author leaves them to us."""
    data = stated.get("data")
    if not word(stated.get("type")).endswith(".corrected") or not isinstance(data, dict) or "was" in data:
        return {}
    changed = data.get("set")
    old = {name: standing.fact.get(name) for name in changed} if isinstance(changed, dict) else {}
    return {"data": {**data, "was": old}}
