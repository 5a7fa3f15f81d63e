"""The command line. A command parses, calls one function, prints: data to stdout, talk to stderr.

Commands are loaded when they are called, and what one needs alone when it runs: so `timeline append` imports neither
SQLite nor Datasette, and `timeline --help` no command at all.
"""

import importlib
import keyword
import os
from typing import Any

import click

from timeline.cli.settings import Settings, common_options
from timeline.errors import TimelineError

_COMMANDS = {
    "init": ("write", "Begin a chronology in a folder."),
    "append": ("write", "Append events from JSON Lines: all of them, or none."),
    "import": ("importing", "Append what files of other formats say."),
    "report": ("report", "Append one report: a source says that something is so."),
    "register": ("report", "Register a source, an actor or a place."),
    "update": ("change", "Newer knowledge: what stood was right when it was recorded."),
    "correct": ("change", "What we recorded was wrong; the old values and the reason stay."),
    "retract": ("change", "Take a fact out of the tables; it stays in the log."),
    "redact": ("redact", "Take away for good what events say."),
    "show": ("look", "One fact whole: what stands, who says what, and its history."),
    "log": ("look", "The events, in the order of the log."),
    "check": ("checking", "Whether the log is sound, and its passages stand in their texts."),
    "schema": ("kinds", "The JSON Schema of a kind of fact, or of a line of the log."),
    "kinds": ("kinds", "The kinds of fact, with their tables."),
    "project": ("tables", "Bring the database up to the log."),
    "serve": ("serve", "Show the database in Datasette, and keep it up to the log."),
    "keygen": ("sign", "Make the key that signs this log."),
    "checkpoint": ("sign", "Sign the log as it is."),
    "prove": ("sign", "Print the receipt of an event: its line and its proof."),
    "verify": ("verify", "Compare a log with its checkpoints: which line is not as signed?"),
    "review": ("review", "Go through events that were proposed from a text."),
    "publish": ("publish", "Make a folder a site for any host: pages, feeds and data."),
    "export": ("export", "Write the chronology, or a part, for other programs."),
    "doctor": ("doctor", "Look after the log in git."),
    "merge-driver": ("git", ""),
}
"""The module of each command, and what --help says of it; nothing of one that git alone calls."""


os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # it would look for them in every installed package


class Commands(click.Group):
    """The commands above, and those that plugins add; errors of ours become a message and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*_COMMANDS, *sorted(self._of_plugins(ctx).commands)]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _COMMANDS:
            return self._of_plugins(ctx).commands.get(name)
        module, _ = _COMMANDS[name]
        loaded = importlib.import_module(f"timeline.cli.{module}")
        command: click.Command = getattr(loaded, name.replace("-", "_") + "_" * keyword.iskeyword(name))
        return common_options(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Of ours without loading them; each in a line that is whole."""
        added = {name: command.get_short_help_str() for name, command in sorted(self._of_plugins(ctx).commands.items())}
        with formatter.section("Commands"):
            formatter.write_dl([*((name, words) for name, (_, words) in _COMMANDS.items() if words), *added.items()])

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
