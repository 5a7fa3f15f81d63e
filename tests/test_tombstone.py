"""A tombstone carries the hash of the line that was there, has one spelling, and is no event."""

import hashlib

import pytest

from timeline import jsonline, plugins, tombstone
from timeline.errors import Refused

EVENT = {
    "specversion": "1.0",
    "id": "e-5",
    "source": "/talks",
    "type": "attack.updated",
    "subject": "raid-on-a-house",
    "time": "2026-11-23T10:00:00Z",
    "authid": "ana",
    "salt": "A" * 22,
    "supersedes": "e-4",
    "appendid": "a-1",
    "appendcount": 2,
    "data": {"set": {"summary": "the house of N."}},
}
RAW = jsonline.write(EVENT)
KINDS = plugins.kinds(plugins.load())
LEAF = hashlib.sha256(b"\0" + RAW).digest()


def test_it_keeps_where_the_event_stood_and_nothing_that_it_said() -> None:
    """Not who recorded it, nor its salt, nor, unless somebody says so, what it was about."""
    made = tombstone.of(EVENT, RAW)
    assert made.raw.decode() == (
        f'{{"leaf_hash":"{tombstone.as_text(LEAF)}","id":"e-5","source":"/talks","type":"attack.updated",'
        f'"subject":"redaction-{LEAF.hex()[:16]}","time":"2026-11-23T10:00:00Z","supersedes":"e-4",'
        '"appendid":"a-1","appendcount":2}'
    )
    assert made.is_nameless
    assert tombstone.of(EVENT, RAW, "raid-on-a-house").about(tombstone.nameless(LEAF)) == made


def test_its_leaf_is_the_hash_that_it_carries() -> None:
    """Of all other lines it is that of their bytes."""
    made = tombstone.of(EVENT, RAW)
    assert tombstone.leaf_of(RAW) == tombstone.leaf_of(made.raw) == LEAF
    assert tombstone.read(made.raw) == made
    assert tombstone.read(RAW) is None


GOOD = tombstone.of(EVENT, RAW).raw
ALMOST: dict[str, bytes] = {
    "a blank": GOOD.replace(b',"id"', b', "id"'),
    "an escape": GOOD.replace(b"e-5", b"\\u0065-5"),
    "another order": b'{"id":"e-5",' + GOOD[1:].replace(b'"id":"e-5",', b""),
    "more in it": GOOD[:-1] + b',"note":"N."}',
    "null in it": GOOD[:-1].replace(b',"supersedes":"e-4"', b',"supersedes":null') + b"}",
    "a short hash": GOOD.replace(tombstone.as_text(LEAF).encode(), b"AAAA"),
    "loose bits": GOOD.replace(tombstone.as_text(LEAF)[-2:].encode(), b"9="),
    "no hash": GOOD.replace(tombstone.as_text(LEAF).encode(), b""),
    "the content too": GOOD[:-1] + b',"data":{}}',
    "an event that has a hash": RAW.replace(b'"authid":"ana"', b'"leaf_hash":"x"'),
}


@pytest.mark.parametrize("raw", ALMOST.values(), ids=ALMOST)
def test_there_is_one_spelling(raw: bytes) -> None:
    """All else is no tombstone: its leaf is that of its bytes, so it can stand in for nothing."""
    with pytest.raises(Refused, match="is not exactly a tombstone"):
        KINDS.read(raw)
    assert "is not exactly a tombstone" in str(KINDS.read_all([GOOD, raw])[1])
    assert tombstone.leaf_of(raw) == hashlib.sha256(b"\0" + raw).digest()


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b'{"leaf_hash":"', b"[]", b'{"leaf_hash":1}'])
def test_rubbish_has_the_leaf_of_its_bytes(raw: bytes) -> None:
    """Whatever a log may hold."""
    assert tombstone.leaf_of(raw) == hashlib.sha256(b"\0" + raw).digest()
