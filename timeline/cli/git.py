"""`merge-driver`: two versions of the log become one, when git asks for it."""

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import click

from timeline import durable
from timeline.check import check
from timeline.checkpoints import kept, of_lines
from timeline.cli.settings import Settings, settings
from timeline.errors import Problem, Refused
from timeline.merge import merge
from timeline.openlog import Line, OpenLog
from timeline.reading import Numbered
from timeline.redactions import RULE, examined, listed
from timeline.shelf import Shelf
from timeline.tlog import prefix_roots
from timeline.treehead import TreeHead


@click.command("merge-driver", hidden=True)
@click.argument("base", type=click.Path(path_type=Path, exists=True))
@click.argument("ours", type=click.Path(path_type=Path, exists=True))
@click.argument("theirs", type=click.Path(path_type=Path, exists=True))
@click.argument("name", default="events.jsonl")
@settings
def merge_driver(given: Settings, /, base: Path, ours: Path, theirs: Path, name: str) -> None:
    """Unite OURS and THEIRS, which grew from BASE, into OURS; git calls this, or leaves a plain conflict."""
    mine, other = (path.read_bytes().splitlines() for path in (ours, theirs))
    heads = list(_heads(name))
    lines, conflicts = merge(_whole(base), mine, other, (_signed(mine, heads), _signed(other, heads)))
    conflicts = conflicts or list(_faults(given, lines, name))
    if not conflicts:
        ours.write_bytes(b"".join(line + b"\n" for line in lines))
        return
    for conflict in conflicts:
        click.echo(f"{name}: {conflict}", err=True)
    raise click.exceptions.Exit(1)


def _heads(name: str) -> Iterator[TreeHead]:
    """What was signed of the log on this branch, and on those that are merged, of which git tells by GITHEAD_COMMIT."""
    checkpoint = Path(name).with_name("checkpoint")
    if checkpoint.exists():
        yield from _head(checkpoint.read_bytes())
    for commit in (variable.removeprefix("GITHEAD_") for variable in os.environ if variable.startswith("GITHEAD_")):
        command = ["git", "cat-file", "blob", f"{commit}:{checkpoint.as_posix()}"]
        yield from _head(subprocess.run(command, capture_output=True, check=False).stdout)


def _head(raw: bytes) -> Iterator[TreeHead]:
    with suppress(ValueError):
        yield kept("checkpoint", raw).head


def _signed(lines: Sequence[bytes], heads: Sequence[TreeHead]) -> int:
    """How many of the first lines one of the heads covers."""
    roots = prefix_roots(of_lines(lines), {head.size for head in heads})
    return max((head.size for head in heads if roots.get(head.size) == head.root), default=0)


def _whole(base: Path) -> list[bytes]:
    """The lines of whole appends: a commit in the midst of one has half a line."""
    with durable.opened(base, os.O_RDONLY) as log:
        return [line.raw for block in OpenLog(base, log).blocks() for line in block.lines()]


def _faults(given: Settings, lines: list[bytes], name: str) -> Iterator[str]:
    """What `check` would say of the united log; two changes of one fact are a warning, for people to settle."""
    try:
        numbered = (Numbered(given.kinds.read(raw), Line(number, 0, raw)) for number, raw in enumerate(lines, 1))
        shelf = Shelf(given.kinds, numbered)
    except Refused as refused:
        yield str(refused)
        return
    whole = [(0, b"\n".join(lines))]
    told = examined(whole, listed(whole))
    yield from (str(Problem(f"{name}:{seq}", RULE, fault)) for seq, fault, _ in told if fault)
    yield from (str(problem) for problem, warning in check(shelf, name) if not warning)
