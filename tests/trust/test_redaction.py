"""A redacted line keeps its place in the tree; who abuses a tombstone is named by `verify` and by the client in Go."""

import subprocess
from collections.abc import Callable

import pytest

from tests.trust.conftest import Signed
from timeline import jsonline, tombstone

Client = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def redacted(signed: Signed) -> Signed:
    """The log of 13 lines whose line 5 was redacted, with the checkpoints of before, and one that covers all."""
    assert signed.timeline("prove", "e-5").exit_code == 0
    result = signed.timeline("redact", "e-5", "--reason", "source_protection", "--authority", "The editors")
    assert result.exit_code == 0, result.output
    assert signed.timeline("checkpoint").exit_code == 0
    return signed


def test_roots_and_checkpoints_hold(redacted: Signed, client: Client) -> None:
    """All that were signed before, and what is said of the line."""
    result = redacted.verify(*(option for kept in redacted.kept for option in ("--since", kept)))
    day = jsonline.read(redacted.lines[13])["time"][:10]
    assert result.exit_code == 0
    assert f"events.jsonl: line 5 was redacted on {day} for source protection by line 14\n" in result.output
    assert b"Place 5" not in redacted.log.read_bytes()
    told = client(redacted.log, redacted.folder / "checkpoint", *redacted.kept)
    assert (told.returncode, told.stdout.splitlines()[0]) == (0, "line 5 was redacted: source_protection")


def test_a_redaction_that_nobody_signed_is_told(signed: Signed) -> None:
    """By then anybody can have written it."""
    signed.timeline("redact", "e-5", "--reason", "court")
    result = signed.verify()
    assert result.exit_code == 0
    assert "for court by line 14, which is not yet covered by a checkpoint" in result.output


def test_receipts(signed: Signed) -> None:
    """One that was given out still proves what it shows; a new one has nothing to show, and all others hold."""
    old = signed.folder / "e-5.tlog-proof"
    old.write_text(signed.timeline("prove", "e-5").stdout)
    signed.timeline("redact", "e-5", "--reason", "privacy")
    assert signed.verify("--proof", old).exit_code == 0
    refused = signed.timeline("prove", "e-5")
    assert (refused.exit_code, "'e-5' was redacted, so there is no content to prove" in refused.output) == (1, True)
    other = signed.folder / "e-6.tlog-proof"
    other.write_text(signed.timeline("prove", "e-6").stdout)
    assert signed.verify("--proof", other).exit_code == 0


def original(signed: Signed) -> bytes:
    """Line 5 as it was before: the fixture's events differ in nothing but their salt, which the test remembers."""
    return (signed.folder / "line-5").read_bytes()


def bring_back(signed: Signed) -> None:
    """The line as it was."""
    put(signed, 5, original(signed))


def slip_in(signed: Signed) -> None:
    """Other content under the id."""
    put(signed, 5, original(signed).replace(b"Place 5", b"Slander"))


def slip_beside(signed: Signed) -> None:
    """Content in the tombstone, beside its hash."""
    put(signed, 5, signed.lines[4].replace(b"}\n", b',"note":"Slander"}\n'))


def slip_within(signed: Signed) -> None:
    """Content as one of the tombstone's own values."""
    put(signed, 5, signed.lines[4].replace(b'"source":"/talks"', b'"source":"/slander"'))


def forge_hash(signed: Signed) -> None:
    """A tombstone that carries the hash of another line."""
    leaf = tombstone.as_text(tombstone.leaf_of(signed.lines[5].rstrip(b"\n")))
    mine = tombstone.as_text(tombstone.leaf_of(signed.lines[4].rstrip(b"\n")))
    put(signed, 5, signed.lines[4].replace(mine.encode(), leaf.encode()))


def without_event(signed: Signed) -> None:
    """A tombstone in the place of a line that nobody redacted: its hash is right, so the root holds."""
    raw = signed.lines[5].rstrip(b"\n")
    put(signed, 6, tombstone.of(jsonline.read(raw), raw).raw + b"\n")


