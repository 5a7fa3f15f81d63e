"""Signed notes: the vectors of golang.org/x/mod and C2SP, and what no note can be."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from timeline import note
from timeline.note import Signer

_VECTORS = Path(__file__).parents[3] / "shared/note/notes.json"
VECTORS: dict[str, Any] = json.loads(_VECTORS.read_text()) if _VECTORS.exists() else {}
"""Those of golang/mod (BSD), C2SP (CC BY 4.0) and transparency-dev/formats (Apache-2.0), beside the project."""

with_vectors = pytest.mark.skipif(not VECTORS, reason="the vectors of signed notes are not beside the project")

KEY = Signer("example.org/talks", b"k" * 32)
TEXT = "one\n\ntwo\n"
SIGNED = f"{TEXT}\n{KEY.sign(TEXT)}"


@with_vectors
@pytest.mark.parametrize("case", VECTORS.get("good", ()), ids=lambda case: case.get("why", case["verified"][-1]))
def test_good_notes(case: dict[str, Any]) -> None:
    """Exactly those whose key was given have signed."""
    signers = note.parse(case["note"].encode()).signers([note.verifier(key) for key in case["vkeys"]])
    assert [one.name for one in signers] == case["verified"]


@with_vectors
@pytest.mark.parametrize("case", VECTORS.get("bad", ()), ids=lambda case: case["why"])
def test_bad_notes(case: dict[str, Any]) -> None:
    """They are refused before anybody's signature is looked at."""
    with pytest.raises(ValueError, match=r"is not a signed note|is no signature"):
        note.parse(case["note"].encode())


@with_vectors
def test_keys() -> None:
    """A key that was not copied whole is refused, and one of another kind by its name; a witness's is read."""
    for key in VECTORS["badkeys"]:
        with pytest.raises(ValueError, match=r"is not a verifier key|is a key of kind"):
            note.verifier(key)
    for case in VECTORS["goodkeys"]:
        assert note.verifier(case["vkey"]).kind == case["kind"]
        assert str(note.verifier(case["vkey"])) == case["vkey"]


@with_vectors
@pytest.mark.parametrize("case", VECTORS.get("sign", ()), ids=lambda case: case["vkey"][:12])
def test_signing(case: dict[str, Any]) -> None:
    """The same key makes the same signature, and is kept in the same spelling."""
    signer = note.signer(case["skey"])
    assert signer.sign(case["text"]) == case["signature"]
    assert (signer.text, str(signer.verifier)) == (case["skey"], case["vkey"])


def test_a_note_is_believed_by_its_signature_alone() -> None:
    """Not when a byte of the text was changed, nor by another key of the same name."""
    assert note.parse(SIGNED.encode()).signers([KEY.verifier]) == [KEY.verifier]
    for place in range(len(TEXT) - 1):
        changed = TEXT[:place] + ("x" if TEXT[place] != "\n" else "y") + TEXT[place + 1 :]
        with pytest.raises(ValueError, match="is not of this text"):
            note.parse(f"{changed}\n{KEY.sign(TEXT)}".encode()).signers([KEY.verifier])
    with pytest.raises(ValueError, match=f"but by example.org/talks .{KEY.verifier.hash.hex()}"):
        note.parse(SIGNED.encode()).signers([Signer("example.org/talks", b"o" * 32).verifier])


def test_the_example_of_a_cosignature() -> None:
    """The signed message is that of the specification: two lines, and the whole text."""
    line = KEY.cosign(TEXT, 1679315147)
    raw = base64.b64decode(line.split(" ")[2])
    assert (raw[:4], int.from_bytes(raw[4:12])) == (KEY.verifier.cosigner.hash, 1679315147)
    public = Ed25519PublicKey.from_public_bytes(KEY.verifier.public)
    public.verify(raw[12:], f"cosignature/v1\ntime 1679315147\n{TEXT}".encode())


def test_a_cosignature_says_when() -> None:
    """Of the keys that were given alone, and not of another text or time; as a witness has it, it stands by itself."""
    signed = note.parse(f"{SIGNED}{KEY.cosign(TEXT, 1_700_000_000)}".encode())
    assert signed.signers([KEY.verifier]) == [KEY.verifier]
    assert signed.times([KEY.verifier]) == [1_700_000_000]
    assert signed.times([Signer("example.org/talks", b"o" * 32).verifier]) == []
    witnessed = note.parse(f"{TEXT}\n{KEY.cosign(TEXT, 7)}".encode())
    assert witnessed.signers([KEY.verifier.cosigner]) == [KEY.verifier.cosigner]
    with pytest.raises(ValueError, match="is not signed with the key"):
        witnessed.signers([KEY.verifier])
    head, sent = KEY.cosign(TEXT, 7).rsplit(" ", 1)
    raw = base64.b64decode(sent)
    later = base64.b64encode(raw[:11] + b"\x08" + raw[12:]).decode()
    assert note.parse(f"{SIGNED}{head} {later}\n".encode()).times([KEY.verifier]) == []


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"", "is not a signed note"),
        (b"\xff\n\n" + KEY.sign(TEXT).encode(), "is not UTF-8"),
        (SIGNED.replace("one", "o\rne").encode(), "is not a signed note"),
        (SIGNED.encode() + b"x\n", "is no signature"),
        (SIGNED.replace("—", "-").encode(), "is no signature"),
        (SIGNED.replace("talks ", "talks  ").encode(), "is no signature"),
        (f"{TEXT}\n— name AAAA\n".encode(), "is no signature"),
        (f"{TEXT}\n— a+b AAAAAAAA\n".encode(), "is no signature"),
        (f"{TEXT}\n— name AAAAAAB=\n".encode(), "is no signature"),
        (b"x" * 1_000_001, "is too long"),
    ],
)
def test_what_is_no_note(raw: bytes, complaint: str) -> None:
    """It says why; base64 has one spelling."""
    with pytest.raises(ValueError, match=complaint):
        note.parse(raw)


@pytest.mark.parametrize(
    "text", ["", "a+b", "a b+00000000+AQ==", str(KEY.verifier).replace("talks", "walks"), KEY.text]
)
def test_what_is_no_verifier_key(text: str) -> None:
    """A signing key, above all."""
    with pytest.raises(ValueError, match="is not a verifier key"):
        note.verifier(text)


@pytest.mark.parametrize("text", ["", str(KEY.verifier), KEY.text[:-8], KEY.text.replace("talks", "walks")])
def test_what_is_no_signing_key(text: str) -> None:
    """The complaint quotes none of it."""
    with pytest.raises(ValueError, match="is not a signing key") as complaint:
        note.signer(text)
    assert len(text) < 20 or text[-20:] not in str(complaint.value)


def test_the_secret_is_not_shown() -> None:
    """In no traceback."""
    assert "kkkk" not in repr(KEY)
