"""What each verb carries: the models of `data`. The verbs are these, for ever."""

from typing import Annotated, Any, Generic, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, Field, model_validator

from timeline.fact import Json, Part
from timeline.tombstone import LeafHash, Redactable
from timeline.values import Line, Natural, Refers, Slug, Text, Time

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

RedactionReason = Literal["doxxing", "privacy", "court", "source_protection", "licence"]

REDACTION_REASONS = get_args(RedactionReason)


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


class Redacted(Part):
    """What an event said had to go from the log; its line became the tombstone that follows from this, byte for byte.

    Nothing in here may say what was there: it stays for ever.
    """

    event: Line = Field(description="The id of the event.")
    leaf_hash: LeafHash = Field(description="The hash of its line in the log's tree (RFC 6962), in base64.")
    type: Redactable = Field(description="What it was: kind and verb.")
    time: Time = Field(description="When it was recorded.")
    supersedes: Line | None = Field(default=None, description="The event that it built on.")
    alsosupersedes: Line | None = Field(default=None, description="The head of another branch that it settled.")
    appendid: Line | None = Field(default=None, description="The append that it came in.")
    appendcount: Annotated[int, Field(ge=2, le=2**31 - 1)] | None = Field(
        default=None, description="How many events that append has."
    )
    reason: RedactionReason = Field(description="Why.")
    authority: Text | None = Field(default=None, description="By whose authority: a court, a law, a rule of the house.")
    note: Text | None = Field(default=None, description="What readers should know about it.")


VERBS: dict[str, Any] = {
    "registered": Registered,
    "reported": Reported,
    "updated": Updated,
    "corrected": Corrected,
    "retracted": Retracted,
}
