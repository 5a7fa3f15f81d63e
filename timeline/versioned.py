"""Feeds are asked for again and again: who has the newest answer already is told just that (RFC 9110, section 13)."""

from collections.abc import Mapping
from email.utils import format_datetime
from hashlib import sha256

from timeline.feeds.calendar import moment
from timeline.pages.page import Document


def versioned(document: Document) -> dict[str, str]:
    """The headers by which an answer is known again."""
    headers = {"ETag": f'"{sha256(document.body.encode()).hexdigest()[:32]}"'}
    if document.changed:
        headers["Last-Modified"] = format_datetime(moment(document.changed), usegmt=True)
    return headers


def is_known(version: str | None, asked: Mapping[str, str]) -> bool:
    """Whether one of the versions that the reader has is this one."""
    return version in {tag.strip().removeprefix("W/") for tag in asked.get("if-none-match", "").split(",")}
