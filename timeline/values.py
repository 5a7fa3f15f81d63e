"""The values a fact's fields may hold, each with the words that refuse a wrong one.

Nothing is normalised: passages count code points, so a text stays as it was typed or is refused.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from timeline import edtf
from timeline.countries import COUNTRIES
from timeline.matching import Matching

# C0 and C1 controls but tab and newline, lone surrogates, and the noncharacters of all planes.
_PLANE_ENDS = "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
_UNPRINTABLE = f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_PLANE_ENDS}]"

# RFC 3986: behind the scheme; with a scheme; and without one, when the first segment has no colon.
_CHAR = r"(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_HOST = rf"//(?:(?:{_CHAR}|:)*@)?(?:\[[0-9A-Fa-f:.]+\]|{_CHAR}*)(?::[0-9]*)?"
_PATH = rf"(?:{_CHAR}|[:@/])*"
_QUERY = rf"(?:{_CHAR}|[:@/?])*"
_REST = rf"(?:{_HOST}(?:/{_PATH})?|(?!//){_PATH})(?:\?{_QUERY})?(?:#{_QUERY})?"
URI = rf"[A-Za-z][A-Za-z0-9+.-]*:{_REST}"
URI_REFERENCE = rf"(?=.)(?:{URI}|(?![^/?#]*:){_REST})"

_CLOCK = r"(([01]\d|2[0-3]):[0-5]\d:[0-5]\d|23:59:60)"
_TIME = re.compile(rf"\d{{4}}-\d\d-\d\dT{_CLOCK}(\.\d{{1,9}})?Z", re.ASCII)
SLUG = r"[a-z0-9-]{1,128}"


def text(value: str) -> str:
    """`value` as it is; raises ValueError when it is blank or holds a control character."""
    if value.isprintable() and value.strip():  # nearly all, and quickly known
        return value
    if found := re.search(_UNPRINTABLE, value):
        raise ValueError(f"has the control character U+{ord(found[0]):04X} at position {found.start()}")
    if not value.strip():
        raise ValueError("is blank; leave the field out when nothing is known")
    return value


def line(value: str) -> str:
    """A text of one line; raises ValueError."""
    if value.isprintable() and value.strip():
        return value
    if "\n" in value or "\t" in value:
        raise ValueError("has a line break or a tab; it must be one line")
    return text(value)


def slug(value: str) -> str:
    """A name such as `qatar-talks-2018-11`; raises ValueError."""
    if not re.fullmatch(SLUG, value):
        raise ValueError(f"{value!r} is not a slug (1 to 128 of a-z, 0-9 and -)")
    return value


def date(value: str) -> str:
    """An EDTF date, as written; raises ValueError."""
    edtf.parse(value)
    return value


@lru_cache(1024)  # the events of a batch share theirs
def time(value: str) -> str:
    """A time in UTC, a leap second perhaps; raises ValueError."""
    if not _TIME.fullmatch(value):
        raise ValueError(f"{value!r} is not a time in UTC such as 2026-11-23T10:00:00Z")
    try:
        datetime.fromisoformat(value[:10])
    except ValueError as error:
        raise ValueError(f"{value!r} is not a time: there is no such day") from error
    return value


def country(value: str) -> str:
    """An ISO 3166-1 alpha-2 code, or XK for Kosovo; raises ValueError."""
    if value not in COUNTRIES:
        raise ValueError(f"{value!r} is not an ISO 3166-1 alpha-2 country code such as AF")
    return value


def url(value: str) -> str:
    """An http or https address; raises ValueError.

    Userinfo is refused, since `https://bbc.co.uk@evil.example/` reads as another site than it opens.
    """
    if not re.fullmatch(r"https?://[^\s\"<>\\^`{|}]+", value):
        raise ValueError(f"{value!r} is not an address that starts with http:// or https:// and has no blanks")
    host = re.split("[/?#]", line(value))[2]
    if "@" in host or not re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:]+)(:[0-9]+)?", host):
        raise ValueError(f"{value!r} must name a host and carry no user name")
    return value


Text = Annotated[str, AfterValidator(text)]
Line = Annotated[str, AfterValidator(line)]
Slug = Annotated[str, Matching(SLUG, slug)]
Date = Annotated[str, AfterValidator(date), Field(json_schema_extra={"format": "edtf"})]
Time = Annotated[str, AfterValidator(time), Field(json_schema_extra={"format": "date-time"})]
Country = Annotated[str, AfterValidator(country), Field(json_schema_extra={"pattern": "^[A-Z]{2}$"})]
Url = Annotated[str, AfterValidator(url), Field(json_schema_extra={"format": "uri"})]
_LARGEST = 2**53 - 1  # I-JSON (RFC 7493) keeps integers exact up to here
Natural = Annotated[int, Field(ge=0, le=_LARGEST)]


@dataclass(frozen=True)
class Refers:
    """Marks a slug that names a fact of `kind` (None: any kind); with `role`, an actor's part in what happened."""

    kind: str | None = None
    role: str | None = None


class Range(BaseModel):
    """An imprecise count, as UCDP gives deaths."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, defer_build=True)

    low: Natural | None = Field(default=None, description="At least so many.")
    best: Natural | None = Field(default=None, description="About so many.")
    high: Natural | None = Field(default=None, description="At most, or nearing, so many.")
    stated: Line | None = Field(default=None, description="The source's own words for the number.")

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("needs low, best or high; leave the field out when no number is known")
        return self


def bounds(count: int | dict[str, Any] | None) -> tuple[int | None, int | None, int | None]:
    """Low, best and high of a count as it stands in the log; a plain integer is all three."""
    if count is None or isinstance(count, int):
        return count, count, count
    return count.get("low"), count.get("best"), count.get("high")


def _as_range(value: object) -> object:
    if isinstance(value, dict):
        return value
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LARGEST:
        raise ValueError(f"{value!r} is neither a whole number from 0 on nor an object with low, best or high")
    return {"low": value, "best": value, "high": value}


class _CountSchema:
    """The JSON Schema of a count, made when somebody asks."""

    def __get_pydantic_json_schema__(self, _schema: object, _handler: object) -> dict[str, Any]:
        about = "An exact number, or low, best and high with any of the three."
        return {"anyOf": [{"type": "integer", "minimum": 0}, Range.model_json_schema()], "description": about}


Count = Annotated[
    Range,
    BeforeValidator(_as_range),
    _CountSchema(),
]
