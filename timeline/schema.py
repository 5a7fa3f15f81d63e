"""What a table is: its columns, key and indexes, and the SQL that makes it.

Every table has an order of its own, the place in the log or its key, so that a rebuild and any sequence of catch-ups
give the same dump.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Field(NamedTuple):
    """A column; `references` is the `table.column` that it points to."""

    name: str
    type: str
    description: str
    references: str | None = None


@dataclass(frozen=True)
class Table:
    """A table. Its rows lie in the order of the key (WITHOUT ROWID), or in that of the log.

    Indexes are SQL; behind WHERE stands which rows alone they take in. `subject` is the column that says which fact a
    row is about, where rows follow from all events of one.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    indexes: tuple[str, ...] = ()
    in_order_of_log: bool = False
    subject: str | None = None

    def create(self) -> str:
        """The statement that creates it."""
        lines = [
            *(
                f'"{field.name}" {field.type}' + (" NOT NULL" if field.name in self.key else "")
                for field in self.fields
            ),
            "PRIMARY KEY (" + ", ".join(f'"{name}"' for name in self.key) + ")",
            *(_foreign_key(field) for field in self.fields if field.references),
        ]
        return (
            f'CREATE TABLE "{self.name}" (\n  '
            + ",\n  ".join(lines)
            + "\n)"
            + ("" if self.in_order_of_log else " WITHOUT ROWID")
        )

    def insert(self, how: str = "INSERT") -> str:
        """The statement that adds a row; in the order of the log, its place there comes first."""
        columns = [field.name for field in self.fields]
        if self.in_order_of_log and "seq" not in self.key:
            columns.insert(0, "rowid")
        marks = ", ".join("?" * len(columns))
        return f'{how} INTO "{self.name}" ({", ".join(map(_quoted, columns))}) VALUES ({marks})'

    def create_indexes(self) -> Iterator[str]:
        """The statements that create its indexes; a rebuild runs them once the rows are in."""
        for index in self.indexes:
            name = re.sub(r"\W+", "_", f"{self.name} by {index}").strip("_")
            columns, where, condition = index.partition(" WHERE ")
            yield f'CREATE INDEX "{name}" ON "{self.name}" ({columns}){where}{condition}'


def _quoted(name: str) -> str:
    return f'"{name}"'


def _foreign_key(field: Field) -> str:
    table, _, column = str(field.references).partition(".")
    return f'FOREIGN KEY ("{field.name}") REFERENCES "{table}" ("{column}")'
