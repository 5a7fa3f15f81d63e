"""The views: what readers ask most, over the tables of `tables`.

They are plain SQL that lets the indexes through, so that a filter on a view costs what it costs on a table. A plus
before a verb keeps SQLite from searching by it, which takes in most of the log.
"""

from dataclasses import dataclass

from timeline.schema import Field
from timeline.shared import DISPUTES, FACTS, IN_ORDER


@dataclass(frozen=True)
class View:
    """A view: `select` is its SQL, whose columns `fields` describe in order."""

    name: str
    description: str
    fields: tuple[Field, ...]
    select: str

    def create(self) -> str:
        """The statement that creates it."""
        return f'CREATE VIEW "{self.name}" AS\n{self.select}'


_FOR_SEARCH = ("occurs", "text", "names")
_TIMELINE = tuple(field for field in FACTS.fields if field.name not in _FOR_SEARCH)

VIEWS = (
    View(
        "timeline",
        "What happened, all kinds in order of occurrence; undated facts come last.",
        _TIMELINE,
        f"SELECT {', '.join(field.name for field in _TIMELINE)}\nFROM _facts WHERE occurs\nORDER BY {IN_ORDER}",
    ),
    View(
        "claims",
        "Who says what: a row for each field that a source gives a value.",
        (
            Field("fact", "TEXT", "The fact's slug."),
            Field("field", "TEXT", "The field."),
            Field("value", "TEXT", "Its value, by this source; lists and objects as JSON."),
            Field("source", "TEXT", "The document."),
            Field(
                "attributed_to", "TEXT", "The chain of attribution behind the document, originator first (JSON list)."
            ),
            Field("event", "TEXT", "The event that records it."),
        ),
        """SELECT e.subject AS fact, claim.key AS field, claim.value AS value, e.source, e.attributed_to, e.id AS event
FROM events AS e
JOIN _facts ON _facts.id = e.subject
JOIN json_each(e.data, CASE e.verb WHEN 'reported' THEN '$.fact' ELSE '$.set' END) AS claim
WHERE e.source IS NOT NULL
  AND +e.verb IN ('reported', 'updated', 'corrected')
  AND NOT EXISTS (
    SELECT 1 FROM events AS w
    WHERE w.subject = e.subject AND +w.verb = 'retracted' AND json_extract(w.data, '$.report') = e.id
  )""",
    ),
    View(
        "disputes",
        "Where sources differ: the value that stands, the other one, and who gives which.",
        DISPUTES.fields,
        f"SELECT {', '.join(field.name for field in DISPUTES.fields)}\nFROM _disputes",
    ),
    View(
        "corrections",
        "What changed, from what, to what, why and when: every update, correction and retraction.",
        (
            Field("fact", "TEXT", "The fact's slug."),
            Field("kind", "TEXT", "The kind of the fact."),
            Field("field", "TEXT", "The field that changed; empty where the whole fact was retracted."),
            Field("was", "TEXT", "What stood before; for a retraction the title or name."),
            Field("now", "TEXT", "What stands since."),
            Field("verb", "TEXT", "updated (newer knowledge), corrected (we were wrong) or retracted."),
            Field("reason", "TEXT", "Why."),
            Field("note", "TEXT", "What the editor says about it."),
            Field("source", "TEXT", "The document it rests on."),
            Field("authid", "TEXT", "Who recorded it."),
            Field("time", "TEXT", "When it was recorded (UTC)."),
            Field("event", "TEXT", "The event that records it."),
        ),
        """SELECT e.subject AS fact, e.kind, patch.key AS field, json_extract(h.data, '$.' || patch.key) AS was,
  patch.value AS now, e.verb, json_extract(e.data, '$.reason') AS reason, json_extract(e.data, '$.note') AS note,
  e.source, e.authid, e.time, e.id AS event
FROM events AS e
JOIN history AS h ON h.replaced_by = e.id
JOIN json_each(e.data, '$.set') AS patch
WHERE e.verb IN ('updated', 'corrected')
UNION ALL
SELECT e.subject, e.kind, iif(json_extract(e.data, '$.report') IS NULL, NULL, 'report'),
  coalesce(json_extract(e.data, '$.report'), json_extract(h.data, '$.title'), json_extract(h.data, '$.name')),
  NULL, e.verb, json_extract(e.data, '$.reason'), json_extract(e.data, '$.note'), e.source, e.authid, e.time, e.id
FROM events AS e
JOIN history AS h ON h.replaced_by = e.id
WHERE e.verb = 'retracted'""",
    ),
    View(
        "conflicts",
        "Two changes that were made from the same state of a fact, on two branches; the later one in the log stands "
        "until an event builds on it.",
        (
            Field("fact", "TEXT", "The fact's slug."),
            Field("kind", "TEXT", "The kind of the fact."),
            Field("builds_on", "TEXT", "The event that the later change was made from."),
            Field("one", "TEXT", "The event that had come since."),
            Field("other", "TEXT", "The later change, which did not know of it."),
            Field("one_data", "TEXT", "What the one carries (JSON)."),
            Field("other_data", "TEXT", "What the other carries (JSON)."),
        ),
        """SELECT e.subject AS fact, e.kind, e.supersedes AS builds_on, before.id AS one, e.id AS other,
  before.data AS one_data, e.data AS other_data
FROM events AS e
JOIN events AS before ON before.subject = e.subject
  AND before.seq = (SELECT max(seq) FROM events WHERE subject = e.subject AND seq < e.seq)
WHERE e.verb IN ('updated', 'corrected', 'retracted')
  AND e.supersedes <> before.id
  AND NOT EXISTS (
    SELECT 1 FROM events AS later
    WHERE later.subject = e.subject AND later.seq > e.seq AND later.supersedes = (
      SELECT id FROM events WHERE subject = later.subject AND seq < later.seq ORDER BY seq DESC LIMIT 1
    )
  )""",
    ),
)
