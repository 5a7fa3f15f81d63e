"""The views: what readers ask most, over the tables of `tables`.

They are plain SQL that lets the indexes through, so that a filter on a view costs what it costs on a table. A plus
before a verb keeps SQLite from searching by it, which takes in most of the log.
"""

from dataclasses import dataclass

from timeline.schema import Field, Table
from timeline.shared import FACTS, IN_ORDER
from timeline.viewed import CONFLICTS, CORRECTIONS, DISPUTES


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


_FIELD = "nullif(field, '') AS field"


def _names(table: Table) -> str:
    return ", ".join(field.name for field in table.fields)


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
        f"SELECT {_names(DISPUTES)}\nFROM _disputes",
    ),
    View(
        "corrections",
        "What changed, from what, to what, why and when: every update, correction and retraction.",
        CORRECTIONS.fields,
        f"SELECT {_names(CORRECTIONS).replace('field', _FIELD)}\nFROM _corrections",
    ),
    View(
        "redactions",
        "What was redacted: which event, when, why and by what authority. Nothing of what it said is left.",
        (
            Field("event", "TEXT", "The id of the event that was redacted."),
            Field("line", "INTEGER", "Its line in the log, where a tombstone stands."),
            Field("fact", "TEXT", "The fact that it was about, while something else is told of that."),
            Field("type", "TEXT", "What it was: kind and verb."),
            Field("recorded_at", "TEXT", "When it was recorded (UTC)."),
            Field("redacted_at", "TEXT", "When it was redacted (UTC)."),
            Field("reason", "TEXT", "doxxing, privacy, court, source_protection or licence."),
            Field("authority", "TEXT", "By whose authority."),
            Field("note", "TEXT", "What the editor says about it."),
            Field("redaction", "TEXT", "The event that says so."),
        ),
        """SELECT json_extract(r.data, '$.event') AS event, t.seq AS line, nullif(t.subject, r.subject) AS fact,
  json_extract(r.data, '$.type') AS type, json_extract(r.data, '$.time') AS recorded_at, r.time AS redacted_at,
  json_extract(r.data, '$.reason') AS reason, json_extract(r.data, '$.authority') AS authority,
  json_extract(r.data, '$.note') AS note, r.id AS redaction
FROM events AS r LEFT JOIN events AS t ON t.id = json_extract(r.data, '$.event')
WHERE r.verb = 'redacted'""",
    ),
    View(
        "conflicts",
        "Two changes that were made on two branches, of which neither builds on the other; the later one in the log "
        "stands until a change builds on both.",
        CONFLICTS.fields,
        f"SELECT {_names(CONFLICTS)}\nFROM _conflicts",
    ),
)
