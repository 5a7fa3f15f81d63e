"""What a plugin may add. A plugin is a module with functions of these names, marked by `@timeline.hookimpl`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    import click

    from timeline.fact import Fact
    from timeline.importing.format import Format

hookspec = pluggy.HookspecMarker("timeline")
hookimpl = pluggy.HookimplMarker("timeline")


@hookspec
def register_kinds() -> list[type[Fact]]:  # type: ignore[empty-body]
    """The kinds of fact this plugin brings; table, options, schema and documentation follow from each model."""


@hookspec
def register_commands(cli: click.Group) -> None:
    """Add commands to `timeline`."""


@hookspec
def register_importers() -> list[Format]:  # type: ignore[empty-body]
    """The formats this plugin brings to `timeline import`."""
