"""Full-text search over what happened: by title and texts, and by every name of the actors and the place.

The index lies over `_facts`, whose column `names` a first reading of the log fills in as it goes; where a name changed
since, it is filled in once all rows are in.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from timeline.changes import Rows
from timeline.schema import Table

COLUMNS = ("title", "summary", "text", "names")

TOKENIZER = "porter"
MEMORY = "INSERT INTO _facts_fts(_facts_fts, rank) VALUES ('hashsize', 8388608)"
"""Bytes to sort the words of a new index in: as fast a rebuild as with 16 MiB, and faster than as SQLite comes."""

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
  UNION SELECT fact FROM fact_actors WHERE actor IN (SELECT id FROM renamed)
  UNION SELECT id FROM _facts WHERE place IN (SELECT id FROM renamed))"""
"""Fills in the names of the touched facts, and of those in which a renamed actor or place has a part."""

_CALLED = """SELECT id, name, aliases FROM actors WHERE id IN (SELECT subject FROM touched)
UNION ALL SELECT id, name, NULL FROM places WHERE id IN (SELECT subject FROM touched)"""
REMEMBER = f"CREATE TEMP TABLE called AS {_CALLED}"
COMPARE = f"""CREATE TEMP TABLE renamed AS
WITH now AS ({_CALLED})
SELECT id FROM (SELECT * FROM called EXCEPT SELECT * FROM now)
UNION SELECT id FROM (SELECT * FROM now EXCEPT SELECT * FROM called)"""
"""Which of the touched subjects were called otherwise before their rows were made anew."""


class Names:
    """What actors and places are called, as far as their rows were made: all names of one in one text, a line each."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._called: dict[str, dict[str, str]] = {"actors": {}, "places": {}}
        self._at = {name: [field.name for field in tables[name].fields] for name in (*self._called, "_facts")}

    def fill(self, rows: Rows) -> Iterator[str]:
        """Fill in the names of who took part in each fact; yields the facts that name somebody unknown.

        A log united by hand can name what is registered further down.
        """
        self._learn(rows)
        actors: dict[str, list[str]] = defaultdict(list)
        for fact, _, actor, *_ in rows.get("fact_actors", ()):
            actors[fact].append(actor)
        facts, place = rows.get("_facts", []), self._at["_facts"].index("place")
        happened = self._at["_facts"].index("occurs")
        for number, row in enumerate(facts):
            try:
                words = self._words(actors.get(row[0], ()), row[place]) if row[happened] else None
            except KeyError:
                yield row[0]
            else:
                facts[number] = (*row[:-1], words)

    def _learn(self, rows: Rows) -> None:
        name, aliases = self._at["actors"].index("name"), self._at["actors"].index("aliases")
        for _, slug, *row in rows.get("actors", ()):
            self._called["actors"].setdefault(slug, "\n".join([row[name - 1], *json.loads(row[aliases - 1] or "[]")]))
        name = self._at["places"].index("name")
        for _, slug, *row in rows.get("places", ()):
            self._called["places"].setdefault(slug, row[name - 1])

    def _words(self, actors: Iterable[str], place: str | None) -> str | None:
        words = {name for actor in actors for name in self._called["actors"][actor].split("\n")}
        if place:
            words.add(self._called["places"][place])
        return "\n".join(sorted(words)) or None
