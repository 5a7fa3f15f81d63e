"""The command line. A command parses, calls one function, prints: data to stdout, talk to stderr.

Commands are loaded when they are called, so that `timeline append` imports neither SQLite nor Datasette.
"""

import importlib
import keyword
from typing import Any

import click

from timeline.cli.settings import Settings, common_options
from timeline.errors import TimelineError

_COMMANDS = {
    "init": "write",
    "append": "write",
    "import": "importing",
    "report": "report",
    "register": "report",
    "update": "change",
    "correct": "change",
    "retract": "change",
    "show": "look",
    "log": "look",
    "check": "checking",
    "schema": "kinds",
    "kinds": "kinds",
    "project": "tables",
    "serve": "serve",
    "keygen": "sign",
    "checkpoint": "sign",
    "prove": "sign",
    "verify": "verify",
    "review": "review",
    "publish": "publish",
    "doctor": "doctor",
    "merge-driver": "git",
}


class Commands(click.Group):
    """The commands above, and those that plugins add; errors of ours become a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS, *sorted(self._of_plugins(ctx).commands)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return self._of_plugins(ctx).commands.get(name)
        module = importlib.import_module(f"timeline.cli.{_COMMANDS[name]}")
        command: click.Command = getattr(module, name.replace("-", "_") + "_" * keyword.iskeyword(name))
        return common_options(command)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except TimelineError as error:
            click.echo(str(error), err=True)
            ctx.exit(error.exit_code)

    def _of_plugins(self, ctx: click.Context) -> click.Group:
        group = click.Group()
        ctx.ensure_object(Settings).manager.hook.register_commands(cli=group)
        return group


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="timeline")
def main() -> None:
    """A chronology that its readers can trust and its editors can correct.

    Facts are events in a log, events.jsonl; the database is made from it and may be deleted at any time.
    """


common_options(main)
