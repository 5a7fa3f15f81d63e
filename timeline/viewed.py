"""The tables that views of the same name show: where sources differ, what changed, and what two branches left."""

from timeline.schema import Field, Table

DISPUTES = Table(
    "_disputes",
    "A report that gives a field another value than the one that stands.",
    (
        Field("fact", "TEXT", "The fact's slug."),
        Field("field", "TEXT", "The field."),
        Field("standing", "TEXT", "The value that stands."),
        Field("other", "TEXT", "The value that the other report gives."),
        Field("standing_source", "TEXT", "The document behind the value that stands.", "sources.id"),
        Field("other_source", "TEXT", "The document behind the other value.", "sources.id"),
        Field("standing_event", "TEXT", "The event behind the value that stands.", "events.id"),
        Field("other_event", "TEXT", "The event behind the other value.", "events.id"),
    ),
    ("fact", "field", "other_event"),
    subject="fact",
)
CORRECTIONS = Table(
    "_corrections",
    "What each update, correction and retraction changed: a row a field.",
    (
        Field("fact", "TEXT", "The fact's slug."),
        Field("kind", "TEXT", "The kind of the fact."),
        Field("field", "TEXT", "The field that changed; empty where the whole fact was retracted."),
        Field("was", "", "What stood before; for a retraction the title or name."),
        Field("now", "", "What stands since."),
        Field("verb", "TEXT", "updated (newer knowledge), corrected (we were wrong) or retracted."),
        Field("reason", "TEXT", "Why."),
        Field("note", "TEXT", "What the editor says about it."),
        Field("source", "TEXT", "The document it rests on."),
        Field("authid", "TEXT", "Who recorded it."),
        Field("time", "TEXT", "When it was recorded (UTC)."),
        Field("event", "TEXT", "The event that records it."),
    ),
    ("fact", "event", "field"),
    ("time, event, verb, kind, reason", "verb", "event"),
    subject="fact",
)
CONFLICTS = Table(
    "_conflicts",
    "Two changes of which neither builds on the other, as two branches leave them.",
    (
        Field("fact", "TEXT", "The fact's slug."),
        Field("kind", "TEXT", "The kind of the fact."),
        Field("builds_on", "TEXT", "The event that the later change was made from."),
        Field("one", "TEXT", "The earlier change."),
        Field("other", "TEXT", "The later change in the log, which stands meanwhile."),
        Field("one_data", "TEXT", "What the one carries (JSON)."),
        Field("other_data", "TEXT", "What the other carries (JSON)."),
    ),
    ("fact", "one", "other"),
    subject="fact",
)

VIEWED = (DISPUTES, CORRECTIONS, CONFLICTS)
