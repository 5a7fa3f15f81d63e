"""Markdown: what a story can quote, and that no text breaks it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.chronicle import MISLEADING
from tests.exporting.conftest import Export, of_texts
from timeline.exporting.markdown import plain

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TALKS = (
    "- **from 14 to 16 November 2018**, Doha: Talks in Doha. Two sides \\<b\\>met\\</b\\>. Nothing came of it. "
    "(Taliban through State of Qatar, in [Who met in Doha?](<https://web.example/doha?a=1&b=2>), The Web; The Paper) "
    "*Disputed*"
)


@pytest.fixture(scope="module")
def lines(export: Export) -> list[str]:
    """The lines of the chronology."""
    return export("markdown").stdout.splitlines()


def test_a_line_a_fact(lines: list[str]) -> None:
    """When, where, what, on whose word, and what to be wary of."""
    assert lines[:4] == ["# Talks", "", "Who met \\<whom\\>, and when", ""]
    assert TALKS in lines
    assert lines[-1] == "Licence: CC-BY-4.0"


def test_disputes_and_corrections_stand_below(lines: list[str]) -> None:
    """With both sides, and why."""
    assert lines[lines.index(TALKS) + 1] == "  - Disputed: round: 2 (Who met in Doha?) or 3 (The Paper)"
    assert "  - Corrected (coder error): killed: about 3 (2 to 5) → about 4 (2 to 5)" in lines


def test_a_plan_says_what_became_of_it(lines: list[str]) -> None:
    """It is no fact that it happened."""
    assert "- **20 April 2019**: The vote. (The Paper) *Cancelled*" in lines


def test_dates_are_words_under_years(lines: list[str]) -> None:
    """Of what began in a year; undated facts come last."""
    assert [line for line in lines if line.startswith("## ")] == [
        *("## 1999", "## 2001", "## 2010", "## 2015", "## 2018", "## 2019", "## Without a date")
    ]
    assert "- **some day from 5 to 11 November 2018**, Afghanistan: A siege. Killed: at least 1. " in "\n".join(lines)


BREAKING = [
    "# a\n# b",
    "- x",
    "1. x",
    "1) x",
    "---",
    "===",
    "    code",
    "a  \nb",
    "<script>alert(1)</script>",
    "</li></ul><img src=x onerror=alert(1)>",
    "[a](javascript:alert(1))",
    "![a](https://evil.example/x.png)",
    "[a]: https://evil.example",
    "<https://evil.example>",
    "https://evil.example www.evil.example a@evil.example",
    "&lt;b&gt; &copy;",
    "**bold** __bold__ _i_ ~~s~~ `code` ``",
    "\\*a\\* \\",
    "a | b\n--|--\n1 | 2",
    "```\nx",
    "$x$ :smile: ^a^ {.class}",
]


def texts(token: Token) -> str:
    """What an inline token shows, but for the numbers of lines."""
    return "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))


@settings(max_examples=5, deadline=None)
@given(st.lists(st.sampled_from(BREAKING + MISLEADING), min_size=4, max_size=20))
def test_no_text_breaks_it(given_texts: list[str]) -> None:
    """Each shows as it is, in its own item, without a link or an image."""
    wanted = [text for text in given_texts if "\n" not in text]
    with of_texts(wanted) as result:
        tokens = READER.parse(result("markdown").stdout)
    assert [token.type for token in tokens].count("list_item_open") == len(wanted)
    inline = [token for token in tokens if token.type == "inline"][2:]
    kinds = {child.type for token in inline for child in token.children or ()}
    assert kinds <= {"text", "strong_open", "strong_close"}
    for token, text in zip(inline, wanted, strict=True):
        assert " ".join(text.split()) in texts(token)


@pytest.mark.parametrize("text", BREAKING)
def test_a_description_is_a_paragraph(text: str) -> None:
    """Whatever it begins with."""
    with of_texts([], description=" ".join(text.split())) as result:
        tokens = READER.parse(result("markdown").stdout)
    assert [token.type for token in tokens if token.nesting == 1] == ["heading_open", "paragraph_open"]
    assert texts(tokens[4]) == " ".join(text.split())


def test_addresses_do_not_become_links() -> None:
    """Where a program would link what looks like one."""
    assert plain("https://a.b www.c.d e@f.g") == "https\\://a.b www\\.c.d e\\@f.g"


def test_the_direction_of_writing_ends_with_the_text() -> None:
    """So that what stands behind it reads as it should."""
    assert plain("a\u202eb\u2067c") == "a\u202eb\u2067c\u2069\u202c"
    assert plain("a\u202eb\u202c") == "a\u202eb\u202c"
