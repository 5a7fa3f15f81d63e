"""The tables by which the projection and an append find their way."""

from timeline.schema import Field, Table

BOOKKEEPING = (
    Table(
        "_named",
        "What a fact names in a list, and by whose word: an append must know it before a thing is retracted.",
        (
            Field("fact", "TEXT", "The fact's slug."),
            Field("slug", "TEXT", "What it names."),
        ),
        ("fact", "slug"),
        ("slug",),
        subject="fact",
    ),
    Table(
        "_counts",
        "How often each value stands in a column of a whole table: what its facets show.",
        (
            Field("of", "TEXT", "The table or view."),
            Field("field", "TEXT", "The column."),
            Field("value", "", "The value; of a list, a member."),
            Field("count", "INTEGER", "In how many rows it stands."),
        ),
        ("of", "field", "value"),
    ),
    Table(
        "_projection",
        "How far the log has been read, written in the transaction of the rows.",
        (
            Field("version", "TEXT", "What made these tables: another projector or other kinds rebuild them."),
            Field("selection", "TEXT", "Which events they take; empty for all."),
            Field("seq", "INTEGER", "Lines read."),
            Field("offset", "INTEGER", "Bytes read."),
            Field("sha256", "TEXT", "SHA-256 over the SHA-256 of the blocks that were read."),
            Field("last_id", "TEXT", "The last event read."),
            Field("file", "TEXT", "Which file the log was: its device and inode."),
        ),
        ("version",),
    ),
    Table(
        "_blocks",
        "What the log was read in: blocks of whole lines, by which it is known again.",
        (
            Field("number", "INTEGER", "Which block, from 0."),
            Field("offset", "INTEGER", "Where it begins, in bytes."),
            Field("lines", "INTEGER", "Lines before it."),
            Field("size", "INTEGER", "How many bytes it has."),
            Field("sha256", "TEXT", "SHA-256 of its bytes."),
            Field("prefix", "TEXT", "SHA-256 of the prefix before it and its own, as hexadecimal text."),
        ),
        ("number",),
    ),
)
