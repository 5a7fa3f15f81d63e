"""JSONTestSuite: what RFC 8259 calls no JSON is refused with its line, and all JSON is read whose keys come once."""

import json
from pathlib import Path

import pytest

from tests import vectors
from tests.one_line import AROUND, checked, damage, log_of, value_in

TWICE = ["y_object_duplicated_key", "y_object_duplicated_key_and_value"]
"""JSON by RFC 8259, but not by I-JSON."""

READ = [
    "i_number_double_huge_neg_exp",
    "i_number_real_underflow",
    "i_number_too_big_neg_int",
    "i_number_too_big_pos_int",
    "i_number_very_big_negative_int",
]
"""What RFC 8259 leaves to the reader, and ours reads: integers of any size, and fractions so small that they are 0."""


def test_the_suite_is_whole() -> None:
    """As many texts as it had when these bars were set."""
    assert {letter: len(vectors.json_texts(letter)) for letter in "nyi"} == {"n": 185, "y": 93, "i": 35}


@pytest.mark.parametrize("name", vectors.json_texts("n_"))
def test_no_json(tmp_path: Path, name: str) -> None:
    """Neither a line of its own nor a value in an event; `check` says so too."""
    text = vectors.json_texts("n_")[name]
    for line in (text, AROUND % text):
        log = log_of(tmp_path, line)
        complaint, (code, said) = damage(log), checked(log)
        assert complaint.isprintable()
        assert (code, f"events.jsonl:2: {complaint}" in said) == (1, True)


@pytest.mark.parametrize("name", vectors.json_texts("y_"))
def test_json(tmp_path: Path, name: str) -> None:
    """Read to the last character; one whose key comes twice is refused for that."""
    text = vectors.json_texts("y_")[name]
    log = log_of(tmp_path, AROUND % text)
    if name in TWICE:
        assert damage(log) == 'has the key "a" twice'
    else:
        assert repr(value_in(log)) == repr(json.loads(text))


@pytest.mark.parametrize("name", vectors.json_texts("i_"))
def test_what_is_left_to_the_reader(tmp_path: Path, name: str) -> None:
    """Read, or refused in words."""
    text = vectors.json_texts("i_")[name]
    log = log_of(tmp_path, AROUND % text)
    if name in READ:
        assert repr(value_in(log)) == repr(json.loads(text))
    else:
        assert damage(log).isprintable()
