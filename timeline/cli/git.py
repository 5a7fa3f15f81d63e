"""`merge-driver`: two versions of the log become one, when git asks for it."""

from collections.abc import Iterator
from pathlib import Path

import click

from timeline.check import check
from timeline.cli.settings import Settings, settings
from timeline.errors import Refused
from timeline.logfile import LogFile
from timeline.merge import merge
from timeline.openlog import Position
from timeline.reading import Numbered


@click.command("merge-driver", hidden=True)
@click.argument("base", type=click.Path(path_type=Path, exists=True))
@click.argument("ours", type=click.Path(path_type=Path, exists=True))
@click.argument("theirs", type=click.Path(path_type=Path, exists=True))
@click.argument("name", default="events.jsonl")
@settings
def merge_driver(given: Settings, /, base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Unite OURS and THEIRS, which grew from BASE, into OURS; git calls this, or leaves a plain conflict."""
    whole = [line.raw for line in LogFile(base).read()]  # a commit in the midst of an append has half a line
    lines, conflicts = merge(whole, *(path.read_bytes().splitlines() for path in (ours, theirs)))
    conflicts = conflicts or list(_faults(given, lines, name))
    if not conflicts:
        ours.write_bytes(b"".join(line + b"\n" for line in lines))
        return
    for conflict in conflicts:
        click.echo(f"{name}: {conflict}", err=True)
    raise click.exceptions.Exit(1)


def _faults(given: Settings, lines: list[bytes], name: str) -> Iterator[str]:
    """What `check` would say of the united log; two changes of one fact are a warning, for people to settle."""
    try:
        numbered = [Numbered(given.kinds.read(line), Position(0, number)) for number, line in enumerate(lines, 1)]
    except Refused as refused:
        yield str(refused)
        return
    yield from (str(problem) for problem, warning in check(numbered, given.kinds, name) if not warning)
