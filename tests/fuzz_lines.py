"""Lines that nobody would write: a fuzzer of the reader of one line.

    python -m tests.fuzz_lines SECONDS [SEED]

Every line is an event that reads back as the same, or is refused in one printable line for each problem; and it is JSON
to us if and only if it is to the standard library. Anything else ends with 1, a traceback and the line.
"""

import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from timeline import Refused, jsonline, plugins
from timeline.log import as_line
from timeline.registry import Kinds

ROOT = Path(__file__).parent.parent
SEEDS = [
    line
    for path in (*sorted((ROOT / "tests/lines/v1").glob("*.json")), ROOT / "events.jsonl")
    for line in path.read_bytes().splitlines()
]
"""Lines as they should be: one of each type, and the article's chronology."""

BYTES: tuple[Callable[[bytes, int, int], bytes], ...] = (
    lambda raw, at, n: raw[:at] + bytes(byte ^ 1 << n % 8 for byte in raw[at : at + 1]) + raw[at + 1 :],  # flip a bit
    lambda raw, at, n: raw[:at] + raw[at + n :],  # delete
    lambda raw, at, n: raw[:at] + bytes([n % 256]) + raw[at:],  # insert
    lambda raw, at, n: raw[: at + n] + raw[at:],  # duplicate
    lambda raw, at, _: raw[:at],  # truncate
)
"""What can happen to the bytes of a line at a place; the last number is how many, or which."""

TEXTS = ["", " ", "\x1b[2J", "\0", "\n", "\u2028", "\u202e", "\ud800", "\ufffe", "😀", "1984?", "2018-11", "null", "Q1"]
TEXTS += ["\\", '"', "https://", "//", "x" * 200, "attack.reported", "log.opened", "id", "low", "stated", "fact", "set"]
PLAIN = [None, True, False, 0, -1, 1.5, -0.0, 1e308, float("nan"), 2**31, 2**53, 2**64, 10**400, -(10**4000), *TEXTS]

OUR_RULES = ["bytes long", "byte-order mark", "CRLF", "nested too deeply"]
"""Complaints about lines that are JSON all the same."""


def any_value(rng: random.Random, depth: int = 0) -> Any:
    """A JSON value, or what Python takes for one."""
    if depth < 3 and rng.random() < 0.3:
        inner = [any_value(rng, depth + 1) for _ in range(rng.randrange(4))]
        return inner if rng.random() < 0.5 else {rng.choice(TEXTS): value for value in inner}
    return rng.choice(PLAIN)


def holders(value: Any) -> Iterator[Any]:
    """Every object and list in a value, itself included."""
    if isinstance(value, dict | list):
        yield value
        for inner in value.values() if isinstance(value, dict) else value:
            yield from holders(inner)


def restated(rng: random.Random, raw: bytes) -> bytes:
    """The line with a member replaced, renamed, taken away, or taken from another line."""
    event = json.loads(raw)
    for _ in range(rng.randrange(1, 4)):
        other = json.loads(rng.choice(SEEDS))
        holder = rng.choice(list(holders(event)))
        key: Any = rng.choice([*(holder if isinstance(holder, dict) else range(len(holder))), None])
        if key is None and isinstance(holder, dict):
            holder[rng.choice([*TEXTS, *event, *other.get("data", {})])] = any_value(rng)
        elif key is None:
            holder.append(any_value(rng))
        else:
            holder[key] = rng.choice([any_value(rng), rng.choice(list(holders(other)))])
    return nested(rng, json.dumps(event, ensure_ascii=rng.random() < 0.5).encode(errors="surrogatepass"))


def nested(rng: random.Random, raw: bytes) -> bytes:
    """Now and then, with a null deep inside."""
    if rng.random() > 0.02:
        return raw
    depth = rng.choice([100, 190, 200, 300, 10_000])
    return raw.replace(b"null", rng.choice([b"[" * depth + b"]" * depth, b'{"a":' * depth + b"1" + b"}" * depth]), 1)


def mutated(rng: random.Random) -> bytes:
    """A seed that something happened to."""
    raw = rng.choice(SEEDS)
    if rng.random() < 0.6:
        raw = restated(rng, raw)
    for _ in range(rng.choice([0, 0, 1, 1, 2, 5])):
        raw = rng.choice(BYTES)(raw, rng.randrange(len(raw) + 1), rng.choice([1, 2, rng.randrange(256)]))
    return raw


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object with these members, none of them twice."""
    if len(members := dict(pairs)) < len(pairs):
        raise ValueError("a key comes twice")
    return members


def standard(raw: bytes) -> str:
    """What the standard library reads in a line when it is held to I-JSON; empty when that is no object."""
    try:
        value = json.loads(raw.decode(), object_pairs_hook=once)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return ""
    return repr(value) if isinstance(value, dict) else ""


def ours(raw: bytes) -> tuple[str, str]:
    """The same of our reader, and its complaint."""
    try:
        return repr(jsonline.read(raw)), ""
    except ValueError as error:
        return "", str(error)


def agree(raw: bytes) -> None:
    """Fail unless two readers that share no code say the same, but for the rules that are ours alone."""
    value, complaint = ours(raw)
    if not any(rule in complaint for rule in OUR_RULES):
        assert value == standard(raw), complaint


def attempt(kinds: Kinds, raw: bytes) -> bool:
    """Read one line: whether it is an event."""
    agree(raw)
    try:
        event = kinds.read(raw)
    except Refused as refusal:
        complaints = [str(problem) for problem in refusal.problems]
    else:
        assert as_line(kinds.read(jsonline.write(as_line(event)))) == as_line(event)
        return True
    assert complaints
    assert all(complaint.isprintable() for complaint in complaints), complaints
    return False


def fuzz(seconds: float, seed: int) -> str:
    """How many lines were tried, and how many of them were events; raises what the reader should not."""
    rng, kinds, end = random.Random(seed), plugins.kinds(plugins.load()), time.monotonic() + seconds
    rounds = events = 0
    while time.monotonic() < end:
        raw = mutated(rng)
        try:
            events += attempt(kinds, raw)
        except Exception as error:
            error.add_note(f"round {rounds:,} of seed {seed}, on this line:\n{raw!r}")
            raise
        rounds += 1
    return f"{rounds:,} rounds of seed {seed}: {events:,} events, {rounds - events:,} refused"


if __name__ == "__main__":
    chosen = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32)
    sys.stdout.write(fuzz(float(sys.argv[1]), chosen) + "\n")
