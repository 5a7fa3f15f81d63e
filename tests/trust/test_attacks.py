"""What somebody could do to a log: each deed is named by `verify`, and the client in Go refuses it as well."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.trust.conftest import KEY, OTHER, Signed
from timeline import treehead
from timeline.treehead import TreeHead

Client = Callable[..., subprocess.CompletedProcess[str]]


def change(signed: Signed) -> None:
    """Another name in line 5."""
    lines = signed.lines
    lines[4] = lines[4].replace(b"Place", b"Plaza")
    signed.write(lines)


def insert(signed: Signed) -> None:
    """A line between 5 and 6."""
    lines = signed.lines
    signed.write([*lines[:5], lines[4].replace(b"e-5", b"e-x"), *lines[5:]])


def delete(signed: Signed) -> None:
    """Line 5 is gone, and what follows moves up."""
    lines = signed.lines
    signed.write([*lines[:4], *lines[5:]])


def swap(signed: Signed) -> None:
    """Lines 5 and 7 change places."""
    lines = signed.lines
    lines[4], lines[6] = lines[6], lines[4]
    signed.write(lines)


def truncate(signed: Signed) -> None:
    """The log ends after ten lines."""
    signed.write(signed.lines[:10])


def tear(signed: Signed) -> None:
    """The log ends within line 12."""
    signed.write([*signed.lines[:11], signed.lines[11][:40]])


def roll_back(signed: Signed) -> None:
    """Log and checkpoint as they were at eight lines, with no trace of what came later."""
    signed.write(signed.lines[:8])
    shutil.copy(signed.kept[1], signed.folder / "checkpoint")
    for file in (signed.folder / "checkpoints").glob("12*"):
        file.unlink()


def replay(signed: Signed) -> None:
    """The old checkpoint is put back, so that nothing seems to stand against the end of the log."""
    shutil.copy(signed.kept[1], signed.folder / "checkpoint")


def rewrite(signed: Signed) -> None:
    """Whoever has the key changes line 5, signs the whole anew, and leaves no trace of the older heads."""
    change(signed)
    shutil.rmtree(signed.folder / "checkpoints")
    (signed.folder / "checkpoint").unlink()
    signed.write(signed.lines[:12])
    assert signed.timeline("checkpoint").exit_code == 0


def replace_key(signed: Signed) -> None:
    """Somebody else does the same."""
    change(signed)
    shutil.rmtree(signed.folder / "checkpoints")
    (signed.folder / "checkpoint").unlink()
    assert signed.timeline("checkpoint", key=OTHER).exit_code == 0


def two_heads(signed: Signed) -> None:
    """Whoever has the key signs other lines of the same number as well, and shows that head to somebody else."""
    other = TreeHead(KEY.name, 12, b"\1" * 32)
    signed.kept[2].write_bytes(treehead.signed(other, KEY))


def forge(signed: Signed) -> None:
    """The checkpoint names another root under the signature it had."""
    file = signed.folder / "checkpoint"
    text = file.read_text().splitlines()
    file.write_text("\n".join([*text[:2], "A" * 43 + "=", *text[3:], ""]))


def of_another_log(signed: Signed) -> None:
    """A head of a log of another name, signed with the same key."""
    other = TreeHead("example.org/other", 12, b"\0" * 32)
    (signed.folder / "checkpoint").write_bytes(treehead.signed(other, KEY))


ATTACKS = {
    change: ["events.jsonl:5: was changed since it was signed"],
    insert: ["events.jsonl:6: was slipped in between lines that were signed"],
    delete: ["events.jsonl:5: has vanished since it was signed"],
    swap: [
        "events.jsonl:5: was moved since it was signed as line 7",
        "events.jsonl:7: was moved since it was signed as line 5",
    ],
    truncate: [
        "has 10 whole lines, but checkpoint was signed for 12",
        *(f"events.jsonl:{n}: has vanished" for n in (11, 12)),
    ],
    tear: ["has 11 whole lines, but checkpoint was signed for 12", "events.jsonl:12: has vanished since it was signed"],
    roll_back: ["checkpoint: covers 8 lines, but kept-12 was signed for 12: an older state was put back"],
    replay: ["checkpoint: covers 8 lines, but checkpoints/12 was signed for 12: an older state was put back"],
    rewrite: [
        "kept-12: was signed for as many lines as checkpoint (12), but for other ones: keep both",
        "events.jsonl: lines 4 to 8: there something was changed",
    ],
    two_heads: ["kept-12: was signed for as many lines as checkpoint (12), but for other ones: keep both"],
    replace_key: [f"checkpoint: is not signed with the key that was given, but by {OTHER.name}"],
    forge: ["checkpoint: the signature of example.org/talks is not of this text: it was changed, or is forged"],
    of_another_log: ["checkpoint: is of another log, example.org/other, though it was signed by example.org/talks"],
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_an_attack_is_named(signed: Signed, attack: Callable[[Signed], None]) -> None:
    """To a reader who kept the checkpoints that they saw, by the line where that can be told."""
    attack(signed)
    result = signed.verify(*(option for kept in signed.kept for option in ("--since", kept)))
    assert result.exit_code == 1
    assert [words for words in ATTACKS[attack] if words not in result.output] == []
    assert "NOT what was signed" in result.output


NAMED_BY_GO = {
    **dict.fromkeys(
        (change, insert, delete, swap), "kept-8: lines 1 to 8 of the log are not those that it was signed for"
    ),
    truncate: "checkpoint: was signed for 12 lines, but the log has only 10 whole ones",
    tear: "checkpoint: was signed for 12 lines, but the log has only 11 whole ones",
    roll_back: "kept-12: was signed for 12 lines, the newest for 8: an older state was put back",
    replay: "kept-12: was signed for 12 lines, the newest for 8: an older state was put back",
    rewrite: "kept-8: lines 1 to 8 of the log are not those that it was signed for",
    two_heads: "kept-12: was signed for as many lines as the newest, but for other ones: keep both",
    replace_key: "checkpoint: note has no verifiable signatures",
    forge: "checkpoint: invalid signature for key example.org/talks",
    of_another_log: "checkpoint: is of another log, example.org/other",
}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.__name__)
def test_the_client_in_go_names_it(signed: Signed, attack: Callable[[Signed], None], client: Client) -> None:
    """It has the log, the newest checkpoint, and those that the reader kept."""
    attack(signed)
    kept = [signed.folder / "checkpoint", *signed.kept]
    if attack in (change, insert, delete, swap):
        kept = [signed.kept[1], *kept]
    done = client(signed.log, *kept)
    assert (done.returncode, NAMED_BY_GO[attack] in done.stderr) == (1, True), done.stderr


def test_the_client_in_go_takes_what_is_as_it_was(signed: Signed, client: Client) -> None:
    """Checkpoints that say when they were signed, and a log that has grown since."""
    done = client(signed.log, signed.folder / "checkpoint", *signed.kept)
    assert done.stdout == "lines 1 to 12 are as they were signed as example.org/talks\n", done.stderr


@pytest.mark.parametrize("attack", [change, insert, delete, swap, truncate, tear], ids=lambda attack: attack.__name__)
def test_nothing_is_signed_that_does_not_go_on(signed: Signed, attack: Callable[[Signed], None]) -> None:
    """The owner is told the same lines, and the checkpoint stays."""
    attack(signed)
    before = (signed.folder / "checkpoint").read_bytes()
    result = signed.timeline("checkpoint")
    assert result.exit_code == 1
    assert [words for words in ATTACKS[attack] if words not in result.output] == []
    assert "Nothing was signed" in result.output
    assert (signed.folder / "checkpoint").read_bytes() == before


def test_who_kept_nothing_is_not_told_of_a_rewriting(signed: Signed) -> None:
    """Whoever has the key can rewrite it all: that is why readers keep checkpoints, and why they are anchored."""
    rewrite(signed)
    assert signed.verify().exit_code == 0
    assert signed.verify("--since", signed.kept[0]).exit_code == 0
    assert signed.verify("--since", signed.kept[1]).exit_code == 1


@pytest.mark.parametrize(
    "instead",
    [
        lambda raw: b"".join(sorted(raw.splitlines(keepends=True))),
        lambda raw: b"\xff" + raw,
        lambda raw: raw[:-9],
        lambda raw: raw[:0],
        lambda raw: raw * 9,
    ],
    ids=["order", "not-ascii", "torn", "empty", "too-many"],
)
def test_hashes_that_do_not_make_the_root_are_not_believed(signed: Signed, instead: Callable[[bytes], bytes]) -> None:
    """Then only the lines between two checkpoints are named."""
    change(signed)
    file = signed.folder / "checkpoints/8.leaves"
    file.write_bytes(instead(file.read_bytes()))
    output = signed.verify().output
    assert "events.jsonl:5" not in output
    assert "events.jsonl: lines 4 to 8: there something was changed, slipped in, moved or taken away" in output


def test_many_changes_are_counted(signed: Signed, tmp_path: Path) -> None:
    """The first are named one by one."""
    log, lines = signed.log, signed.lines
    signed.write([*lines[:12], *(lines[11].replace(b"e-12", b"e-%d" % number) for number in range(100, 140))])
    assert signed.timeline("checkpoint").exit_code == 0
    signed.write([line.replace(b"Place", b"Plaza") for line in signed.lines])
    output = signed.verify().output
    assert output.count(f"{log.name}:") == 4 + 20 + 2
    assert "and 31 lines more" in output
