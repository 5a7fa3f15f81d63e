"""Where a signing key is kept: in a file of its own outside of every repository, or in TIMELINE_KEY."""

import os
import re
import secrets
import stat
from pathlib import Path

import click

from timeline import durable, note
from timeline.cli.settings import Settings
from timeline.errors import Problem, Refused, TimelineError
from timeline.note import Signer, Verifier
from timeline.treehead import belongs

VARIABLE = "TIMELINE_KEY"

key_file = click.option(
    "--key-file",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="TIMELINE_KEY_FILE",
    show_envvar=True,
    help="The file of the signing key.  [default: one for this log in the user's settings]",
)


def source(given: Settings) -> str:
    """The log's own source, from its first event; raises TimelineError."""
    given.log.file.must_exist()
    for event, _ in given.log.read():
        return event.source
    raise TimelineError(f"{given.log_path}: is empty; `timeline init` begins a log")


def place(log_source: str, file: Path | None) -> Path:
    """Where the key of a log is, unless `file` says where."""
    slug = re.sub("[^A-Za-z0-9.]+", "-", log_source).strip("-.")
    return file or Path(click.get_app_dir("timeline"), f"{slug}.key")


def signing_key(log_source: str, file: Path | None) -> Signer:
    """The key to sign a log of that source with; raises Refused, TimelineError."""
    signer = from_environment() or from_file(place(log_source, file))
    if not belongs(signer.name, log_source):
        what = f"the key is for {signer.name}, and the log's source is {log_source}"
        raise Refused([Problem("", "", f"{what}: a key signs one log; `timeline keygen` makes one for this")])
    return signer


def from_environment() -> Signer | None:
    """The key in TIMELINE_KEY, if there is one; raises Refused."""
    text = os.environ.get(VARIABLE)
    return _read(VARIABLE, text) if text else None


def from_file(path: Path) -> Signer:
    """The key in a file that nobody else can read; raises Refused, TimelineError."""
    if not path.exists():
        raise TimelineError(f"{path}: there is no such key; `timeline keygen` makes one, or set {VARIABLE}")
    with durable.refusing(path):
        mode, text = path.stat().st_mode, path.read_text()
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise Refused([Problem(str(path), "", f"others than you can read this key; `chmod 600 {path}`")])
    return _read(str(path), text)


def make(name: str, path: Path) -> Signer:
    """A new key in a new file; raises TimelineError."""
    signer = Signer(name, secrets.token_bytes(32))
    with durable.refusing(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with durable.opened(path) as descriptor:
        durable.append(path, descriptor, f"{signer.text}\n".encode())
    return signer


def is_in_repository(path: Path) -> bool:
    """Whether git would see the file."""
    return any((folder / ".git").exists() for folder in path.resolve().parents)


def verifier(text: str) -> Verifier:
    """The verifier key that was typed; raises Refused."""
    try:
        return note.verifier(text.strip())
    except ValueError as error:
        raise Refused([Problem("", "--key", f"{text!r} {error}")]) from error


def _read(where: str, text: str) -> Signer:
    try:
        return note.signer(text.strip())
    except ValueError as error:
        raise Refused([Problem(where, "", str(error))]) from error
