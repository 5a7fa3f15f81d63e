"""Full-text search over what happened: by title and texts, and by every name of the actors and the place.

The index lies over `_facts`, whose column `names` is filled once all rows are in, since a name may change later.
"""

COLUMNS = ("title", "summary", "text", "names")

NAMES = """UPDATE _facts SET names = (SELECT group_concat(word, char(10)) FROM (
  SELECT name AS word FROM actors WHERE id IN (SELECT actor FROM fact_actors WHERE fact = _facts.id)
  UNION SELECT alias.value FROM actors JOIN json_each(actors.aliases) AS alias
    WHERE actors.id IN (SELECT actor FROM fact_actors WHERE fact = _facts.id)
  UNION SELECT name FROM places WHERE places.id = _facts.place
  ORDER BY word))
WHERE occurs"""
"""The statement that fills in the names."""

NAMES_OF_TOUCHED = f"""{NAMES} AND id IN (SELECT value FROM json_each(:touched)
  UNION SELECT fact FROM fact_actors WHERE actor IN (SELECT value FROM json_each(:touched))
  UNION SELECT id FROM _facts WHERE place IN (SELECT value FROM json_each(:touched)))"""
"""The same, where one of the subjects in the JSON list `touched` has a part."""
