"""The values of a fact as a page shows them: words for dates and counts, names with links for slugs."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from timeline import edtf
from timeline.fact import Fact, Json, leaves, mentions
from timeline.pages import words
from timeline.pages.names import Name, Names
from timeline.values import Range


class Value(NamedTuple):
    """One of: a text (with `more` behind it), a link to what has a name, an address, or several values with labels."""

    text: str = ""
    more: str = ""
    name: Name | None = None
    url: str = ""
    members: tuple[tuple[str, "Value"], ...] = ()


class Field(NamedTuple):
    """A field of a fact: its name in the log, in words, what it means, and its value."""

    name: str
    label: str
    meaning: str
    value: Value


class Shower:
    """Shows the fields of facts of one kind; of one that no plugin here registers, as they stand."""

    def __init__(self, model: type[Fact] | None, names: Names) -> None:
        self.model, self.names = model, names

    def fields(self, fact: Json) -> list[Field]:
        """All fields that have a value."""
        slugs = set(self._slugs(fact))
        return [self.field(name, value, slugs) for name, value in fact.items()]

    def field(self, name: str, value: Any, slugs: set[str] | None = None) -> Field:
        """One field with a value of its kind; of None, nothing stands."""
        found = set(self._slugs({name: value})) if slugs is None else slugs
        field = self.model.model_fields.get(name) if self.model else None
        meaning = (field.description or "") if field else ""
        return Field(name, words.label(name), meaning, self._value(name, value, found))

    def _slugs(self, fact: Json) -> Iterator[str]:
        if self.model:
            given = {name: value for name, value in fact.items() if value is not None}
            yield from (mention.path for mention in mentions(self.model, given))

    def _value(self, path: str, value: Any, slugs: set[str]) -> Value:
        if value is None:
            return Value("nothing")
        if path in slugs:
            return Value(name=self.names[value])
        if self._is_count(path):
            return Value(words.count(value), _stated(value))
        if path in ("date", "published", "retrieved"):
            return Value(_date(value, self.model), value)
        if isinstance(value, list):
            return Value(members=tuple(("", self._value(f"{path}.{n}", one, slugs)) for n, one in enumerate(value)))
        if isinstance(value, dict):
            return Value(
                members=tuple((words.label(k), self._value(f"{path}.{k}", v, slugs)) for k, v in value.items())
            )
        if isinstance(value, bool):
            return Value("yes" if value else "no")
        return self._plain(path, value)

    def _plain(self, path: str, value: Any) -> Value:
        text = str(value)
        if path in ("url", "archive_url"):
            return Value(text, url=text)
        return Value(words.label(text) if self._is_choice(path) else text)

    def _is_count(self, path: str) -> bool:
        return Range in self._leaves(path)

    def _is_choice(self, path: str) -> bool:
        """Whether its values are words of the log, such as green_on_green."""
        return any(str(leaf).startswith("typing.Literal") for leaf in self._leaves(path))

    def _leaves(self, path: str) -> list[Any]:
        field = self.model.model_fields.get(path) if self.model else None
        return list(leaves(field.rebuild_annotation())) if field else []


def slugs_in(model: type[Fact] | None, facts: list[Mapping[str, Any]]) -> list[str]:
    """Everything that some facts, or parts of them, name."""
    if not model:
        return []
    given = [{name: value for name, value in fact.items() if value is not None} for fact in facts]
    return [mention.slug for fact in given for mention in mentions(model, fact)]


def _stated(value: Any) -> str:
    return f"“{value['stated']}”" if isinstance(value, dict) and value.get("stated") else ""


def _date(value: Any, model: type[Fact] | None) -> str:
    try:
        return edtf.parse(value).words(period=bool(model and model.period))
    except ValueError:  # of a kind that no plugin here registers
        return str(value)
