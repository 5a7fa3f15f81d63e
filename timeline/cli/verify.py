"""`verify`: is the log what was signed, and is a line in it?"""

from collections.abc import Sequence
from pathlib import Path

import click

from timeline import durable, receipt
from timeline.cli import keys
from timeline.cli.settings import Settings, settings
from timeline.errors import Problem, Refused
from timeline.note import Verifier
from timeline.verification import Verified
from timeline.verification import verify as compare

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("log", type=click.Path(path_type=Path, dir_okay=False), required=False)
@click.option("--key", "keys_given", multiple=True, required=True, metavar="VKEY", help="Whose word counts; repeat.")
@click.option("--since", type=_FILE, multiple=True, help="A checkpoint or a receipt that you kept; repeat.")
@click.option("--proof", type=_FILE, help="Check this receipt instead, and print the line that it proves.")
@settings
def verify(
    given: Settings, /, log: Path | None, keys_given: Sequence[str], since: Sequence[Path], proof: Path | None
) -> None:
    """Compare LOG with the checkpoints beside it: which line was changed, has vanished or is not yet covered.

    With --since also: it goes on from what you saw earlier. Ends with 1 when anything is not as it was signed.
    """
    verifiers = [keys.verifier(text) for text in keys_given]
    if proof:
        _check(proof, verifiers)
        return
    path = log or given.log_path
    verified = compare(path, verifiers, since)
    for line in [*map(str, verified.problems), *_summary(path, verified)]:
        click.echo(line, err=bool(verified.problems))
    if verified.problems:
        raise click.exceptions.Exit(1)


def _summary(path: Path, verified: Verified) -> list[str]:
    head, size = verified.head, verified.size
    if verified.problems:
        return [f"{path.name}: is NOT what was signed as {head.origin}"]
    said = [f"{path.name}: lines 1 to {head.size:,} are as they were signed as {head.origin}"]
    if size > head.size:
        behind = f"lines {head.size + 1:,} to {size:,} are" if size - head.size > 1 else f"line {size:,} is"
        said.append(f"{path.name}: {behind} not yet covered by a checkpoint")
    return [*said, *verified.redacted]


def _check(path: Path, verifiers: Sequence[Verifier]) -> None:
    with durable.refusing(path):
        raw = path.read_bytes()
    try:
        found = receipt.parse(raw)
        head = found.proved(verifiers)
    except ValueError as error:
        raise Refused([Problem(str(path), "", str(error))]) from error
    said = f"line {found.place + 1:,} of {head.origin}, when it had {head.size:,}, is this one, as it was signed"
    click.echo(f"{path}: {said}", err=True)
    click.echo(found.line)
