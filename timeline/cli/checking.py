"""`check`: is the log sound, and do its passages stand in their texts?"""

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from timeline.check import Finding
from timeline.check import check as findings
from timeline.cli.settings import Settings, settings
from timeline.coverage import coverage, text_faults
from timeline.errors import Damaged, Problem, Refused, listed
from timeline.many import many
from timeline.reading import Numbered
from timeline.shelf import Shelf


@click.command()
@click.option(
    "--text", "texts", multiple=True, metavar="SOURCE=FILE", help="Compare with the text of a source; repeat."
)
@settings
def check(given: Settings, /, texts: Sequence[str]) -> None:
    """The whole log: every line valid, ids unique, references known, batches whole, figures inside their wholes.

    With --text also: the text is the one that was registered, every passage stands in it, and how much of it the
    passages cover. Errors end with 1; warnings alone do not.
    """
    given.log.file.must_exist()
    damaged: list[Problem] = []
    with closing(_readable(given, damaged)) as events:
        shelf = Shelf(given.kinds, events, partial(given.stage, "Indexing"))
    errors = len(damaged) or _unfinished(given, shelf)
    errors += _sound(given, shelf) + sum(_text(shelf, text) for text in texts)
    summary = f"{given.log_path.name}: {many(shelf.size, 'event')}, {many(errors, 'error') if errors else 'no errors'}"
    click.echo(summary, err=bool(errors))
    if errors:
        raise click.exceptions.Exit(1)


def _readable(given: Settings, damaged: list[Problem]) -> Generator[Numbered]:
    """The events that can be read; what is wrong with the other lines is told, and added to `damaged`."""
    try:
        yield from given.read()
    except Damaged as damage:
        click.echo(str(damage), err=True)
        damaged += damage.problems


def _unfinished(given: Settings, shelf: Shelf) -> int:
    unfinished = given.log.file.unfinished()
    if unfinished:
        where = f"{given.log.path.name}:{shelf.size + 1}"
        click.echo(f"{where}: the last append is not whole ({unfinished:,} bytes)", err=True)
    return int(bool(unfinished))


def _sound(given: Settings, shelf: Shelf) -> int:
    found = findings(shelf, given.log.path.name, partial(given.stage, "Checking"))
    if found:
        click.echo(listed(map(_marked, found)), err=True)
    return sum(not finding.warning for finding in found)


def _marked(finding: Finding) -> Problem:
    problem, warning = finding
    return replace(problem, message=f"{problem.message} (warning)") if warning else problem


def _text(shelf: Shelf, setting: str) -> int:
    source, _, name = setting.partition("=")
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        raise Refused([Problem("", "--text", f"{setting!r}: {error.strerror}; give SOURCE=FILE")]) from error
    faults = list(text_faults(shelf, source, content))
    for fault in faults:
        click.echo(str(fault), err=True)
    if not faults:
        _print_coverage(shelf, source, content.decode())
    return len(faults)


def _print_coverage(shelf: Shelf, source: str, text: str) -> None:
    covered, characters, gaps = coverage(shelf, source, text)
    share = 100 * covered / characters if characters else 100
    click.echo(f"{source}: the text is the registered one")
    click.echo(f"  passages cover {share:.1f} % of it ({covered:,} of {characters:,} characters that are not blank)")
    for start, end in gaps:
        click.echo(f"  not covered: {start}-{end} {text[start:end][:60]!r}")
