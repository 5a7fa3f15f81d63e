"""Write the pages that follow from the code: `python docs/generate.py`; with --check only say which are stale."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from timeline import Log, plugins
from timeline.cli import main
from timeline.cli.values import choices, is_list, part_of
from timeline.exporting.formats import FORMATS as EXPORTS
from timeline.fact import Fact, leaves
from timeline.importing.formats import FORMATS, ours
from timeline.importing.table.cell import Cell
from timeline.importing.table.mapping import MODELS, Dataset, Mapping, Only, When, Who
from timeline.metadata import as_yaml
from timeline.registry import Kinds
from timeline.schema import Field, Table
from timeline.tables import tables
from timeline.values import Range
from timeline.views import VIEWS

ROOT = Path(__file__).parent.parent
_CONTEXT = {**main.context_settings, "terminal_width": 100}
_GENERATED = "<!-- Written by `make docs`; change the code instead. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated file by its path from the root."""
    kinds = plugins.kinds(plugins.load())
    opened = next(Log(ROOT / "events.jsonl", kinds=kinds).read()).event.data
    return {
        "docs/kinds.md": _GENERATED + "\n".join(_kinds(kinds)),
        "docs/tables.md": _GENERATED + "\n".join(_tables(kinds)),
        "docs/mapping.schema.json": json.dumps(Mapping.model_json_schema(), indent=2) + "\n",
        "docs/import.md": _import((ROOT / "docs/import.md").read_text()),
        "docs/cli.md": _GENERATED + "\n".join(_commands()),
        "docs/export.md": _GENERATED + "\n".join(_exports(kinds)),
        "metadata.yml": as_yaml(kinds, opened),
    }


def _kinds(kinds: Kinds) -> Iterator[str]:
    yield "# The kinds of fact\n"
    yield "A kind is a model in one file under `timeline/kinds/`; a plugin may add others (see `docs/plugins.md`)."
    yield "Every kind has the [common fields](#common-fields) besides its own."
    yield "`timeline schema KIND` prints its JSON Schema.\n"
    yield "## Common fields\n"
    yield from _fields(Fact)
    for kind in kinds:
        yield f"## {kind}\n"
        verb = "registered" if kinds[kind].registry else "reported"
        yield f"{_about(kinds[kind])}\n"
        table = kinds[kind].table
        yield f"It is {verb}, as `{kind}.{verb}`; its table is [`{table}`](tables.md#{table}).\n"
        yield from _fields(kinds[kind], but=set(Fact.model_fields) - {"title"})


def _about(model: type) -> str:
    return " ".join((model.__doc__ or "").split())


def _fields(model: type, but: set[str] = frozenset()) -> Iterator[str]:  # type: ignore[assignment]
    yield "| field | holds | meaning |\n|---|---|---|"
    for name, field in model.model_fields.items():  # type: ignore[attr-defined]
        if name not in but:
            needed = "**required**, " if field.is_required() else ""
            yield f"| `{name}` | {needed}{_holds(field)} | {field.description} |"
    yield ""


def _holds(field: object) -> str:
    part, words = part_of(field), choices(field)  # type: ignore[arg-type]
    made_of = list(leaves(field.rebuild_annotation()))  # type: ignore[attr-defined]
    if part:
        return "list of {" + ", ".join(f"`{name}`" for name in part.model_fields) + "}"
    one = " \\| ".join(f"`{word}`" for word in words) if words else _plain(made_of)
    return f"list of {one}" if is_list(field) else one  # type: ignore[arg-type]


def _plain(made_of: list[object]) -> str:
    refers = next((mark for mark in made_of if type(mark).__name__ == "Refers"), None)
    if refers:
        return f"slug of {'an' if refers.kind == 'actor' else 'a'} {refers.kind or 'fact'}"  # type: ignore[attr-defined]
    names = {Range: "count", bool: "true or false", int: "whole number", float: "number"}
    return next((word for sort, word in names.items() if sort in made_of), "text")


def _tables(kinds: Kinds) -> Iterator[str]:
    yield "# The tables\n"
    yield "They are made from the log by `timeline project`,"
    yield "the same from a full rebuild and from any sequence of catch-ups."
    yield "Names that begin with an underscore are the projection's own and may change.\n"
    for table in tables(kinds):
        yield from _table(table)
    for view in VIEWS:
        yield f"## {view.name}\n\nA view. {view.description}\n"
        yield from _columns(view.fields)


def _table(table: Table) -> Iterator[str]:
    yield f"## {table.name}\n\n{table.description}\n"
    key, indexes = (", ".join(f"`{columns}`" for columns in some) for some in (table.key, table.indexes))
    yield f"Key: {key}. Indexes: {indexes}.\n"
    yield from _columns(table.fields)


