"""`keygen`, `checkpoint` and `verify` as their users have them."""

import shutil
import stat
import subprocess
import time
from pathlib import Path

import pytest

from tests.trust.conftest import KEY, OTHER, VKEY, Signed
from timeline import note
from timeline.note import Signer


def home(signed: Signed) -> Path:
    """A key file outside of every repository."""
    return signed.folder.parent / "secret/talks.key"


def test_a_key_is_made_once(signed: Signed) -> None:
    """For its owner alone to read, and named by the log; then it signs."""
    made = signed.timeline("keygen", "--name", "example.org", "--key-file", home(signed), key=None)
    assert stat.S_IMODE(home(signed).stat().st_mode) == 0o600
    again = signed.timeline("keygen", "--key-file", home(signed), key=None)
    assert again.stdout == made.stdout
    assert note.verifier(made.stdout.strip()).name == "example.org/talks"
    assert note.signer(home(signed).read_text().strip()).verifier == note.verifier(made.stdout.strip())
    assert signed.timeline("checkpoint", "--key-file", home(signed), key=None).exit_code == 0
    assert signed.verify("--key", made.stdout.strip()).exit_code == 0


def test_a_key_from_the_environment(signed: Signed) -> None:
    """Is printed as it is, and no file is made."""
    assert signed.timeline("keygen", "--key-file", home(signed)).stdout == f"{VKEY}\n"
    assert not home(signed).exists()


def test_no_key_in_a_repository(signed: Signed) -> None:
    """Unless it is forced."""
    subprocess.run(["git", "init", "--quiet", signed.folder], check=True)
    arguments = ["keygen", "--name", "example.org", "--key-file", signed.folder / "sub/key"]
    refused = signed.timeline(*arguments, key=None)
    assert (refused.exit_code, (signed.folder / "sub").exists()) == (1, False)
    assert "is in a git repository: a key that is committed is no secret" in refused.stderr
    assert signed.timeline(*arguments, "--force", key=None).exit_code == 0


@pytest.mark.parametrize("name", ["", "two words", "a\tb"])
def test_a_key_needs_a_name(signed: Signed, name: str) -> None:
    """Without spaces."""
    result = signed.timeline("keygen", "--name", name, "--key-file", home(signed), key=None)
    assert (result.exit_code, home(signed).exists()) == (1, False)
    assert "cannot name a log; say whose it is, such as example.org" in result.stderr


def test_a_key_that_others_can_read_signs_nothing(signed: Signed) -> None:
    """It says how to mend that."""
    signed.timeline("keygen", "--name", "example.org", "--key-file", home(signed), key=None)
    home(signed).chmod(0o640)
    result = signed.timeline("checkpoint", "--key-file", home(signed), key=None)
    assert (result.exit_code, f"`chmod 600 {home(signed)}`" in result.stderr) == (1, True)


@pytest.mark.parametrize(
    ("key", "complaint"),
    [
        (None, "there is no such key; `timeline keygen` makes one, or set TIMELINE_KEY"),
        (Signer("example.org/walks", b"k" * 32), "the key is for example.org/walks, and the log's source is /talks"),
    ],
)
def test_no_checkpoint_with_another_key(signed: Signed, key: Signer | None, complaint: str) -> None:
    """A key signs one log."""
    result = signed.timeline("checkpoint", "--key-file", home(signed), key=key)
    assert (result.exit_code, complaint in result.stderr) == (1, True)


def test_a_log_keeps_its_name(signed: Signed) -> None:
    """Its checkpoints are of one origin; who renames it begins anew elsewhere."""
    result = signed.timeline("checkpoint", key=Signer("example.com/talks", b"k" * 32))
    assert result.exit_code == 1
    assert "checkpoint: is of another log, example.org/talks; this one is example.com/talks" in result.stderr


def test_what_the_key_holds_is_never_printed(signed: Signed) -> None:
    """Not when it cannot be read either."""
    result = signed.timeline("checkpoint", key=Signer("a b", b"k" * 32))
    assert result.exit_code == 1
    assert "TIMELINE_KEY: is not a signing key" in result.output
    assert "PRIVATE" not in result.output


def test_checkpoints_are_kept(signed: Signed) -> None:
    """All of them, byte for byte as readers have them, with a hash for each line."""
    folder = signed.folder / "checkpoints"
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        f"{n}{s}" for n in (3, 8, 12) for s in ("", ".leaves")
    )
    assert [(folder / size).read_bytes() for size in ("3", "8", "12")] == [file.read_bytes() for file in signed.kept]
    assert [len((folder / f"{size}.leaves").read_text().splitlines()) for size in (3, 8, 12)] == [3, 5, 4]


