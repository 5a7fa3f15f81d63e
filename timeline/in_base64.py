"""Hashes, keys and signatures as text, in base64 (RFC 4648, section 4)."""

import base64
import binascii


def to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """What `text` spells, or nothing when it is not the one spelling of it."""
    try:
        raw = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return b""
    return raw if to_base64(raw) == text else b""
