"""The index of the search: every fact is in it once, in order of date; one more changes little; words of any script."""

import json
from typing import Any

import pytest

from tests.chronicle import BEGINNING
from tests.publish.conftest import FACTS, Site
from timeline.publishing.blocks import DIGITS, MOST, blocks
from timeline.publishing.tokens import shard, tokens


def data(site: Site, name: str) -> Any:
    """What a script of the index holds."""
    text = (site.folder / f"search/{name}.js").read_text()
    head = f"timelineSearch({json.dumps(name)},"
    assert text.startswith(head)
    return json.loads(text.removeprefix(head).removesuffix(");\n"))


def found(site: Site, word: str) -> list[str]:
    """The addresses of the facts that a whole word leads to, in order."""
    index = data(site, "index")
    places = data(site, f"words/{shard(word, index['shards'])}")[word]
    digits = dict(place.split(" ") for place in places.split(","))
    blocks = [str(number) for number, *_ in index["blocks"] if str(number) in digits]
    return [data(site, f"facts/{block}")[DIGITS.index(digit)]["href"] for block in blocks for digit in digits[block]]


def test_every_fact_is_found_once(large_site: Site) -> None:
    """In blocks of a bounded size; what was retracted is not."""
    blocks = data(large_site, "index")["blocks"]
    shown = [fact["href"] for number, *_ in blocks for fact in data(large_site, f"facts/{number}")]
    assert len(shown) == len(set(shown)) == FACTS + 2 + len(BEGINNING) - 1
    assert {len(data(large_site, f"facts/{number}")) == size <= MOST for number, *_, size in blocks} == {True}
    assert "secret" not in "".join(
        map(str, (data(large_site, f"words/{n}") for n in data(large_site, "index")["files"]))
    )


def test_found_by_word_name_and_choice(large_site: Site) -> None:
    """A title's word, an alias of who took part, the place, a kind."""
    assert found(large_site, "undated") == ["fact/undated.html"]
    assert len(found(large_site, "militants")) == FACTS + 1
    assert len(found(large_site, "place:kabul")) == len(found(large_site, "source:paper")) - 2 == FACTS
    assert found(large_site, "kind:figure") == ["fact/total.html"]
    assert found(large_site, "actor:qatar")[-1] == "fact/undated.html"


def test_a_fact_more_changes_one_block() -> None:
    """Wherever in time it belongs; no other fact gets another number."""
    days = [(number, f"201{number % 8}-05-{number % 28 + 1:02}") for number in range(400)]
    before, after = list(blocks(days)), list(blocks([*days, (400, "2013-05-02")]))
    assert [[number for number in block if number < 400] for block in after] == before


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (["2018", "2017", "~", ""], [[4], [2], [1], [3]]),
        (["2018-01-02", "2018-01-01"], [[1, 2]]),
        ([], []),
    ],
)
def test_blocks_lie_in_order(days: list[str], expected: list[list[int]]) -> None:
    """What is registered, then what has a date, then what has none."""
    assert list(blocks(enumerate(days, 1))) == expected


def test_a_full_year_is_parted() -> None:
    """Into months, a full month into days, and a full day into as many as it takes."""
    days = ["2018-01-01"] * (MOST + 1) + ["2018-01-02", "2018-02-01", "2018-02-09", "2019-01-01"]
    assert [len(block) for block in blocks(enumerate(days))] == [MOST, 1, 1, 2, 1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cease-fire, O'Brien!", ["cease", "fire", "o", "brien"]),
        ("Zoë ZOE\u0308 Straße ΣΊΣΥΦΟΣ İstanbul", ["zoe", "zoe", "strasse", "σισυφοσ", "istanbul"]),
        ("Ёлкин", ["елкин"]),
        ("السَّلام", ["السلام"]),
        ("हिन्दी", ["हिन्दी"]),
        ("北京2018", ["北", "京", "北京", "2018"]),
        ("김정은", ["김", "정", "은", "김정", "정은"]),
        ("\u202e<b>--😀", ["b"]),
        ("w" * 60_000, ["w" * 32]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    """Without case and accents; by characters and pairs where no space parts words."""
    assert list(tokens(text)) == expected
