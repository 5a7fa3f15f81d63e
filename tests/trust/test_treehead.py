"""What a checkpoint says, and of which log."""

import pytest

from timeline import treehead
from timeline.in_base64 import to_base64
from timeline.note import Signer
from timeline.treehead import TreeHead, belongs, origin

KEY = Signer("example.org/talks", b"k" * 32)
HEAD = TreeHead("example.org/talks", 84, b"\1" * 32)
ROOT = to_base64(HEAD.root)


def test_a_checkpoint_comes_back() -> None:
    """With the key that signed it; lines behind the third are for others."""
    assert treehead.opened(treehead.signed(HEAD, KEY), [KEY.verifier]) == HEAD
    assert treehead.parse(f"{HEAD.text}more\n") == HEAD


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"\n84\n{ROOT}\n",
        f"a\n084\n{ROOT}\n",
        f"a\n-1\n{ROOT}\n",
        f"a\n٨\n{ROOT}\n",
        f"a\n{10**18}\n{ROOT}\n",
        "a\n84\n\n",
        f"a\n84\n{ROOT[:-4]}\n",
        f"a\n84\n {ROOT}\n",
        f"a\n84\n{ROOT}\n\nmore\n",
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    """One spelling of a number, 32 bytes of a root, no empty line."""
    with pytest.raises(ValueError, match="is not a checkpoint"):
        treehead.parse(text)


@pytest.mark.parametrize(
    ("name", "source", "expected"),
    [
        ("example.org", "/talks", "example.org/talks"),
        ("example.org/", "talks", "example.org/talks"),
        ("", "https://example.org/talks", "example.org/talks"),
        ("ignored", "urn:uuid:7", "uuid:7"),
        ("example.org", "/a+b", "example.org/a%2Bb"),
    ],
)
def test_the_origin_of_a_log(name: str, source: str, expected: str) -> None:
    """Its owner's name and its own source, without what no name of a key can have."""
    assert origin(name, source) == expected
    assert belongs(expected, source)


def test_a_key_is_for_one_log() -> None:
    """No other source ends its name."""
    assert not belongs("example.org/talks", "/walks")
    assert not belongs("example.org/small-talks", "/talks")
    assert not belongs("example.org/talks", "https://example.com/talks")
