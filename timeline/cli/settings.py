"""What every command can be told: which log, which database, which plugins, who is at the keyboard."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:  # loaded when a command asks for them: --help does not
    import pluggy

    from timeline.log import Log
    from timeline.progress import Reading, Stage
    from timeline.reading import Numbered
    from timeline.registry import Kinds

_OFTEN = 1_000
"""Lines between two words on how far the log is read."""


@dataclass
class Settings:
    """The options common to all commands; an option of a command wins over the same one before it."""

    log_path: Path = Path("events.jsonl")
    db_path: Path = Path("timeline.db")
    plugins_dir: Path | None = None
    authid: str | None = None

    @cached_property
    def manager(self) -> "pluggy.PluginManager":
        from timeline import plugins

        return plugins.load(self.plugins_dir)

    @cached_property
    def kinds(self) -> "Kinds":
        from timeline import plugins

        return plugins.kinds(self.manager)

    @cached_property
    def log(self) -> "Log":
        from timeline.log import Log

        return Log(
            self.log_path,
            db=self.db_path,
            kinds=self.kinds,
            authid=self.authid,
            report=lambda words: click.echo(words, err=True),
            progress=lambda position: self.reading(position),  # noqa: PLW0108  # which needs the log
        )

    @cached_property
    def stage(self) -> "Stage":
        """What to tell of the stages of long work, until the command ends."""
        from timeline.cli.progress import bars

        return click.get_current_context().with_resource(bars())

    @cached_property
    def reading(self) -> "Reading":
        """What to tell how far the log is read."""
        from timeline.cli.progress import reading

        return reading(self.stage, self.log.file)

    def read(self) -> Iterator["Numbered"]:
        """All events of the log, telling how far it is read; raises Damaged."""
        from timeline.openlog import Position

        lines = 0
        try:
            for one in self.log.read():
                lines = one.line.seq
                if lines % _OFTEN == 0:
                    self.reading(one.line.end)
                yield one
        finally:
            self.reading(Position(sys.maxsize, lines))  # whatever the last lines are


settings = click.make_pass_decorator(Settings, ensure=True)


def common_options(command: click.Command) -> click.Command:
    """Give a command the options that every command has."""
    if not any(parameter.name == "log_path" for parameter in command.params):
        command.params += [_option(*names, **attributes) for names, attributes in _OPTIONS]
    return command


_FILE = click.Path(path_type=Path, dir_okay=False)
_OPTIONS: list[tuple[tuple[str, ...], dict[str, Any]]] = [
    (("--log", "log_path"), {"type": _FILE, "help": "The log.  [default: events.jsonl]"}),
    (("--db", "db_path"), {"type": _FILE, "help": "The database.  [default: timeline.db]"}),
    (
        ("--plugins-dir", "plugins_dir"),
        {"type": click.Path(path_type=Path, exists=True, file_okay=False), "help": "A folder of plugins."},
    ),
    (("--authid", "authid"), {"help": "Who records: a handle, kept with the event."}),
]


def _option(*names: str, **attributes: Any) -> click.Option:
    variable = f"TIMELINE_{names[0].lstrip('-').replace('-', '_').upper()}"
    return click.Option(
        names, envvar=variable, show_envvar=True, expose_value=False, is_eager=True, callback=_set, **attributes
    )


def _set(ctx: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is not None and parameter.name:
        setattr(ctx.ensure_object(Settings), parameter.name, value)
