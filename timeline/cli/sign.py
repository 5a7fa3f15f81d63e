"""`keygen`, `checkpoint` and `prove`: what the owner of a log does so that others need not trust them."""

import time
from pathlib import Path

import click

from timeline.cli import keys
from timeline.cli.settings import Settings, settings
from timeline.errors import Problem, Refused
from timeline.many import many
from timeline.note import is_name
from timeline.treehead import origin
from timeline.verification import sign


@click.command()
@click.option(
    "--name",
    default="",
    help="Whose log it is, such as example.org; the log's source is added.  [needed for a new key]",
)
@keys.key_file
@click.option("--force", is_flag=True, help="Put the key into a repository all the same.")
@settings
def keygen(given: Settings, /, name: str, key_file: Path | None, *, force: bool) -> None:
    """Make the key that signs this log, outside of every repository, and print its verifier key for readers.

    Where there is a key already, in its file or in TIMELINE_KEY, its verifier key is printed and nothing is changed.
    """
    source = keys.source(given)
    path = keys.place(source, key_file)
    signer = keys.from_environment() or (keys.from_file(path) if path.exists() else None)
    if signer is None:
        signer = keys.make(_named(name, source, path, force=force), path)
        click.echo(f"{path}: the signing key; keep it secret, and a copy of it in a safe place", err=True)
    click.echo(str(signer.verifier))


def _named(name: str, source: str, path: Path, *, force: bool) -> str:
    named = origin(name, source)
    if named.startswith("/") or not is_name(named):
        raise Refused([Problem("", "--name", f"{name!r} cannot name a log; say whose it is, such as example.org")])
    if keys.is_in_repository(path) and not force:
        advice = "a key that is committed is no secret; name another --key-file, or --force"
        raise Refused([Problem(str(path), "", f"is in a git repository: {advice}")])
    return named


@click.command()
@keys.key_file
@settings
def checkpoint(given: Settings, /, key_file: Path | None) -> None:
    """Sign the log as it is, into the file `checkpoint` beside it; earlier ones are kept in `checkpoints`.

    Its verifier key is noted in `checkpoint.vkey`, from where `timeline publish` takes it.

    Refused when the log does not go on from one of them, with the lines that are not as they were signed.
    """
    signer = keys.signing_key(keys.source(given), key_file)
    head, is_new = sign(given.log_path, signer, int(time.time()), given.reading)
    file = given.log_path.with_name("checkpoint")
    click.echo(
        f"{file}: {'covers' if is_new else 'covers already'} all {many(head.size, 'line')} of {head.origin}", err=True
    )


@click.command()
@click.argument("id")
@settings
def prove(given: Settings, /, id: str) -> None:
    """Print the receipt of the event ID: its line, and the proof that the newest checkpoint covers it.

    Keep it beside what you write, as FILE.tlog-proof; `timeline verify --proof FILE` needs nothing else but the key.
    """
    from timeline.cli.tables import bring
    from timeline.proving import prove as receipt_of

    bring(given)
    click.echo(receipt_of(given.log_path, given.db_path, id).text, nl=False)
