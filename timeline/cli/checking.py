"""`check`: is the log sound, and do its passages stand in their texts?"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import click

from timeline.archive import Archive
from timeline.check import check as findings
from timeline.cli.settings import Settings, settings
from timeline.coverage import coverage, text_faults
from timeline.errors import Damaged, Problem, Refused
from timeline.garbage import uncollected
from timeline.many import many
from timeline.reading import Numbered


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
    with uncollected():
        numbered, errors = _events(given)
        errors += _sound(given, numbered)
        errors += _texts(given, numbered, texts) if texts else 0
    summary = (
        f"{given.log_path.name}: {many(len(numbered), 'event')}, {many(errors, 'error') if errors else 'no errors'}"
    )
    click.echo(summary, err=bool(errors))
    if errors:
        raise click.exceptions.Exit(1)


def _events(given: Settings) -> tuple[list[Numbered], int]:
    """The events that can be read, and how many lines cannot."""
    numbered: list[Numbered] = []
    try:
        numbered.extend(given.read())
    except Damaged as damage:
        click.echo(str(damage), err=True)
        return numbered, len(damage.problems)
    unfinished = given.log.file.unfinished()
    if unfinished:
        line = numbered[-1].line.seq + 1 if numbered else 1
        click.echo(f"{given.log.path.name}:{line}: the last append is not whole ({unfinished:,} bytes)", err=True)
    return numbered, int(bool(unfinished))


def _sound(given: Settings, numbered: Sequence[Numbered]) -> int:
    errors = 0
    found = findings(numbered, given.kinds, given.log.path.name, partial(given.stage, "Checking"))
    for problem, warning in list(found):  # behind the bar
        click.echo(f"{problem}{' (warning)' if warning else ''}", err=True)
        errors += not warning
    return errors


def _texts(given: Settings, numbered: Sequence[Numbered], texts: Sequence[str]) -> int:
    archive = Archive(given.kinds, (event for event, _ in numbered))
    return sum(_text(archive, text) for text in texts)


def _text(archive: Archive, setting: str) -> int:
    source, _, name = setting.partition("=")
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        raise Refused([Problem("", "--text", f"{setting!r}: {error.strerror}; give SOURCE=FILE")]) from error
    faults = list(text_faults(archive, source, content))
    for fault in faults:
        click.echo(str(fault), err=True)
    if not faults:
        _print_coverage(archive, source, content.decode())
    return len(faults)


def _print_coverage(archive: Archive, source: str, text: str) -> None:
    covered, characters, gaps = coverage(archive, source, text)
    share = 100 * covered / characters if characters else 100
    click.echo(f"{source}: the text is the registered one")
    click.echo(f"  passages cover {share:.1f} % of it ({covered:,} of {characters:,} characters that are not blank)")
    for start, end in gaps:
        click.echo(f"  not covered: {start}-{end} {text[start:end][:60]!r}")
