"""What one branch has redacted, no merge brings back."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.chronicle import BEGINNING, Json, correct, report
from timeline import Log
from timeline.burying import buried
from timeline.cli import main
from timeline.merge import merge
from timeline.redact import redact
from timeline.redactions import listed

SECRET = b"Nemo"
WHY = {"reason": "privacy"}
BATCH = [report("attack", f"raid-{number}", f"b-{number}", summary="Nemo's house") for number in (1, 2)]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A fact with two events, and a batch of two facts."""
    log = Log(tmp_path / "events.jsonl", now=lambda: "2026-11-23T10:00:00Z")
    log.append(BEGINNING)
    log.append([report("attack", "raid", "e-1", summary="Nemo's house")])
    log.append([correct("attack", "raid", "e-2", summary="A house")])
    log.append(BATCH)
    return log


def lines(log: Log) -> list[bytes]:
    """Those of the log."""
    return log.path.read_bytes().splitlines()


def branch(log: Log, base: bytes, *, events: list[Json] | None = None, without: tuple[str, ...] = ()) -> list[bytes]:
    """What becomes of the log of the base when some events are redacted and others appended."""
    log.path.write_bytes(base)
    if without:
        redact(log, without, WHY)
    log.append(events or [])
    return lines(log)


NEWS = [report("attack", "foray", "e-3")]
MORE = [report("attack", "raid", "e-4", source="agency")]
CASES: dict[str, tuple[dict[str, object], dict[str, object], str]] = {
    "news beside it": ({"without": ("e-1",)}, {"events": NEWS}, "raid"),
    "more on the fact": ({"without": ("e-1", "e-2")}, {"events": MORE}, "redaction-"),
    "both redact it": ({"without": ("e-1",)}, {"without": ("e-1",)}, "raid"),
    "each redacts one": ({"without": ("e-1",)}, {"without": ("e-2",)}, "redaction-"),
    "one of a batch": ({"without": ("e-1", "b-2")}, {"events": NEWS}, "raid"),
}


@pytest.mark.parametrize(("ours", "theirs", "named"), CASES.values(), ids=CASES)
def test_a_merge_keeps_the_tombstone(log: Log, ours: dict[str, object], theirs: dict[str, object], named: str) -> None:
    """From either side, and the result is sound: it names a fact only while something is left of it."""
    base = log.path.read_bytes()
    one, other = (branch(log, base, **side) for side in (ours, theirs))  # type: ignore[arg-type]
    united, conflicts = merge(base.splitlines(), one, other)
    assert (conflicts, merge(base.splitlines(), other, one).lines) == ([], united)
    log.path.write_bytes(b"".join(line + b"\n" for line in united))
    result = CliRunner().invoke(main, ["check", "--log", str(log.path)])
    assert (result.exit_code, result.output) == (0, f"events.jsonl: {len(united)} events, no errors\n")
    stone = next(event for event, _ in log.read() if event.id == "e-1")
    assert (stone.is_redacted, stone.subject.startswith(named)) == (True, True)
    assert united[7].startswith(b'{"leaf_hash":"')


def test_other_content_is_a_conflict(log: Log) -> None:
    """A person edited the line on one branch, so it is not what was redacted on the other."""
    base = log.path.read_bytes()
    ours = branch(log, base, without=("e-1",))
    theirs = base.replace(SECRET, b"Nobody").splitlines()
    assert "both have 'e-1' of '/talks', with different bytes" in merge(base.splitlines(), ours, theirs).conflicts


def test_nothing_is_buried_that_was_not_redacted(log: Log) -> None:
    """Lines are known by their hash."""
    redact(log, ["e-1"], WHY)
    shun = listed([(0, log.path.read_bytes())])
    assert [raw for raw, after in zip(lines(log), buried(lines(log), shun), strict=True) if raw != after] == [
        raw for raw in lines(log) if b'"id":"e-1"' in raw
    ]
