"""Receipts: of every line, checked by us and by Go; corrupted anywhere they prove nothing."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trust.conftest import CLIENT, DEBIAN, KEY, OTHER, VKEY, Signed
from timeline import receipt, tlog, treehead
from timeline.receipt import Receipt
from timeline.treehead import TreeHead

Client = Callable[..., subprocess.CompletedProcess[str]]

LINES = [b'{"id":"%d"}' % number for number in range(11)]
LEAVES = [tlog.leaf_hash(line) for line in LINES]


def receipt_of(place: int, size: int) -> Receipt:
    """The receipt of a line, when the log had so many."""
    head = TreeHead(KEY.name, size, tlog.tree(LEAVES[:size]).root)
    proof = tlog.hashes(LEAVES[:size], tlog.inclusion(place, size))
    return Receipt(LINES[place], place, tuple(proof), treehead.signed(head, KEY))


@pytest.mark.parametrize("size", range(1, len(LINES) + 1))
def test_every_line_of_every_small_log(size: int, client: Client, tmp_path: Path) -> None:
    """Go's tlog takes each of our receipts."""
    for place in range(size):
        made = receipt_of(place, size)
        assert receipt.parse(made.text) == made
        assert made.proved([KEY.verifier]).size == size
        file = tmp_path / f"{place}.tlog-proof"
        file.write_bytes(made.text)
        checked = client(file)
        assert (
            checked.stdout == f"line {place + 1} of {size}, as it was signed as {KEY.name}:\n{LINES[place].decode()}\n"
        )


def test_a_receipt_that_was_changed(client: Client, tmp_path: Path) -> None:
    """Each line of it with another character, or gone: neither we nor Go take it."""
    lines = receipt_of(4, 11).text.decode().splitlines(keepends=True)
    for number, line in enumerate(lines):
        for instead in ("", line.replace(line[-5:-4], "B" if line[-5:-4] != "B" else "C"), f"x{line}"):
            changed = "".join([*lines[:number], instead, *lines[number + 1 :]]).encode()
            with pytest.raises(ValueError, match=r"^(is|has|its|the) "):
                receipt.parse(changed).proved([KEY.verifier])
            file = tmp_path / "changed.tlog-proof"
            file.write_bytes(changed)
            assert client(file).returncode != 0, (number, instead)


def test_the_client_in_go_is_a_module(client: Client, tmp_path: Path) -> None:
    """As readers fetch it; here its one requirement is what Debian has."""
    for name in ("main.go", "go.mod", "go.sum"):
        shutil.copy(CLIENT.with_name(name), tmp_path)
    there = f"-replace=golang.org/x/mod={DEBIAN}/src/golang.org/x/mod"
    offline = {**os.environ, "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOCACHE": str(tmp_path / "cache")}
    for command in (["mod", "edit", there], ["build", "-o", "verify", "."]):
        subprocess.run(["go", *command], cwd=tmp_path, env=offline, check=True)
    assert "usage: " in subprocess.run([tmp_path / "verify"], capture_output=True, text=True, check=False).stderr


def test_a_receipt_of_another_key() -> None:
    """Is none."""
    with pytest.raises(ValueError, match="is not signed with the key that was given"):
        receipt_of(4, 11).proved([OTHER.verifier])


def test_prove_and_verify(signed: Signed, tmp_path: Path) -> None:
    """A receipt of about a kilobyte, which gives back the line byte for byte."""
    proved = signed.timeline("prove", "e-5")
    file = tmp_path / "e-5.tlog-proof"
    file.write_bytes(proved.stdout_bytes)
    assert len(proved.stdout_bytes) < 1500
    result = signed.timeline("verify", "--key", VKEY, "--proof", file)
    assert result.stdout_bytes == signed.lines[4]
    assert "line 5 of example.org/talks, when it had 12, is this one, as it was signed" in result.stderr


def test_a_receipt_is_a_checkpoint_that_was_kept(signed: Signed, tmp_path: Path) -> None:
    """`--since` takes it like one, as when the log was rolled back to eight lines."""
    file = tmp_path / "e-5.tlog-proof"
    file.write_bytes(signed.timeline("prove", "e-5").stdout_bytes)
    assert signed.verify("--since", file).exit_code == 0
    signed.write(signed.lines[:8])
    shutil.copy(signed.kept[1], signed.folder / "checkpoint")
    (signed.folder / "checkpoints/12").unlink()
    assert signed.verify().exit_code == 0
    assert "e-5.tlog-proof was signed for 12: an older state" in signed.verify("--since", file).output


@pytest.mark.parametrize(
    ("event_id", "complaint"),
    [
        ("e-13", "checkpoint covers 12 lines, and the event is line 13; `timeline checkpoint` signs"),
        ("e-99", "no event has the id 'e-99'"),
        ("p-5", "no event has the id 'p-5'; the events on this fact are e-5"),
    ],
)
def test_what_cannot_be_proved(signed: Signed, event_id: str, complaint: str) -> None:
    """It says why, and what to do."""
    result = signed.timeline("prove", event_id)
    assert (result.exit_code, result.stdout) == (1, "")
    assert complaint in result.stderr


def test_of_a_changed_log_nothing_is_proved(signed: Signed) -> None:
    """Not of lines that are as they were either."""
    signed.write([line.replace(b"Place 7", b"Plaza 7") for line in signed.lines])
    result = signed.timeline("prove", "e-5")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is not as it was signed, so nothing can be proved" in result.stderr


def test_without_a_checkpoint_nothing_is_proved(signed: Signed) -> None:
    """It says how one is made."""
    (signed.folder / "checkpoint").unlink()
    for command in (["prove", "e-5"], ["verify", "--key", VKEY]):
        assert "there is no such checkpoint; `timeline checkpoint` signs one" in signed.timeline(*command).output


@pytest.mark.parametrize("raw", [b"", b"\xff", b"c2sp.org/tlog-proof@v1\nindex 1\n\n", b"c2sp.org/tlog-proof@v2\n\n"])
def test_what_is_no_receipt(raw: bytes) -> None:
    """One without its line is none of ours."""
    with pytest.raises(ValueError, match="is not a receipt"):
        receipt.parse(raw)
