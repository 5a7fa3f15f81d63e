"""Who may import whom: the data goes one way, and each module knows its room."""

import ast
import subprocess
import sys
from pathlib import Path

import click
import pytest

import timeline
from timeline.cli import main

PACKAGE = Path(timeline.__file__).parent
OUTSIDE = {
    "os",
    "io",
    "pathlib",
    "sqlite3",
    "sqlite_utils",
    "datasette",
    "click",
    "time",
    "random",
    "secrets",
    "subprocess",
}
AT_THE_EDGE = {
    "bundle",
    "checkpoints",
    "counts",
    "covering",
    "database",
    "datasettes",
    "durable",
    "facets",
    "fetching",
    "follow",
    "hookspecs",
    "inbrowser",
    "installed",
    "importing.files",
    "importing.seen",
    "importing.sheet",
    "live",
    "log",
    "logfile",
    "memory",
    "openlog",
    "plugins",
    "prefix",
    "projection",
    "proving",
    "projector",
    "reading",
    "redact",
    "spread",
    "stored",
    "tail",
    "texts",
    "turns",
    "vendor",
    "pages.ask",
    "pages.page",
    "publish",
    "publishing.copies",
    "publishing.data",
    "publishing.downloads",
    "publishing.drawing",
    "publishing.exchange",
    "publishing.finding",
    "publishing.folder",
    "publishing.inspected",
    "publishing.lite",
    "publishing.wheel",
    "publishing.signed",
    "serve",
    "shelf",
    "verification",
    "worktree",
    "__main__",
}
"""The modules that may know files, clock, SQLite or terminal; besides the command line. All others are pure."""


def modules() -> dict[str, Path]:
    """Our modules by the name they are imported by, but for the package's face."""
    files = ((path.relative_to(PACKAGE).with_suffix("").parts, path) for path in PACKAGE.rglob("*.py"))
    named = ((".".join(parts).removesuffix(".__init__"), path) for parts, path in files)
    return {name: path for name, path in named if name != "__init__"}


def imports(path: Path) -> set[str]:
    """The modules that a file imports at its top, ours by their name in the package."""
    found: set[str] = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "timeline":
            found |= {f"timeline.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(str(node.module))
    return found


def graph() -> dict[str, set[str]]:
    """Our modules and the ones of ours that each imports."""
    ours = modules()
    found = {name: {module.removeprefix("timeline.") for module in imports(path)} for name, path in ours.items()}
    return {name: needs & ours.keys() for name, needs in found.items()}


@pytest.mark.parametrize("name", sorted(modules()))
def test_pure_modules_know_neither_file_nor_clock(name: str) -> None:
    """Nor SQLite, nor the terminal."""
    outside = {module.partition(".")[0] for module in imports(modules()[name])} & OUTSIDE
    assert not outside or name in AT_THE_EDGE or name.startswith("cli")


def test_no_circle() -> None:
    """Every module can be reached only from above."""
    left = graph()
    while ready := [name for name, needs in left.items() if not needs & left.keys()]:
        for name in ready:
            del left[name]
    assert left == {}


def test_nobody_imports_the_command_line() -> None:
    """But the command line itself."""
    outside = {name: needs for name, needs in graph().items() if not name.startswith(("cli", "__main__"))}
    assert {name for name, needs in outside.items() if any(need.startswith("cli") for need in needs)} == set()


HEAVY = {"sqlite_utils", "datasette", "uvicorn", "httpx", "jinja2", "icalendar", "slugify", "uuid6"}
NOT_TO_APPEND = HEAVY | {"sqlite3", "yaml", "cryptography", "subprocess", "difflib", "importlib.metadata"}
KINDS = [f"timeline.{name}" for name in modules() if name.startswith("kinds.")]
NOT_FOR_A_LIST = NOT_TO_APPEND | {"pydantic", "timeline.log"}


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (["append"], NOT_TO_APPEND | set(KINDS)),
        (["report", "meeting", "--help"], NOT_TO_APPEND | {*KINDS} - {"timeline.kinds.meeting"}),
        (["--help"], NOT_FOR_A_LIST),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_commands_load_what_they_need(arguments: list[str], needless: set[str], tmp_path: Path) -> None:
    """A reporter's `timeline append` starts at once."""
    call = f"timeline.cli.main({arguments}, standalone_mode=False)"
    run = f"import sys, timeline.cli; {call}; print(*{needless} & set(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", run], capture_output=True, text=True, check=True, cwd=tmp_path, input=""
    )
    assert done.stdout.splitlines()[-1] == ""


def test_each_command_is_in_the_list() -> None:
    """Which is written beside them, so that it loads none; each is whole in its line of a terminal."""
    context = click.Context(main, **main.context_settings)
    loaded = {name: main.get_command(context, name) for name in main.list_commands(context)}
    listed = main.get_help(context).partition("Commands:\n")[2].splitlines()
    assert [line.split()[0] for line in listed] == [name for name, one in loaded.items() if one and not one.hidden]
    assert all(len(line) < 80 for line in listed)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_stay_small(path: Path) -> None:
    """Under 200 lines, and no function over 40."""
    text = path.read_text()
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert len(text.splitlines()) < 200
    assert [node.name for node in functions if (node.end_lineno or 0) - node.lineno >= 40] == []
