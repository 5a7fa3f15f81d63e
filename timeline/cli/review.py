"""`review`: a person goes through what was proposed from a text, one event at a time, beside its passages."""

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click

from timeline.cli.settings import Settings, settings
from timeline.cli.walk import Walk
from timeline.coverage import identity_faults
from timeline.draft import Draft
from timeline.errors import Problem, Refused
from timeline.proposals import Text, read, sources


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--text", required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False), help="The text.")
@click.option("--source", help="The source whose text it is.  [default: the one that the events name]")
@click.option(
    "--check", is_flag=True, help="Ask nothing; print the events with their passages in place, or what is wrong."
)
@settings
def review(given: Settings, /, file: BinaryIO, text: Path, source: str | None, *, check: bool) -> None:
    """Go through the events that were proposed from a text in FILE: accept, edit or skip each.

    Passages given as quotations are found in the text to the letter, or named. What was accepted is appended at the
    end, all of it or nothing; what the log has from an earlier review is passed over.
    """
    proposals = read(file.read(), Path(file.name).name)
    about = _about(given, text, source or _named(proposals), proposals)
    walk = Walk(given.log, about, proposals)
    if check:
        walk.print_all()
    else:
        walk.decide()


def _named(proposals: Sequence[Draft]) -> str:
    named = sorted(sources(proposals))
    if len(named) != 1:
        found = f"name {', '.join(named)}" if named else "name none"
        raise Refused([Problem("", "--source", f"the events {found}; say whose text it is")])
    return named[0]


def _about(given: Settings, path: Path, source: str, proposals: Sequence[Draft]) -> Text:
    """The text, which must be the one that is registered, or that the proposals register. Raises Refused."""
    try:
        text = Text(source, path.read_bytes())
    except ValueError as error:
        raise Refused([Problem(path.name, "", str(error))]) from error
    faults = given.log.ask(lambda log: list(identity_faults(log, source, text.content)))
    if faults and (not _registers(proposals, source) or given.log.ask(lambda log: log.kind(source))):
        raise Refused(faults)
    return text


def _registers(proposals: Sequence[Draft], source: str) -> bool:
    return any((event.get("type"), event.get("subject")) == ("source.registered", source) for _, event in proposals)
