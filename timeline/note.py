"""Signed notes: a text that people can read, and under it who signs it with an Ed25519 key (https://c2sp.org/signed-note).

    example.org/afghan-peace-talks
    84
    zjO1pAyC…=

    — example.org/afghan-peace-talks Az3grlgtzPIC…=

A verifier key, `name+hash+base64`, says whom to believe; signatures of all other keys are ignored, as the
specification wants. A signature of the second kind, a cosignature, also says when it was made
(https://c2sp.org/tlog-cosignature): the owner of a log makes both, and witnesses make it alone.
tests/trust/test_note.py holds it to the vectors of golang.org/x/mod/sumdb/note and of C2SP.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from timeline.in_base64 import from_base64, to_base64

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MOST = 1_000_000
"""Bytes of a note; a longer one is refused before it is looked into."""

ED25519 = 1
COSIGNATURE = 4
"""The kinds of signatures that are known here, as https://c2sp.org/signed-note numbers them."""

_TIME = 8
_SECRET = "PRIVATE+KEY+"
_HASH = 4


@dataclass(frozen=True)
class Verifier:
    """Whom to believe: a name, the public key that belongs to it, and which kind of signature it makes."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def hash(self) -> bytes:
        """By which a signature names its key; it proves nothing."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:_HASH]

    @property
    def cosigner(self) -> "Verifier":
        """The same key as it signs with the time."""
        return Verifier(self.name, self.public, COSIGNATURE)

    def __str__(self) -> str:
        return f"{self.name}+{self.hash.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def signed(self, text: str, signature: bytes) -> bool:
        """Whether it signed `text`."""
        from cryptography.exceptions import InvalidSignature  # here, since most who load this check none
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        at = _TIME if self.kind == COSIGNATURE else 0
        message = _timed(text, int.from_bytes(signature[:at])) if at else text
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature[at:], message.encode())
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
        return f"{_SECRET}{self.name}+{self.verifier.hash.hex()}+{to_base64(bytes([ED25519]) + self.secret)}"

    def sign(self, text: str) -> str:
        """The line that goes under `text`."""
        return f"— {self.name} {to_base64(self.verifier.hash + self._key.sign(text.encode()))}\n"

    def cosign(self, text: str, time: int) -> str:
        """The line that says also when, in seconds since 1970 (UTC)."""
        signature = time.to_bytes(_TIME) + self._key.sign(_timed(text, time).encode())
        return f"— {self.name} {to_base64(self.verifier.cosigner.hash + signature)}\n"

    @property
    def _key(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.secret)


def _timed(text: str, time: int) -> str:
    return f"cosignature/v1\ntime {time}\n{text}"


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
            if not one.signed(self.text, signature.signature):
                raise ValueError(f"the signature of {one.name} is not of this text: it was changed, or is forged")
        if not theirs:
            raise ValueError(f"is not signed with the key that was given, but by {', '.join(self._names())}")
        return [one for one, _ in theirs]

    def times(self, verifiers: Sequence[Verifier]) -> list[int]:
        """When some of them say to have signed it, in seconds since 1970; what they did not sign says nothing."""
        keys = {(one.name, one.hash): one for one in (verifier.cosigner for verifier in verifiers)}
        of_theirs = [(keys.get(one[:2]), one.signature) for one in self.signatures]
        return [int.from_bytes(raw[:_TIME]) for key, raw in of_theirs if key and key.signed(self.text, raw)]

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
    name, key_hash, kind, key = _key(text, "a verifier key")
    found = Verifier(name, key, kind)
    if found.hash.hex() != key_hash:
        raise ValueError("is not a verifier key: its hash does not fit the rest of it, so it was not copied whole")
    return found


def signer(text: str) -> Signer:
    """A signing key as `Signer.text` spells it; raises ValueError, which does not quote it."""
    name, key_hash, kind, key = _key(text.removeprefix(_SECRET), "a signing key")
    found = Signer(name, key)
    if not text.startswith(_SECRET) or kind != ED25519 or found.verifier.hash.hex() != key_hash:
        raise ValueError("is not a signing key as `timeline keygen` makes them")
    return found


def _key(text: str, what: str) -> tuple[str, str, int, bytes]:
    parts = re.fullmatch(r"([^+]+)\+([0-9a-f]{8})\+(.+)", text)
    key = from_base64(parts[3]) if parts else b""
    if not parts or not is_name(parts[1]) or not key:
        raise ValueError(f"is not {what}: name+hash+base64")
    if key[0] not in (ED25519, COSIGNATURE):
        raise ValueError(f"is a key of kind {key[0]}; only Ed25519 (kinds 1 and 4) is known here")
    if len(key) != 1 + 32:
        raise ValueError(f"is not {what}: an Ed25519 key has 32 bytes")
    return parts[1], parts[2], key[0], key[1:]


def is_name(name: str) -> bool:
    """Whether a key can be called that: no spaces, no plus."""
    return name != "" and name.isprintable() and not any(char.isspace() or char == "+" for char in name)
