"""Which plugins are in force: our own kinds, installed packages (entry points `timeline`), the files of a folder."""

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

import pluggy

import timeline.kinds
from timeline import hookspecs
from timeline.errors import TimelineError
from timeline.installed import has_entry_points

if TYPE_CHECKING:
    from timeline.fact import Fact
    from timeline.registry import Kinds


def load(folder: Path | None = None) -> pluggy.PluginManager:
    """All plugins of others, those in `folder` too; raises TimelineError for one that cannot be imported."""
    manager = pluggy.PluginManager("timeline")
    manager.add_hookspecs(hookspecs)
    if has_entry_points("timeline"):
        with _blaming("an installed package"):
            manager.load_setuptools_entrypoints("timeline")
            manager.check_pending()
    for file in sorted(folder.glob("*.py")) if folder else []:
        with _blaming(str(file)):
            manager.register(_module(file))
            manager.check_pending()
    return manager


def kinds(manager: pluggy.PluginManager) -> "Kinds":
    """Our kinds and those that these plugins register; raises TimelineError when two claim the same name or table."""
    from timeline.registry import Kinds, Models  # needs pydantic, and a list of commands does not

    ours = Models({name: partial(_ours, name) for _, name, _ in pkgutil.iter_modules(timeline.kinds.__path__)})
    added = [model for models in manager.hook.register_kinds() for model in models]
    return Kinds([*ours.values(), *added] if added else ours)


def _ours(kind: str) -> "type[Fact]":
    """The model in the file that is called like its kind."""
    [model] = importlib.import_module(f"timeline.kinds.{kind}").register_kinds()
    return cast("type[Fact]", model)


def _module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"timeline_plugin_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # pydantic looks there for the names in a model's annotations
    spec.loader.exec_module(module)
    return module


@contextmanager
def _blaming(plugin: str) -> Iterator[None]:
    try:
        yield
    except Exception as error:  # a plugin may fail in any way, and its author needs to know how
        raise TimelineError(f"{plugin}: cannot load this plugin: {type(error).__name__}: {error}") from error
