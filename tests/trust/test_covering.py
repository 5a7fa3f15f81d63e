"""Which checkpoint was the first to cover an event, in the tables; and what the log said as of one."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from typing import Any

import pytest

from tests.trust.conftest import KEY, OTHER, Signed
from timeline import Log, note, treehead
from timeline.note import Signer
from timeline.treehead import TreeHead

WITNESS = Signer("witness.example/w", b"w" * 32)
FIRST = "2023-11-14T22:13:20Z"


def rows(signed: Signed, select: str, *arguments: object) -> Sequence[tuple[Any, ...]]:
    """What the tables say, once they are brought up to the log."""
    result = signed.timeline("project", *arguments, key=None)
    assert result.exit_code == 0, result.output
    with closing(sqlite3.connect(signed.folder / "timeline.db")) as db:
        return db.execute(select).fetchall()


COVERED = "SELECT seq, published_in FROM events ORDER BY seq"
EXPECTED = [(n, 3 if n <= 3 else 8 if n <= 8 else 12 if n <= 12 else None) for n in range(1, 14)]


def test_the_first_that_covers_it(signed: Signed) -> None:
    """With the time at which it was signed, as the checkpoint has it."""
    assert rows(signed, COVERED) == EXPECTED
    times = rows(signed, "SELECT DISTINCT published_in, published_at FROM events WHERE published_in IS NOT NULL")
    kept = [treehead.moment(file.read_bytes(), [KEY.verifier]) for file in signed.kept]
    assert times == list(zip((3, 8, 12), kept, strict=True))
    assert None not in kept
    texts = rows(signed, "SELECT size, text FROM checkpoints")
    assert texts == [(size, file.read_text()) for size, file in zip((3, 8, 12), signed.kept, strict=True)]


def test_a_catch_up_says_what_a_rebuild_says(signed: Signed) -> None:
    """After a checkpoint without news, news without a checkpoint, and one that was taken away."""
    joined = "events AS e LEFT JOIN checkpoints AS c ON c.size = e.published_in"
    everything = f"SELECT e.seq, e.published_in, e.published_at, c.text FROM {joined}"
    rows(signed, COVERED)
    assert signed.timeline("checkpoint").exit_code == 0
    for deed in (
        lambda: None,
        lambda: Log(signed.log).append([{"type": "place.registered", "subject": "p", "data": {"fact": {"name": "P"}}}]),
        lambda: [file.unlink() for file in (signed.folder / "checkpoints").glob("8*")],
        lambda: (signed.folder / "checkpoint.vkey").write_text(f"{OTHER.verifier}\n"),
    ):
        deed()
        caught_up = rows(signed, everything)
        assert caught_up == rows(signed, everything, "--rebuild")
    assert {row[1] for row in caught_up} == {None}


def test_what_was_not_signed_covers_nothing(signed: Signed) -> None:
    """Nor what is of other lines, nor another's."""
    head = TreeHead("example.org/talks", 5, b"\0" * 32)
    (signed.folder / "checkpoints/5").write_bytes(treehead.signed(head, KEY, 1))
    (signed.folder / "checkpoints/8").write_bytes(signed.kept[1].read_bytes().replace(b"example.org", b"example.com"))
    assert {row[1] for row in rows(signed, COVERED)} == {3, 12, None}


def test_a_witness_says_when(signed: Signed) -> None:
    """Before the owner, whose clock may say anything."""
    file = signed.folder / "checkpoints/3"
    head = treehead.parse(note.parse(file.read_bytes()).text)
    with file.open("a") as checkpoint:
        checkpoint.write(WITNESS.cosign(head.text, 1_700_000_000))
    with (signed.folder / "checkpoint.vkey").open("a") as keys:
        keys.write(f"{WITNESS.verifier.cosigner}\n")
    times = rows(signed, "SELECT DISTINCT published_at FROM events WHERE published_in = 3")
    assert times == [(FIRST,)]
    assert signed.verify("--key", WITNESS.verifier.cosigner).exit_code == 0


@pytest.mark.parametrize(("time", "said"), [(None, None), (2**63, None), (1_700_000_000, FIRST)])
def test_when_a_checkpoint_was_signed(time: int | None, said: str | None) -> None:
    """Where it says so, and a calendar has that day."""
    raw = treehead.signed(TreeHead("example.org/talks", 5, b"\0" * 32), KEY, time)
    assert treehead.moment(raw, [KEY.verifier]) == said
    assert treehead.moment(raw, [OTHER.verifier]) is None


@pytest.mark.parametrize("named", ["8", "kept", "receipt"])
def test_what_the_log_said_as_of_a_checkpoint(signed: Signed, named: str) -> None:
    """By its size, as somebody kept it, or in a receipt; told again when the log has news."""
    shutil.copy(signed.kept[1], signed.folder / "checkpoint")
    receipt = signed.folder.parent / "e-5.tlog-proof"
    receipt.write_bytes(signed.timeline("prove", "e-5").stdout_bytes)
    (signed.folder / "timeline.db").unlink()
    given = {"8": "8", "kept": signed.kept[1], "receipt": receipt}[named]
    for subject in ("p", "q"):
        assert rows(signed, "SELECT max(seq), count(*) FROM events", "--known-at", given) == [(8, 8)]
        Log(signed.log).append([{"type": "place.registered", "subject": subject, "data": {"fact": {"name": "P"}}}])


@pytest.mark.parametrize(
    ("deed", "given", "complaint"),
    [
        (lambda _: None, "9", "checkpoints/9 is not there: a number is that of a kept checkpoint"),
        (lambda signed: signed.write(signed.lines[1:]), "8", "lines 1 to 8 are not those that 8 was signed for"),
        (lambda signed: signed.write(signed.lines[:4]), "8", "has 4 whole lines, but 8 was signed for 8"),
        (lambda _: None, "2026", "checkpoints/2026 is not there: a number is that of a kept checkpoint, and a day is"),
    ],
)
def test_what_is_no_state_of_the_log(signed: Signed, deed: Any, given: str, complaint: str) -> None:
    """Is refused, and no table is made."""
    deed(signed)
    result = signed.timeline("project", "--known-at", given, key=None)
    assert (result.exit_code, (signed.folder / "timeline.db").exists()) == (1, False)
    assert complaint in result.stderr
