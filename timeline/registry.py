"""The kinds in force. Whoever reads or checks events is handed a `Kinds`; nothing else knows which kinds there are."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, cast

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import SchemaValidator

from timeline import jsonline, tombstone
from timeline.complaints import did_you_mean, problems
from timeline.errors import Problem, Refused, TimelineError
from timeline.event import Envelope, Event
from timeline.fact import Fact, Json, partial
from timeline.verbs import VERBS, Opened, Redacted, Retracted

OPENED = "log.opened"
REDACTED = "event.redacted"
_OF_OURS: dict[str, type[BaseModel]] = {OPENED: Opened, REDACTED: Redacted}
_REPORTS = ("registered", "reported")


def _validator(model: type[BaseModel]) -> SchemaValidator:
    """What checks for a model, without the steps around it; it is made when it is asked for, since few are."""
    model.model_rebuild()
    return cast(SchemaValidator, model.__pydantic_validator__)


class _Unread(BaseModel):
    """A fact of a kind that nobody registers here: it may hold anything."""

    model_config = ConfigDict(extra="allow", defer_build=True)


class Models(Mapping[str, type[Fact]]):
    """Models by their kind, in alphabetical order; each is loaded when it is asked for, since a command needs few."""

    def __init__(self, load: Mapping[str, Callable[[], type[Fact]]]) -> None:
        self._load = dict(sorted(load.items()))
        self._loaded: dict[str, type[Fact]] = {}

    def __getitem__(self, kind: str) -> type[Fact]:
        if kind not in self._loaded:
            self._loaded[kind] = self._load[kind]()
        return self._loaded[kind]

    def __contains__(self, kind: object) -> bool:
        return kind in self._load

    def __iter__(self) -> Iterator[str]:
        return iter(self._load)

    def __len__(self) -> int:
        return len(self._load)


def united(models: Sequence[type[Fact]]) -> dict[str, type[Fact]]:
    """Models by their kind, in alphabetical order; raises TimelineError when two claim the same kind or table."""
    claims = Counter(claim for model in models for claim in (f"kind {model.kind!r}", f"table {model.table!r}"))
    if twice := [claim for claim, times in claims.items() if times > 1]:
        raise TimelineError(f"two plugins claim the {' and the '.join(twice)}")
    return {model.kind: model for model in sorted(models, key=lambda model: model.kind)}


class Kinds:
    """The models by their kind, in alphabetical order, and with them the door through which every event comes."""

    def __init__(self, models: Sequence[type[Fact]] | Models) -> None:
        """Raises TimelineError when two models claim the same kind or table."""
        self.models: Mapping[str, type[Fact]] = models if isinstance(models, Models) else united(models)
        self._data: dict[tuple[str, bool], type[BaseModel]] = {}
        self._validators: dict[tuple[str, bool], SchemaValidator] = {}

    def __getitem__(self, kind: str) -> type[Fact]:
        return self.models[kind]

    def __contains__(self, kind: str) -> bool:
        return kind in self.models

    def __iter__(self) -> Iterator[str]:
        return iter(self.models)

    def read(self, raw: bytes, *, opens: bool = False) -> Event:
        """The event in a line of the log, or what a tombstone keeps of it; raises Refused with all that is wrong.

        Facts of a kind that nobody registers pass unchecked: a plugin may be missing here that was there. With `opens`
        it is the first on its subject, so that the fact of a report has to be whole.
        """
        try:
            if stone := tombstone.read(raw):
                return Event({**stone.attributes, "data": {}})
            return self.check(jsonline.read(raw), opens=opens)
        except ValueError as error:
            raise Refused([Problem("", "", str(error))]) from error

    def read_all(self, lines: Sequence[bytes], opens: Sequence[bool] = ()) -> list[Event | Refused]:
        """What `read` makes of each, or what it raises; `opens` says of each whether it does.

        All are parsed, then all seen by one model, then by the other: a fifth faster, since the code of one at a time
        stays in the processor's cache.
        """
        opens = opens or [False] * len(lines)
        try:
            told = [jsonline.read(raw) for raw in lines]
            for attributes in told:
                self._envelope.validate_python(attributes)
            for attributes, first in zip(told, opens, strict=True):
                self._data_validator(attributes["type"], opens=first).validate_python(attributes["data"])
        except ValueError:  # of a tombstone too, which is no whole event
            return [self._read_or_refused(raw, opens=first) for raw, first in zip(lines, opens, strict=True)]
        return [Event(attributes) for attributes in told]

    def check(self, attributes: Json, *, opens: bool = False) -> Event:
        """The event with these attributes; raises Refused."""
        try:
            self._envelope.validate_python(attributes)
            self._data_validator(attributes["type"], opens=opens).validate_python(attributes["data"])
        except ValueError as error:
            raise Refused(list(self._faults(attributes, opens))) from error
        return Event(attributes)

    def verbs(self, kind: str) -> list[str]:
        """The verbs an event of `kind` can have; all but `opened` if nobody registers it."""
        if kind == "log":
            return ["opened"]
        if kind not in self:
            return list(VERBS)
        return ["registered" if self[kind].registry else "reported", "updated", "corrected", "retracted"]

    def data_model(self, kind: str, verb: str, *, opens: bool = False) -> type[BaseModel]:
        """The model of `data` in a `<kind>.<verb>`; raises ValueError when the kind has no such verb."""
        name = f"{kind}.{verb}"
        if (name, opens) not in self._data:
            self._data[name, opens] = _OF_OURS.get(name) or self._made(kind, verb, opens)
        return self._data[name, opens]

    def unknown(self, kind: str) -> str:
        """What to say of a kind that is not in force."""
        return f"{kind!r} is not a kind{did_you_mean(kind, self)} (kinds: {', '.join(self)})"

    def _made(self, kind: str, verb: str, opens: bool) -> type[BaseModel]:
        verbs = self.verbs(kind)
        if verb not in verbs:
            raise ValueError(f"{verb!r} is not a verb of {kind}{did_you_mean(verb, verbs)} (verbs: {', '.join(verbs)})")
        if verb == "retracted":
            return Retracted
        fact = _Unread if kind not in self else self[kind] if opens and verb in _REPORTS else partial(self[kind])
        model: type[BaseModel] = VERBS[verb][fact]
        return model

    @cached_property
    def _envelope(self) -> SchemaValidator:
        return _validator(Envelope)

    def _read_or_refused(self, raw: bytes, *, opens: bool) -> Event | Refused:
        try:
            return self.read(raw, opens=opens)
        except Refused as refusal:
            return refusal

    def _data_validator(self, event_type: str, *, opens: bool) -> SchemaValidator:
        if (event_type, opens) not in self._validators:
            kind, _, verb = event_type.partition(".")
            self._validators[event_type, opens] = _validator(self.data_model(kind, verb, opens=opens))
        return self._validators[event_type, opens]

    def _faults(self, attributes: Json, opens: bool) -> Iterator[Problem]:
        """All that is wrong with an event; of its data only when the envelope says what they should be."""
        if tombstone.MARK in attributes:
            yield Problem("", "", tombstone.NEARLY)
            return
        envelope = _faults(Envelope, attributes)
        yield from envelope
        if {"type", "data"} & {fault.path for fault in envelope}:
            return
        kind, _, verb = attributes["type"].partition(".")
        try:
            yield from _faults(self.data_model(kind, verb, opens=opens), attributes["data"])
        except ValueError as error:
            yield Problem("", "type", str(error))


def _faults(model: type[BaseModel], value: Any) -> list[Problem]:
    try:
        model.model_validate(value)
    except ValidationError as error:
        return problems(error, model)
    return []