def drop_event(signed: Signed) -> None:
    """The event that says so is gone, as if nobody had done it."""
    put(signed, 14, b"")


def put(signed: Signed, number: int, line: bytes) -> None:
    """Another line at a place."""
    lines = signed.lines
    lines[number - 1] = line
    signed.write(lines)


ATTACKS = {
    bring_back: "events.jsonl:5: redaction: has the content of 'e-5', which was redacted on",
    slip_in: "events.jsonl:5: redaction: has a content of its own under the id 'e-5', which was redacted on",
    slip_beside: "events.jsonl:5: redaction: has a content of its own under the id 'e-5', which was redacted on",
    slip_within: "events.jsonl:5: redaction: is a forged tombstone: it keeps of 'e-5' something else than line 14 says",
    forge_hash: "events.jsonl:5: redaction: is a forged tombstone: its leaf_hash is not the one that line 14 gives",
    without_event: "events.jsonl:6: redaction: is a tombstone, but no event.redacted in the log says that 'e-6' was",
    drop_event: "events.jsonl:5: redaction: is a tombstone, but no event.redacted in the log says that 'e-5' was",
}


@pytest.fixture
def attacked(signed: Signed, request: pytest.FixtureRequest) -> Signed:
    """The redacted log behind an attack."""
    (signed.folder / "line-5").write_bytes(signed.lines[4])
    signed.timeline("redact", "e-5", "--reason", "privacy")
    assert signed.timeline("checkpoint").exit_code == 0
    request.param(signed)
    return signed


@pytest.mark.parametrize("attacked", ATTACKS, indirect=True, ids=lambda attack: attack.__name__)
def test_verify_names_it(attacked: Signed, request: pytest.FixtureRequest) -> None:
    """By the line."""
    result = attacked.verify()
    assert result.exit_code == 1
    assert ATTACKS[request.node.callspec.params["attacked"]] in result.output


@pytest.mark.parametrize("attacked", ATTACKS, indirect=True, ids=lambda attack: attack.__name__)
def test_the_client_in_go_refuses_it(attacked: Signed, client: Client) -> None:
    """Whether the hash in the tombstone is right or not."""
    assert client(attacked.log, attacked.folder / "checkpoint").returncode == 1


@pytest.mark.parametrize("attacked", ATTACKS, indirect=True, ids=lambda attack: attack.__name__)
def test_no_command_reads_it(attacked: Signed, request: pytest.FixtureRequest) -> None:
    """Neither the reader nor the projector, the publisher or an append, nor is it in what they print."""
    site = attacked.folder / "site"
    fact = {"name": "Place"}
    draft = jsonline.write({"type": "place.registered", "subject": "new", "data": {"fact": fact}}).decode()
    (attacked.folder / "drafts").write_text(draft)
    before = attacked.log.read_bytes()
    for command in (["check"], ["project"], ["publish", site], ["append", attacked.folder / "drafts"], ["log"]):
        result = attacked.timeline(*command)
        assert (command, result.exit_code) == (command, 1)
        assert ATTACKS[request.node.callspec.params["attacked"]] in result.output or "slip_beside" in request.node.name
        assert "Slander" not in result.output
    assert (attacked.log.read_bytes(), site.exists()) == (before, False)


def test_what_came_back_is_taken_away_again(signed: Signed) -> None:
    """By a repeat of the command or by `doctor`, without another event."""
    (signed.folder / "line-5").write_bytes(signed.lines[4])
    signed.timeline("redact", "e-5", "--reason", "privacy")
    after = signed.log.read_bytes()
    for command in (["redact", "e-5", "--reason", "privacy"], ["doctor"]):
        bring_back(signed)
        assert signed.timeline("project").exit_code == 1
        assert signed.timeline(*command).exit_code == 0
        assert signed.log.read_bytes() == after
        assert signed.timeline("project").exit_code == 0
