"""One line of the log: the envelope that every event shares, and what each verb carries.

An event is a CloudEvent 1.0 in the JSON format (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md).
Nothing in it depends on its place in the log. Attributes we do not know survive; the verbs are these six, for ever.
"""

import re
from typing import Annotated, Any, Generic, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from timeline.fact import Json, Part
from timeline.values import URI, URI_REFERENCE, Line, Natural, Refers, Slug, Text, Time, line, pattern

Verb = Literal["opened", "registered", "reported", "updated", "corrected", "retracted"]

Reason = Literal[
    "source_corrected",
    "coder_error",
    "new_information",
    "duplicate",
    "attribution_changed",
    "date_resolved",
    "place_resolved",
    "unverifiable",
    "legal",
]

REASONS = get_args(Reason)

_WRITER = ("time", "salt", "appendid", "appendcount")
"""What the writer adds: two events that differ in these alone are the same."""


class Event(BaseModel):
    """The envelope. `data` is checked apart, by the model of its kind and verb."""

    model_config = ConfigDict(extra="allow", strict=True, frozen=True)

    specversion: Literal["1.0"]
    id: Line = Field(description="UUIDv7, or what an importer derives from its row.")
    source: Annotated[str, pattern(URI_REFERENCE, "a URI reference (RFC 3986)")] = Field(
        description="The log's own URI reference."
    )
    type: Annotated[str, pattern(r"[a-z][a-z0-9_]*\.[a-z]+", "<kind>.<verb>, such as meeting.reported")]
    subject: Slug = Field(description="The fact's slug.")
    time: Time = Field(description="When it was recorded, in UTC.")
    authid: Line | None = Field(default=None, description="Who recorded it.")
    salt: Annotated[str, pattern(r"[A-Za-z0-9_-]{22}", "128 bits in base64url (22 characters)")] = Field(
        description="128 random bits that go with the content when an event is redacted."
    )
    supersedes: Line | None = Field(default=None, description="The event this change builds on: the subject's head.")
    appendid: Line | None = Field(default=None, description="The append of several events that it came in.")
    appendcount: Annotated[int, Field(ge=2, le=2**31 - 1)] | None = Field(
        default=None, description="How many they are."
    )
    dataschema: Annotated[str, pattern(URI, "an absolute URI")] | None = None
    datacontenttype: Literal["application/json"] | None = None
    data: Json

    @property
    def kind(self) -> str:
        return self.type.partition(".")[0]

    @property
    def verb(self) -> str:
        return self.type.partition(".")[2]

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
        line(value)
    elif isinstance(value, int) and not -(2**31) <= value < 2**31:
        raise ValueError("must fit in 32 bits")
    elif value is not None and not isinstance(value, int):
        raise ValueError("must be a string, an integer or a boolean")


def content(event: Json) -> Json:
    """What its author stated, without what the writer added; null is the same as absent."""
    return {key: value for key, value in event.items() if key not in _WRITER and value is not None}


class Passage(Part):
    """The place in the source, in Unicode code points (W3C Web Annotation, TextPositionSelector)."""

    start: Natural = Field(description="Of the first character, counted from 0.")
    end: Natural = Field(description="Behind the last character.")

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"ends at {self.end}, not after its start {self.start}")
        return self


F = TypeVar("F", bound=BaseModel)


class Opened(Part):
    """The chronology begins: the first line of every log."""

    title: Line = Field(description="What the chronology is called.")
    description: Text | None = Field(default=None, description="What it covers.")
    licence: Line | None = Field(default=None, description="The licence of its facts, such as CC-BY-4.0.")
    language: Line | None = Field(default=None, description="The language it is written in, a BCP 47 tag.")


class Provenance(Part):
    """Where it was read, and by whose word."""

    source: Annotated[Slug, Refers("source")] | None = Field(
        default=None, description="The document: a registered source."
    )
    attributed_to: list[Annotated[Slug, Refers("actor")]] | None = Field(
        default=None, description="The chain of attribution behind the document, originator first."
    )
    passages: list[Passage] | None = Field(default=None, description="Where in the document it stands.")
    note: Text | None = Field(default=None, description="What an editor wants readers to know about this event.")


class Registered(Part, Generic[F]):
    """A source, an actor or a place enters the registries."""

    fact: F
    note: Text | None = Field(default=None, description="What an editor wants readers to know about this event.")


class Reported(Provenance, Generic[F]):
    """A source says it; the first report opens the fact, a further one adds to it, confirms it or disputes it."""

    fact: F
    source: Annotated[Slug, Refers("source")] = Field(description="The document: a registered source.")


class Changed(Provenance, Generic[F]):
    """What stands is patched (JSON Merge Patch, RFC 7396: null takes a field away)."""

    set: F = Field(description="The fields that change, with their new values; null takes one away.")

    @model_validator(mode="after")
    def _changes_something(self) -> Self:
        if not self.set.model_fields_set:
            raise ValueError("set is empty; name the fields that change")
        return self


class Updated(Changed[F], Generic[F]):
    """Newer knowledge; what stood was right when it was written."""


class Corrected(Changed[F], Generic[F]):
    """What we recorded was wrong; closes the disputes on the fields it sets."""

    was: Json = Field(description="The old values of those fields; null where there was none.")
    reason: Reason = Field(description="Why.")


class Retracted(Provenance):
    """No longer stands: gone from the tables, kept in the history."""

    reason: Reason = Field(description="Why.")
    report: Line | None = Field(
        default=None, description="The id of the one report that is withdrawn; without it, all."
    )
    duplicate_of: Annotated[Slug, Refers()] | None = Field(default=None, description="The fact that it repeats.")


VERBS: dict[str, Any] = {
    "registered": Registered,
    "reported": Reported,
    "updated": Updated,
    "corrected": Corrected,
    "retracted": Retracted,
}
