"""Full-text search over what happened: by title and texts, and by every name of the actors and the place.

The index lies over `_facts`, whose column `names` a first reading of the log fills in as it goes; where a name changed
since, it is filled in once all rows are in.
"""

from collections.abc import Iterable

from timeline.event import Event
from timeline.fact import Json, Mention

COLUMNS = ("title", "summary", "text", "names")

TOKENIZER = "porter"
MEMORY = "INSERT INTO _facts_fts(_facts_fts, rank) VALUES ('hashsize', 16777216)"
"""Bytes to sort the words of a new index in: with 16 MiB it takes half the time."""

_NEW, _OLD = (", ".join(f"{row}.{name}" for name in ("seq", *COLUMNS)) for row in ("new", "old"))
_PUT = f"INSERT INTO _facts_fts (rowid, {', '.join(COLUMNS)}) VALUES ({_NEW});"
_TAKE = f"INSERT INTO _facts_fts (_facts_fts, rowid, {', '.join(COLUMNS)}) VALUES ('delete', {_OLD});"
TRIGGERS = (
    f"CREATE TRIGGER _facts_ai AFTER INSERT ON _facts BEGIN {_PUT} END",
    f"CREATE TRIGGER _facts_ad AFTER DELETE ON _facts BEGIN {_TAKE} END",
    f"CREATE TRIGGER _facts_au AFTER UPDATE ON _facts BEGIN {_TAKE} {_PUT} END",
)
"""Keep the index in step; a rebuild makes them last."""

NAMES_OF_TOUCHED = """UPDATE _facts SET names = (SELECT group_concat(word, char(10)) FROM (
  SELECT name AS word FROM actors WHERE id IN (SELECT actor FROM fact_actors WHERE fact = _facts.id)
  UNION SELECT alias.value FROM actors JOIN json_each(actors.aliases) AS alias
    WHERE actors.id IN (SELECT actor FROM fact_actors WHERE fact = _facts.id)
  UNION SELECT name FROM places WHERE places.id = _facts.place
  ORDER BY word))
WHERE occurs AND id IN (SELECT subject FROM touched
  UNION SELECT fact FROM fact_actors WHERE actor IN (SELECT subject FROM touched)
  UNION SELECT id FROM _facts WHERE place IN (SELECT subject FROM touched))"""
"""Fills in the names where one of the touched subjects has a part."""


class Names:
    """What actors and places are called, as far as the log was read."""

    def __init__(self) -> None:
        self._called: dict[str, dict[str, list[str]]] = {"actor": {}, "place": {}}

    def learn(self, event: Event) -> None:
        """Take in what a registration says."""
        if event.kind in self._called:
            fact = event.data["fact"]
            self._called[event.kind][event.subject] = [fact["name"], *(fact.get("aliases") or ())]

    def of(self, fact: Json, found: Iterable[Mention]) -> str | None:
        """All names of who took part in a fact, and of its place, a line each; raises KeyError at an unknown one."""
        words = [name for mention in found if mention.role for name in self._called["actor"][mention.slug]]
        if place := fact.get("place"):
            words.append(self._called["place"][place][0])
        return "\n".join(sorted(set(words))) if words else None