def test_the_same_lines_are_signed_once(signed: Signed) -> None:
    """A second checkpoint of them changes no file."""
    signed.timeline("checkpoint")
    before = {file: file.stat().st_mtime_ns for file in signed.folder.rglob("*check*")}
    assert "covers already all 13 lines" in signed.timeline("checkpoint").stderr
    assert {file: file.stat().st_mtime_ns for file in signed.folder.rglob("*check*")} == before


def test_a_checkpoint_says_when(signed: Signed) -> None:
    """By the word of who signed, which no clock later than now can be."""
    checkpoint = note.parse((signed.folder / "checkpoint").read_bytes())
    [made] = checkpoint.times([KEY.verifier])
    assert made <= time.time()
    assert made >= (signed.folder / "checkpoint").stat().st_mtime - 60


def test_another_key_takes_over(signed: Signed) -> None:
    """It signs the same lines below the first one; a reader may trust either, and both for what came before."""
    signed.timeline("checkpoint")
    signed.timeline("checkpoint", key=OTHER)
    assert (signed.folder / "checkpoint").read_text().count("— ") == 4
    assert (signed.folder / "checkpoint.vkey").read_text() == f"{VKEY}\n{OTHER.verifier}\n"
    assert (signed.folder / "checkpoints/13.leaves").read_text().count("\n") == 1
    assert signed.verify().exit_code == 0
    new = str(OTHER.verifier)
    assert "checkpoints/3: is not signed with the key" in signed.timeline("verify", "--key", new, key=None).output
    assert signed.timeline("verify", "--key", new, "--key", VKEY, key=None).exit_code == 0


def test_what_is_not_covered_is_said(signed: Signed) -> None:
    """It is no fault."""
    result = signed.verify()
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            "events.jsonl: lines 1 to 12 are as they were signed as example.org/talks",
            "events.jsonl: line 13 is not yet covered by a checkpoint",
        ],
    )


def test_a_copy_of_the_log_anywhere(signed: Signed, tmp_path: Path) -> None:
    """Named as an argument."""
    shutil.copytree(signed.folder, tmp_path / "copy")
    assert signed.verify(tmp_path / "copy/events.jsonl").exit_code == 0


def test_an_append_in_progress_is_not_signed(signed: Signed) -> None:
    """Nor is it touched."""
    with signed.log.open("ab") as log:
        log.write(b'{"half')
    assert "covers all 13 lines" in signed.timeline("checkpoint").stderr
    assert signed.log.read_bytes().endswith(b'{"half')


def test_a_checkpoint_that_crashed_is_made_again(signed: Signed) -> None:
    """Wherever it stopped: with hashes alone, or with all but the newest."""
    signed.timeline("checkpoint")
    newest = signed.folder / "checkpoint"
    whole = newest.read_bytes()
    for gone in (["checkpoint"], ["checkpoint", "checkpoints/13"]):
        for name in gone:
            (signed.folder / name).unlink()
        shutil.copy(signed.kept[2], newest)
        assert "covers all 13 lines" in signed.timeline("checkpoint").stderr
        assert (newest.read_bytes(), (signed.folder / "checkpoints/13").read_bytes()) == (whole, whole)


def test_a_log_that_begins(tmp_path: Path) -> None:
    """An empty file has no source to name a key by."""
    empty = Signed(tmp_path, ())
    empty.write([])
    assert "is empty; `timeline init` begins a log" in empty.timeline("checkpoint").stderr


def test_a_key_that_was_mistyped(signed: Signed) -> None:
    """It says so, and quotes it."""
    result = signed.timeline("verify", "--key", VKEY[:-3], key=None)
    assert (result.exit_code, "--key: 'example.org/talks+" in result.stderr) == (1, True)
    assert note.verifier(VKEY) == KEY.verifier


def test_openssl_checks_the_signature_alone(signed: Signed, tmp_path: Path) -> None:
    """By the recipe of docs/trust.md, word for word."""
    page = (Path(__file__).parents[2] / "docs/trust.md").read_text()
    recipe = page.partition("```sh\n# openssl")[2].partition("```")[0]
    shutil.copy(signed.folder / "checkpoint", tmp_path)
    done = subprocess.run(
        ["bash", "-euc", f"VKEY={VKEY!r}\n# {recipe}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["Signature Verified Successfully"], done.stderr
