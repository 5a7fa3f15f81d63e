"""Every state in which a crash can leave the end of a log, and the states it cannot."""

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.tally import some
from timeline import tail

SECTOR = 512


def event(name: str, append: str = "", count: int = 1, text: str = "é" * 60) -> bytes:
    marks = {"appendid": append, "appendcount": count} if append else {}
    return json.dumps({"id": name, **marks, "data": {"text": text}}, ensure_ascii=False).encode() + b"\n"


def batch(name: str, count: int) -> bytes:
    return b"".join(event(f"{name}{n}", name if count > 1 else "", count) for n in range(count))


OLD = batch("one", 1) + batch("old", 3)
ONE, TWO, THREE = batch("new", 3).splitlines(keepends=True)
ESCAPED = ONE.replace(b"new", b"n\\u0065w")
WIPED, TYPO = b'{"id":\0\0\0}\n', b'{"id":"typo}\n'


@pytest.fixture
def end_of(tmp_path: Path) -> Iterator[Callable[[bytes], int]]:
    """Where the last whole append of these bytes ends."""
    log = os.open(tmp_path / "log", os.O_RDWR | os.O_CREAT)

    def end(content: bytes) -> int:
        os.ftruncate(log, 0)
        os.pwrite(log, content, 0)
        return tail.whole_end(log)

    yield end
    os.close(log)


def prefixes(data: bytes) -> Iterator[bytes]:
    return (data[:n] for n in range(len(data)))


def zero_filled(data: bytes) -> Iterator[bytes]:
    return (data[:n] + bytes(len(data) - n) for n in range(len(data)))


def lost_sectors(data: bytes) -> Iterator[bytes]:
    return (
        data[:n] + bytes(len(lost)) + data[n + SECTOR :] for n in range(len(data)) if (lost := data[n : n + SECTOR])
    )


@pytest.mark.parametrize("crashed", [prefixes, zero_filled, lost_sectors])
@pytest.mark.parametrize("count", [1, 3, 10])
def test_no_crash_leaves_part_of_an_append(end_of, count: int, crashed: Callable[[bytes], Iterator[bytes]]) -> None:
    ends = [end_of(OLD + left) for left in crashed(batch("new", count))]
    assert ends == [len(OLD)] * len(ends)


@pytest.mark.parametrize("crashed", [prefixes, zero_filled, lost_sectors])
def test_nor_when_it_is_the_first_append(end_of, crashed: Callable[[bytes], Iterator[bytes]]) -> None:
    assert {end_of(left) for left in crashed(batch("new", 3))} == {0}


@pytest.mark.parametrize("seed", some(range(2_000), 90))
def test_noise_at_the_end_takes_nothing_whole_with_it(end_of, seed: int) -> None:
    noise = random.Random(seed).randbytes(1 + seed * 37 % 1024)
    assert end_of(OLD + noise) >= len(OLD)
    assert end_of(OLD + b"\0" + noise) == len(OLD)


@pytest.mark.parametrize(
    ("behind", "whole"),
    [
        pytest.param(b"", b"", id="nothing"),
        pytest.param(ONE + TWO + THREE, ONE + TWO + THREE, id="whole batch"),
        pytest.param(ONE + TWO, b"", id="end missing"),
        pytest.param(TWO + THREE, b"", id="beginning missing"),
        pytest.param(WIPED + TWO + THREE, b"", id="first event wiped"),
        pytest.param(ONE + WIPED + THREE, b"", id="middle event wiped"),
        pytest.param(ONE + TWO + THREE + WIPED, ONE + TWO + THREE, id="next append wiped"),
        pytest.param(ONE + TWO + event("last"), ONE + TWO + event("last"), id="half a batch inside is damage"),
        pytest.param(
            ONE + event("b") + TWO + THREE, ONE + event("b") + TWO + THREE, id="batch parted by hand is damage"
        ),
        pytest.param(
            ESCAPED + event("b") + TWO + THREE,
            ESCAPED + event("b") + TWO + THREE,
            id="batch parted, and spelt otherwise",
        ),
        pytest.param(WIPED + event("last"), WIPED + event("last"), id="wiped line inside is damage"),
        pytest.param(TYPO, TYPO, id="a text with its newline was typed"),
        pytest.param(TYPO + WIPED, TYPO, id="typed, then wiped"),
        pytest.param(TYPO + TWO + THREE, TYPO, id="typed, then half a batch"),
        pytest.param(b"\n", b"\n", id="blank line"),
        pytest.param(b">>>>>>> branch\n", b">>>>>>> branch\n", id="git conflict"),
        pytest.param(event("bad", "bad", -1), event("bad", "bad", -1), id="senseless count"),
        pytest.param(event("long", text="é" * 99999), event("long", text="é" * 99999), id="line too long"),
        pytest.param(bytes(300_000), b"", id="many zeros"),
        pytest.param(b"x" * 300_000, b"", id="long and unfinished"),
    ],
)
def test_only_what_a_crash_leaves_is_cut(end_of, behind: bytes, whole: bytes) -> None:
    assert end_of(OLD + behind) == len(OLD + whole)


@pytest.mark.parametrize("size", [100, 5_000, 30_000, 65_000])
def test_a_batch_larger_than_a_block_is_read_back_to_its_beginning(end_of, size: int) -> None:
    lines = [event(f"{n}", "big", 20, "x" * size) for n in range(20)]
    assert end_of(OLD + b"".join(lines)) == len(OLD + b"".join(lines))
    assert end_of(OLD + b"".join(lines[:-1])) == len(OLD)
