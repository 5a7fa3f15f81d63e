"""`serve`: from the tables to the browser, and from the log to both for as long as it runs."""

import asyncio
import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from timeline import limits
from timeline.cli.described import described
from timeline.cli.settings import Settings, settings
from timeline.cli.tables import bring
from timeline.errors import TimelineError
from timeline.fact import Json

if TYPE_CHECKING:
    from timeline.live import Follower


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, help="The port to listen on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--metadata", type=click.Path(path_type=Path, dir_okay=False), help="Datasette's metadata.  [default: metadata.yml]"
)
@click.option(
    "--texts",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of the sources' texts, shown beside the facts; known by their SHA-256.",
)
@click.option(
    "--public", is_flag=True, help="For strangers: no SQL of their own, strict limits, nothing about the machine."
)
@click.option("--immutable", is_flag=True, help="Serve the database as it is; nobody may change the file meanwhile.")
@click.option("--no-follow", is_flag=True, help="Bring the database up to the log at the start, but not later.")
@settings
def serve(given: Settings, /, port: int, host: str, immutable: bool, no_follow: bool, **options: Any) -> None:
    """Bring the database up to the log and show it in Datasette; what is appended later shows within two seconds."""
    if immutable and not given.db_path.exists():
        raise TimelineError(f"{given.db_path}: there is no such database; `timeline project` makes it")
    if not immutable:
        bring(given)
    site = _site(given, immutable=immutable, **options)
    with _listening(host, port) as listener, contextlib.ExitStack() as stack:
        host = f"[{host}]" if ":" in host else host
        address = f"http://{host}:{listener.getsockname()[1]}"
        if not immutable and not no_follow:
            stack.callback(_following(given, site).stop)
        click.echo(f"The timeline is at {address}/-/timeline (stop with Ctrl-C)", err=True)
        asyncio.run(_run(site, listener))
    os._exit(0)  # whoever asked a question that still runs is gone


def _site(given: Settings, *, metadata: Path | None, texts: Path | None, public: bool, immutable: bool) -> Any:
    from timeline.datasettes import datasette

    plugin: Json = {"texts": texts and str(texts), "plugins_dir": given.plugins_dir and str(given.plugins_dir)}
    return datasette(
        given.db_path,
        metadata=described(metadata) or {},
        settings=limits.PUBLIC if public else limits.ALWAYS,
        plugin={name: value for name, value in plugin.items() if value} | ({"public": True} if public else {}),
        immutable=immutable,
    )


def _following(given: Settings, site: Any) -> "Follower":
    from timeline.live import Follower
    from timeline.serve import follow_with

    arguments = [str(given.log_path), str(given.db_path), *([str(given.plugins_dir)] if given.plugins_dir else [])]
    follower = Follower(arguments, lambda words: click.echo(words, err=True))
    follow_with(site, follower)
    return follower


def _listening(host: str, port: int) -> socket.socket:
    """At the port, or when another program has it, at one that is free."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (port, 0):
        with contextlib.suppress(OSError):
            return socket.create_server((host, wanted), family=family)
    raise TimelineError(f"{host}:{port}: cannot listen there; name another with --host and --port")


async def _run(site: Any, listener: socket.socket) -> None:
    """Until a signal ends it; of those who are being answered then, nobody is waited for longer than a second."""
    import uvicorn

    await site.invoke_startup()
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: None)  # raised once more when all is done, as uvicorn does
    config = uvicorn.Config(site.app(), log_level="warning", lifespan="on", timeout_graceful_shutdown=1)
    await uvicorn.Server(config).serve(sockets=[listener])
