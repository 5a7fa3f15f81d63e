"""The words that people type, for SQLite's full-text search: nothing they can type is an error.

FTS5 reads quotes, hyphens, colons and words such as NOT as its own language
(https://www.sqlite.org/fts5.html#full_text_query_syntax); within double quotes it takes them as text.
"""

import re

_WORDS = re.compile(r'"([^"]*)"|(\S+)')


def every_word(typed: str) -> str:
    """A query for facts that have all the words, and what stands in double quotes as one phrase.

    A word without a letter or a digit asks for nothing.
    """
    found = [quoted or word for quoted, word in _WORDS.findall(typed)]
    phrases = [f'"{words.replace(chr(34), " ")}"' for words in found if re.search(r"\w", words)]
    return " ".join(phrases) or '""'