def _columns(fields: tuple[Field, ...]) -> Iterator[str]:
    yield "| column | type | meaning |\n|---|---|---|"
    for field in fields:
        points = f" → `{field.references}`" if field.references else ""
        yield f"| `{field.name}` | {field.type} | {field.description}{points} |"
    yield ""


def _import(page: str) -> str:
    """The page with a table of columns for each format that has a place for one: between two comments."""
    for name in FORMATS:
        begin, end = f"<!-- columns of {name}, by `make docs` -->\n", "<!-- end -->"
        before, found, rest = page.partition(begin)
        if found:
            told = _mapping() if name == "table" else _columns_of(name)
            page = before + begin + "\n".join(told) + "\n" + end + rest.partition(end)[2]
    return page


def _columns_of(name: str) -> Iterator[str]:
    yield "| column | needed | becomes |\n|---|---|---|"
    for column in ours(name).columns:
        names = " or ".join(f"`{one}`" for one in (column.name, *column.also))
        yield f"| {names} | {'yes' if column.needed else ''} | {column.becomes} |"


def _mapping() -> Iterator[str]:
    """What a mapping file may say: its own keys, then those of each object in it."""
    for model, about in MODELS:
        yield f"**{about}**\n"
        yield "| key | holds | meaning |\n|---|---|---|"
        for name, field in model.model_fields.items():
            if model is Who and name in Cell.model_fields:
                continue
            needed = "**required**, " if field.is_required() else ""
            words = _choices(field) or _shape(field.rebuild_annotation())
            yield f"| `{field.alias or name}` | {needed}{words} | {field.description} |"
        yield ""


def _choices(field: object) -> str:
    shown = {"\t": "tab", "|": "\\|"}
    return " \\| ".join(f"`{shown.get(word, word)}`" for word in choices(field))  # type: ignore[arg-type]


def _shape(annotation: object) -> str:
    made_of = list(leaves(annotation))
    names = {Cell: "value", When: "date", Who: "value with a field", Only: "condition", Dataset: "object"}
    one = next((word for sort, word in names.items() if sort in made_of), None)
    one = one or next(
        (word for sort, word in ((bool, "true or false"), (int, "whole number")) if sort in made_of), "text"
    )
    return f"{one} for each name" if dict in made_of else f"list of {one}" if list in made_of else one


def _commands() -> Iterator[str]:
    yield "# The command line\n"
    yield "Exit codes: 0 done, 1 refused or failed, 2 usage, 3 when the disk did not confirm an append"
    yield "(repeat it: it is safe)."
    yield "Data goes to standard output, talk to standard error.\n"
    context = click.Context(main, info_name="timeline", **_CONTEXT)
    yield from _help(main, context)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        if not command.hidden:
            yield from _help(command, click.Context(command, info_name=name, parent=context, **_CONTEXT))


def _help(command: click.Command, context: click.Context) -> Iterator[str]:
    yield f"## {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"


_EXPORT = """# Export

```console
$ timeline export geojson --out facts.geojson
$ timeline export csv --kind attack --from 2018-11 --actor taliban > attacks.csv
```

The filters are those of the [timeline's page](reading.md#the-timeline), and take in the same facts in the same order:
`--words`, `--kind`, `--actor`, `--place`, `--source`, `--tag`, `--from`, `--to`, `--certainly`. With `--known-at` or
`--published-by` all is as the log stood, or as sources had surely published; that is worked out in tables of its own,
which takes as long as a rebuild. Same log, same options: same bytes. A database that is there is brought up to the log
first; without one, tables are made for the time being.

What a format cannot hold is left out, and standard error says how much and why. Nothing is made up: no day for a date
that has none, no number for one that nobody knows. What was retracted is not there. With `--site URL` facts have links
to their pages on a [published](publish.md) site.

A file (`--out`) takes its name when it is whole; what comes from standard output before an error is not.
"""


def _exports(kinds: Kinds) -> Iterator[str]:
    yield _EXPORT
    yield "| format | what it is | needs |\n|---|---|---|"
    for format in EXPORTS.values():
        needs = f"`timeline[{format.extra}]`" if format.extra else ""
        yield f"| [`{format.name}`](#{format.name}) | {format.about} | {needs} |"
    for format in EXPORTS.values():
        yield f"\n## {format.name}\n\n{format.notes}\n"
        yield "| there | holds |\n|---|---|"
        yield from (f"| `{field.path}` | {field.meaning} |" for field in format.fields(kinds))
    yield ""


def stale() -> list[str]:
    """The files that no longer say what the code does."""
    return [name for name, text in pages().items() if not (ROOT / name).exists() or (ROOT / name).read_text() != text]


if __name__ == "__main__":
    names = stale()
    if "--check" in sys.argv:
        sys.exit(f"stale: {', '.join(names)}; run `make docs`" if names else 0)
    for name in names:
        (ROOT / name).write_text(pages()[name])
        print(f"wrote {name}")
