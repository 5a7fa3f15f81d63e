"""`kinds` and `schema`: what an event may hold."""

import json

import click

from timeline.cli.settings import Settings, settings
from timeline.errors import Problem, Refused
from timeline.extraction import extraction_schema
from timeline.line_schema import fact_schema, line_schema
from timeline.registry import Kinds


@click.command()
@settings
def kinds(given: Settings, /) -> None:
    """The kinds of fact, with their tables."""
    for kind in given.kinds:
        model = given.kinds[kind]
        about = (model.__doc__ or "").partition("\n")[0]
        click.echo(f"{kind:<16} {model.table:<18} {about}")


@click.command()
@click.argument("kind", required=False)
@click.option("--for-extraction", is_flag=True, help="Of what is proposed from a text, for `timeline review`.")
@settings
def schema(given: Settings, /, kind: str | None, *, for_extraction: bool) -> None:
    """The JSON Schema of a KIND of fact, or without one of a whole line of the log."""
    if kind is not None and kind not in given.kinds:
        raise Refused([Problem("", "", given.kinds.unknown(kind))])
    if for_extraction:
        made = extraction_schema(Kinds([given.kinds[kind]]) if kind else given.kinds)
    else:
        made = line_schema(given.kinds) if kind is None else fact_schema(given.kinds[kind])
    click.echo(json.dumps(made, indent=2, ensure_ascii=False))
