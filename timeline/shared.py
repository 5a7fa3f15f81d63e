"""The tables that all kinds share.

A name that begins with an underscore belongs to the projection alone: views show what is in it.
"""

from timeline.bookkeeping import BOOKKEEPING
from timeline.schema import Field, Table
from timeline.viewed import VIEWED

IN_ORDER = "coalesce(earliest, latest, '~'), coalesce(latest, '~'), id"
"""By the first day, without one by the last; what ended earlier comes first, and undated facts come last."""

_EVENT = Field("event", "TEXT", "The event that says so.", "events.id")

SHARED = (
    Table(
        "events",
        "The whole log, a row an event, in the order of the log.",
        (
            Field("seq", "INTEGER", "The event's line in the log, from 1."),
            Field("id", "TEXT", "The event's own name."),
            Field("type", "TEXT", "Kind and verb, as attack.reported."),
            Field("kind", "TEXT", "The kind of fact it is about; log for the first event."),
            Field(
                "verb",
                "TEXT",
                "opened, registered, reported, updated, corrected, retracted or redacted; empty for an event that was "
                "redacted itself.",
            ),
            Field("subject", "TEXT", "The fact's slug."),
            Field("time", "TEXT", "When it was recorded (UTC)."),
            Field("authid", "TEXT", "Who recorded it."),
            Field("source", "TEXT", "The document it rests on.", "sources.id"),
            Field(
                "attributed_to", "TEXT", "The chain of attribution behind the document, originator first (JSON list)."
            ),
            Field("data", "TEXT", "What the event carries (JSON), as it stands in the log; empty when redacted."),
            Field("supersedes", "TEXT", "The event that this change builds on.", "events.id"),
            Field("alsosupersedes", "TEXT", "The head of another branch that it settles as well.", "events.id"),
            Field("offset", "INTEGER", "Where its line begins in the log, in bytes."),
            Field("leaf", "TEXT", "The hash of its line in the log's tree (RFC 6962), in base64."),
            Field("published_in", "INTEGER", "The first checkpoint that covers it.", "checkpoints.size"),
            Field("published_at", "TEXT", "When that was signed (UTC); empty where it does not say."),
        ),
        ("id",),
        ("subject, seq", "seq", "kind, verb", "verb", "time", "source"),
        in_order_of_log=True,
    ),
    Table(
        "checkpoints",
        "What was signed of the log: so many of its first lines, and when.",
        (
            Field("size", "INTEGER", "How many lines it covers."),
            Field("origin", "TEXT", "What the log is called by who signed."),
            Field("root", "TEXT", "The root of the tree over these lines (RFC 6962), in base64."),
            Field("time", "TEXT", "When it was signed (UTC), by a witness or, without one, by the log's owner."),
            Field("text", "TEXT", "The checkpoint as it was signed (C2SP tlog-checkpoint)."),
        ),
        ("size",),
    ),
    Table(
        "fact_actors",
        "Who took part in what, in which role, on whose word: a row for each event that says so.",
        (
            Field("fact", "TEXT", "The fact's slug."),
            Field("kind", "TEXT", "The kind of the fact."),
            Field("actor", "TEXT", "Who.", "actors.id"),
            Field("role", "TEXT", "In which role: participant, speaker, perpetrator, victim, …"),
            Field("side", "TEXT", "On which side, where there were sides."),
            _EVENT,
        ),
        ("fact", "actor", "role", "event"),
        ("actor, fact", "event"),
        subject="fact",
    ),
    Table(
        "passages",
        "The exact place in a source that an event rests on, in Unicode code points.",
        (
            _EVENT,
            Field("fact", "TEXT", "The fact's slug."),
            Field("source", "TEXT", "The document.", "sources.id"),
            Field("start", "INTEGER", "Where the passage begins, counted from 0."),
            Field("end", "INTEGER", "Where it ends: the position behind its last character."),
        ),
        ("event", "start", "end"),
        ("source, start", "fact"),
        subject="fact",
    ),
    Table(
        "history",
        "Every state of a fact that a later event replaced: what it said, from when to when.",
        (
            Field("fact", "TEXT", "The fact's slug."),
            Field("kind", "TEXT", "The kind of the fact."),
            Field("revision", "INTEGER", "Which state it was, from 1."),
            Field("event", "TEXT", "The event that brought it about.", "events.id"),
            Field("data", "TEXT", "The fact as it stood (JSON)."),
            Field("recorded_from", "TEXT", "When it began to stand in the log (UTC)."),
            Field("recorded_to", "TEXT", "When it was replaced (UTC)."),
            Field("replaced_by", "TEXT", "The event that replaced it.", "events.id"),
            Field("earliest", "TEXT", "The first day that it could then have been."),
            Field("latest", "TEXT", "The last day that it could then have been."),
        ),
        ("fact", "revision"),
        (
            "replaced_by",
            "event",
            "recorded_to, recorded_from",
            "fact, recorded_from, recorded_to",
            "coalesce(earliest, latest, '~'), coalesce(latest, '~'), fact",
        ),
        subject="fact",
    ),
    Table(
        "fact_tags",
        "The words to find a fact by: a row a tag.",
        (
            Field("fact", "TEXT", "The fact's slug."),
            Field("tag", "TEXT", "The word."),
        ),
        ("fact", "tag"),
        ("tag, fact",),
        subject="fact",
    ),
    Table(
        "figure_parts",
        "Which figure lies inside which: what overlaps is never added up.",
        (
            Field("figure", "TEXT", "The figure that is contained.", "figures.id"),
            Field("whole", "TEXT", "A figure that contains it.", "figures.id"),
        ),
        ("figure", "whole"),
        ("whole",),
        subject="figure",
    ),
    Table(
        "_facts",
        "Every standing fact of every kind, for the timeline and its search.",
        (
            Field("id", "TEXT", "The fact's slug."),
            Field("date_words", "TEXT", "When it happened, in words."),
            Field("kind", "TEXT", "The kind of fact."),
            Field("title", "TEXT", "What happened, in a few words."),
            Field("place", "TEXT", "Where it happened.", "places.id"),
            Field("summary", "TEXT", "What a reader should know."),
            Field("tags", "TEXT", "Words to find it by (JSON list)."),
            Field("date", "TEXT", "When it happened, in EDTF."),
            Field("earliest", "TEXT", "The first day it can have been; empty when open or unknown."),
            Field("latest", "TEXT", "The last day it can have been; empty when open or unknown."),
            Field("date_kind", "TEXT", "day, extent (each day from earliest to latest) or uncertain (one of them)."),
            Field("date_basis", "TEXT", "How the date was worked out."),
            Field("place_basis", "TEXT", "How the place was worked out."),
            Field("reports", "INTEGER", "How many reports tell it."),
            Field("sources", "INTEGER", "How many distinct documents it rests on."),
            Field("disputed", "INTEGER", "1 while reports differ on a field: see disputes."),
            Field("revision", "INTEGER", "How many events made it what it is."),
            Field("recorded_at", "TEXT", "When its first event was recorded (UTC)."),
            Field("changed_at", "TEXT", "When its last event was recorded (UTC)."),
            Field("head", "TEXT", "The event that a change must build on.", "events.id"),
            Field("seq", "INTEGER", "The line of the event that opened it."),
            Field("occurs", "INTEGER", "1 for what happens, 0 for sources, actors and places."),
            Field("text", "TEXT", "Its other texts, for search."),
            Field("names", "TEXT", "Names and aliases of its actors and its place, for search."),
        ),
        ("seq",),
        (
            "id, occurs",
            f"kind, {IN_ORDER}",
            "earliest, latest, kind",
            "latest, earliest WHERE occurs AND latest IS NOT earliest",
            "place",
            f"{IN_ORDER} WHERE occurs",
            "changed_at",
        ),
        in_order_of_log=True,
        subject="id",
    ),
    *VIEWED,
    *BOOKKEEPING,
)

FACTS = next(table for table in SHARED if table.name == "_facts")
