"""One line of the log: the envelope that every event shares, and what each verb carries.

An event is a CloudEvent 1.0 in the JSON format (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
Nothing in it depends on its place in the log. Attributes we do not know survive; the verbs are these seven, for ever.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from timeline.fact import Json
from timeline.matching import pattern
from timeline.tombstone import MARK, Type, from_text, nameless
from timeline.values import URI, URI_REFERENCE, Line, Slug, Time, line

Verb = Literal["opened", "registered", "reported", "updated", "corrected", "retracted", "redacted"]

_WRITER = ("time", "salt", "appendid", "appendcount")
"""What the writer adds: two events that differ in these alone are the same."""


class Event:
    """An event that was checked, with `attributes` as they stand in the log.

    Of one that was redacted they are those of its tombstone: it has no verb, since what it did is no longer told.
    """

    __slots__ = ("attributes", "data", "id", "kind", "subject", "time", "type", "verb")

    def __init__(self, attributes: Json) -> None:
        self.attributes = attributes
        self.id: str = attributes["id"]
        self.type: str = attributes["type"]
        self.kind, _, verb = self.type.partition(".")
        self.verb = "" if MARK in attributes else verb
        self.subject: str = attributes["subject"]
        self.time: str = attributes["time"]
        self.data: Json = attributes["data"]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and self.attributes == other.attributes

    def __hash__(self) -> int:
        return hash(self.id)

    def __repr__(self) -> str:
        return f"Event({self.attributes!r})"

    @property
    def source(self) -> str:
        return str(self.attributes["source"])

    @property
    def authid(self) -> str | None:
        return self.attributes.get("authid")

    @property
    def salt(self) -> str:
        return str(self.attributes["salt"])

    @property
    def is_redacted(self) -> bool:
        """Whether a tombstone stands in its place, so that nothing is left of what it said."""
        return not self.verb

    @property
    def redaction(self) -> str:
        """Of one that was redacted: the subject of the events that say so."""
        return nameless(from_text(self.attributes[MARK]))

    @property
    def supersedes(self) -> str | None:
        return self.attributes.get("supersedes")

    @property
    def alsosupersedes(self) -> str | None:
        return self.attributes.get("alsosupersedes")

    @property
    def appendid(self) -> str | None:
        return self.attributes.get("appendid")

    @property
    def appendcount(self) -> int | None:
        return self.attributes.get("appendcount")


class Envelope(BaseModel):
    """What every event has to have. `data` is checked apart, by the model of its kind and verb."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True, defer_build=True)

    specversion: Literal["1.0"]
    id: Line = Field(description="UUIDv7, or what an importer derives from its row.")
    source: Annotated[str, pattern(URI_REFERENCE, "a URI reference (RFC 3986)")] = Field(
        description="The log's own URI reference."
    )
    type: Type
    subject: Slug = Field(description="The fact's slug.")
    time: Time = Field(description="When it was recorded, in UTC.")
    authid: Line | None = Field(default=None, description="Who recorded it.")
    salt: Annotated[str, pattern(r"[A-Za-z0-9_-]{22}", "128 bits in base64url (22 characters)")] = Field(
        description="128 random bits that go with the content when an event is redacted."
    )
    supersedes: Line | None = Field(default=None, description="The event this change builds on: the subject's head.")
    alsosupersedes: Line | None = Field(
        default=None, description="The head of another branch, which this change settles as well."
    )
    appendid: Line | None = Field(default=None, description="The append of several events that it came in.")
    appendcount: Annotated[int, Field(ge=2, le=2**31 - 1)] | None = Field(
        default=None, description="How many they are."
    )
    dataschema: Annotated[str, pattern(URI, "an absolute URI")] | None = None
    datacontenttype: Literal["application/json"] | None = None
    data: Json

    @model_validator(mode="after")
    def _whole_marks(self) -> Self:
        if (self.appendid is None) != (self.appendcount is None):
            raise ValueError("appendid and appendcount go together")
        return self

    @model_validator(mode="after")
    def _extensions(self) -> Self:
        for name, value in (self.model_extra or {}).items():
            try:
                _attribute(name, value)
            except ValueError as error:
                raise ValueError(f"{name!r} {error}") from error
        return self


def _attribute(name: str, value: object) -> None:
    """CloudEvents' type system: boolean, 32-bit integer or string; lists and objects belong in `data`."""
    if not re.fullmatch("[a-z0-9]+", name):
        raise ValueError("cannot be an attribute: CloudEvents names are a-z and 0-9")
    if isinstance(value, str):
        if value.strip(" "):  # an empty one is legal, whatever it says
            line(value)
    elif isinstance(value, int) and not -(2**31) <= value < 2**31:
        raise ValueError("must fit in 32 bits")
    elif value is not None and not isinstance(value, int):
        raise ValueError("must be a string, an integer or a boolean")


def content(event: Json) -> Json:
    """What its author stated, without what the writer added; null is the same as absent."""
    return {key: value for key, value in event.items() if key not in _WRITER and value is not None}
