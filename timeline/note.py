"""Signed notes: a text that people can read, and under it who signs it with an Ed25519 key (https://c2sp.org/signed-note).

    example.org/afghan-peace-talks
    84
    zjO1pAyC…=

    — example.org/afghan-peace-talks Az3grlgtzPIC…=

A verifier key, `name+hash+base64`, says whom to believe; signatures of all other keys are ignored, as the
specification wants. tests/trust/test_note.py holds it to the vectors of golang.org/x/mod/sumdb/note and of C2SP.
"""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MOST = 1_000_000
"""Bytes of a note; a longer one is refused before it is looked into."""

_ED25519 = b"\1"
_SECRET = "PRIVATE+KEY+"
_HASH = 4


@dataclass(frozen=True)
class Verifier:
    """Whom to believe: a name, and the public key that belongs to it."""

    name: str
    public: bytes

    @property
    def hash(self) -> bytes:
        """By which a signature names its key; it proves nothing."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public).digest()[:_HASH]

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{to_base64(_ED25519 + self.public)}"

    def signed(self, text: bytes, signature: bytes) -> bool:
        """Whether it signed `text`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True)
class Signer:
    """Who signs: a name, and the 32 secret bytes of its key."""

    name: str
    secret: bytes = field(repr=False)

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self._key.public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The key as it is kept, in the spelling of golang.org/x/mod/sumdb/note."""
        return f"{_SECRET}{self.name}+{self.verifier.hash.hex()}+{to_base64(_ED25519 + self.secret)}"

    def sign(self, text: str) -> str:
        """The line that goes under `text`."""
        return f"— {self.name} {to_base64(self.verifier.hash + self._key.sign(text.encode()))}\n"

    @property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret)


class Signature(NamedTuple):
    """One line under a note: whose it says it is."""

    name: str
    hash: bytes
    signature: bytes


class Note(NamedTuple):
    """A note that was taken apart; nothing in it is to be believed before `signers` has named somebody."""

    text: str
    signatures: tuple[Signature, ...]

    def signers(self, verifiers: Sequence[Verifier]) -> list[Verifier]:
        """Who of them signed it; raises ValueError for a signature of theirs that is none, and when nobody did."""
        by_key = {(signature.name, signature.hash): signature for signature in reversed(self.signatures)}
        theirs = [(one, by_key[one.name, one.hash]) for one in verifiers if (one.name, one.hash) in by_key]
        for one, signature in theirs:
            if not one.signed(self.text.encode(), signature.signature):
                raise ValueError(f"the signature of {one.name} is not of this text: it was changed, or is forged")
        if not theirs:
            raise ValueError(f"is not signed with the key that was given, but by {', '.join(self._names())}")
        return [one for one, _ in theirs]

    def _names(self) -> Iterator[str]:
        yield from dict.fromkeys(f"{signature.name} ({signature.hash.hex()})" for signature in self.signatures)


def parse(raw: bytes) -> Note:
    """Take a note apart; raises ValueError."""
    if len(raw) > MOST:
        raise ValueError("is too long for a signed note")
    try:
        whole = raw.decode()
    except UnicodeDecodeError as error:
        raise ValueError("is not UTF-8") from error
    text, separator, under = whole.rpartition("\n\n")
    if not separator or not under.endswith("\n") or re.search(r"[\x00-\x09\x0b-\x1f]", whole):
        raise ValueError("is not a signed note: a text, an empty line, and lines of signatures")
    return Note(f"{text}\n", tuple(_signature(line) for line in under[:-1].split("\n")))


def _signature(line: str) -> Signature:
    match line.split(" "):
        case ["—", name, encoded] if is_name(name) and len(signed := from_base64(encoded)) > _HASH:
            return Signature(name, signed[:_HASH], signed[_HASH:])
    raise ValueError(f"has a line that is no signature: {line!r}")


def verifier(text: str) -> Verifier:
    """A verifier key, `name+hash+base64`; raises ValueError."""
    name, key_hash, key = _key(text, "a verifier key")
    found = Verifier(name, key)
    if found.hash.hex() != key_hash:
        raise ValueError("is not a verifier key: its hash does not fit the rest of it, so it was not copied whole")
    return found


def signer(text: str) -> Signer:
    """A signing key as `Signer.text` spells it; raises ValueError, which does not quote it."""
    name, key_hash, key = _key(text.removeprefix(_SECRET), "a signing key")
    found = Signer(name, key)
    if not text.startswith(_SECRET) or found.verifier.hash.hex() != key_hash:
        raise ValueError("is not a signing key as `timeline keygen` makes them")
    return found


def _key(text: str, what: str) -> tuple[str, str, bytes]:
    parts = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+(.+)", text)
    key = from_base64(parts[3]) if parts else b""
    if not parts or not is_name(parts[1]) or not key:
        raise ValueError(f"is not {what}: name+hash+base64")
    if key[:1] != _ED25519:
        raise ValueError(f"is a key of kind {key[0]}; only Ed25519 (kind 1) is known here")
    if len(key) != len(_ED25519) + 32:
        raise ValueError(f"is not {what}: an Ed25519 key has 32 bytes")
    return parts[1], parts[2], key[1:]


def is_name(name: str) -> bool:
    """Whether a key can be called that: no spaces, no plus."""
    return name != "" and name.isprintable() and not any(char.isspace() or char == "+" for char in name)


def to_base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """What `text` spells, or nothing when it is not the one spelling of it."""
    try:
        raw = binascii.a2b_base64(text, strict_mode=True)
    except ValueError:
        return b""
    return raw if to_base64(raw) == text else b""
