"""What stays of a line that was redacted: a tombstone, which carries the hash that the line has in the log's tree.

    {"leaf_hash":"xygm…=","id":"e-5","source":"/talks","type":"attack.reported","subject":"redaction-c728…","time":"…"}

Its leaf in the tree is the hash that it carries (RFC 6962), so every root, checkpoint and proof holds as before. It has
one spelling, to the byte, and no event can look like it: an attribute of CloudEvents has no underscore. That it may
stand here, a later event `event.redacted` must say, from which every byte of it but the subject follows.
"""

from binascii import Error, a2b_base64, b2a_base64
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from timeline import jsonline
from timeline.complaints import problems
from timeline.fact import Json
from timeline.matching import pattern
from timeline.tlog import DIGEST, leaf_hash
from timeline.values import Line, Slug, Time

MARK = "leaf_hash"
"""The attribute by which a tombstone is known; an event cannot have it."""

BEGINNING = b'{"leaf_hash":"'
"""Nothing else in a log begins like this."""

KEPT = ("type", "time", "supersedes", "alsosupersedes", "appendid", "appendcount")
"""What is kept of an event besides its id and the log's source: where it stood among the others, not what it said."""

NEARLY = "is not exactly a tombstone, and nothing else has a leaf_hash"
"""What to say of a line that has the mark."""

NAMELESS = "redaction-"
"""How the subject of a tombstone begins that does not say what it was about."""

LeafHash = Annotated[str, pattern(r"[A-Za-z0-9+/]{43}=", "32 bytes in base64")]

_NEVER = ("log.opened", "event.redacted")


def _redactable(event_type: str) -> str:
    if event_type in _NEVER:
        raise ValueError(f"{event_type} is never redacted: the log begins with the one, and the other says what was")
    return event_type


Type = Annotated[str, pattern(r"[a-z][a-z0-9_]*\.[a-z]+", "<kind>.<verb>, such as meeting.reported")]
Redactable = Annotated[Type, AfterValidator(_redactable), Field(json_schema_extra={"not": {"enum": list(_NEVER)}})]


class _Model(BaseModel):
    """What is left of an event that was redacted."""

    model_config = ConfigDict(title="Tombstone", extra="forbid", strict=True, frozen=True, defer_build=True)

    leaf_hash: LeafHash
    id: Line
    source: Line
    type: Redactable
    subject: Slug
    time: Time
    supersedes: Line | None = None
    alsosupersedes: Line | None = None
    appendid: Line | None = None
    appendcount: Annotated[int, Field(ge=2, le=2**31 - 1)] | None = None


class Tombstone(NamedTuple):
    """A tombstone: the hash of the line that was here, and what is kept of its envelope."""

    leaf: bytes
    attributes: Json

    @property
    def id(self) -> str:
        return str(self.attributes["id"])

    @property
    def subject(self) -> str:
        return str(self.attributes["subject"])

    @property
    def is_nameless(self) -> bool:
        """Whether it does not say what the event was about."""
        return self.subject == nameless(self.leaf)

    @property
    def unnamed(self) -> "Tombstone":
        """The same without what the event was about."""
        return self.about(nameless(self.leaf))

    @property
    def raw(self) -> bytes:
        """Its line."""
        return jsonline.write(self.attributes)

    def about(self, subject: str) -> "Tombstone":
        """The same with another subject."""
        return Tombstone(self.leaf, {**self.attributes, "subject": subject})


def tombstone_schema() -> Json:
    """The JSON Schema of a tombstone, as far as one can say it: its spelling and its hash are checked beside."""
    return _Model.model_json_schema()


def leaf_of(raw: bytes) -> bytes:
    """The leaf of a line in the log's tree, which of a tombstone is the hash that it carries."""
    if raw.startswith(BEGINNING):
        try:
            return _parsed(raw).leaf
        except ValueError:
            pass  # whatever it is, it is no tombstone
    return leaf_hash(raw)


def read(raw: bytes) -> Tombstone | None:
    """The tombstone in a line, None when it is none; raises ValueError for what begins like one and is not."""
    return _parsed(raw) if raw.startswith(BEGINNING) else None


def of(event: Json, raw: bytes, subject: str | None = None) -> Tombstone:
    """The tombstone of the event with these attributes in the line `raw`; without a subject it does not name it."""
    return made(leaf_hash(raw), event["id"], event["source"], event, subject)


def made(leaf: bytes, event_id: str, source: str, kept: Json, subject: str | None = None) -> Tombstone:
    """A tombstone that keeps of `kept` what may be kept."""
    known = {MARK: as_text(leaf), "id": event_id, "source": source, "type": kept["type"]}
    rest = {name: kept[name] for name in KEPT if kept.get(name) is not None}
    return Tombstone(leaf, {**known, "subject": subject or nameless(leaf), **rest})


def nameless(leaf: bytes) -> str:
    """The subject of an event of which not even the subject is told; its redaction has the same."""
    return f"{NAMELESS}{leaf.hex()[:16]}"


def as_text(leaf: bytes) -> str:
    """A hash as tombstones and redactions have it: in base64."""
    return b2a_base64(leaf, newline=False).decode()


def from_text(text: str) -> bytes:
    """The 32 bytes of a hash; raises ValueError."""
    try:
        leaf = a2b_base64(text, strict_mode=True)
    except Error as error:
        raise ValueError(f"{text!r} is not base64") from error
    if len(leaf) != DIGEST or as_text(leaf) != text:
        raise ValueError(f"{text!r} is not {DIGEST} bytes in base64")
    return leaf


def _parsed(raw: bytes) -> Tombstone:
    try:
        kept = jsonline.read(raw)
        _Model.model_validate(kept)
        found = made(from_text(kept[MARK]), kept["id"], kept["source"], kept, kept["subject"])
    except ValidationError as error:
        words = "; ".join(str(problem) for problem in problems(error, _Model))
        raise ValueError(f"{NEARLY}: {words}") from error
    except ValueError as error:
        raise ValueError(f"{NEARLY}: {error}") from error
    if found.raw != raw:
        raise ValueError(f"{NEARLY}: it has other blanks or escapes, or another order of its keys")
    return found
