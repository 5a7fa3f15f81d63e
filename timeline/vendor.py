"""What lies in the folders `sql/` and `lite/` of a published site: our scripts, and SQLite or Python for the browser.

These come from npm and PyPI when the wheel is built or the checkout is installed (`.ci/vendor.py`).
"""

from collections.abc import Mapping
from pathlib import Path

from timeline.errors import TimelineError

_STATIC = Path(__file__).parent / "static"
_OURS = ("sql.css", "sql.js", "sql-database.js", "sql-file.js", "sql-pages.js", "sql-result.js", "sql-worker.js")
_SQLITES = ("index.mjs", "sqlite3.wasm")
_PYTHONS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")


def is_here() -> bool:
    """Whether SQLite was fetched."""
    return all((_STATIC / "vendor" / name).exists() for name in _SQLITES)


def files(static: Path = _STATIC) -> Mapping[str, Path]:
    """The files by their name in `sql/`; raises TimelineError where SQLite has not been fetched."""
    needed = {name: static / name for name in _OURS} | {name: static / "vendor" / name for name in _SQLITES}
    if missing := [name for name, path in needed.items() if not path.exists()]:
        raise TimelineError(
            f"the page for SQL needs {', '.join(missing)}, which npm brings: install npm, then once more "
            "`pip install --editable .`; a wheel has it"
        )
    return needed


def lite(static: Path = _STATIC) -> Mapping[str, Path]:
    """The files by their name in `lite/`; raises TimelineError where Python or its packages have not been fetched."""
    fetched = static / "vendor" / "lite"
    pythons = {f"pyodide/{name}": fetched / "pyodide" / name for name in _PYTHONS}
    wheels = {f"wheels/{path.name}": path for path in sorted((fetched / "wheels").glob("*.whl"))}
    if not wheels or not all(path.exists() for path in pythons.values()):
        raise TimelineError(
            "Datasette in the browser needs Python for it, which npm and pip bring: install npm, then once more "
            "`pip install --editable .`; a wheel has it"
        )
    return {path.name: path for path in sorted((static / "lite").iterdir())} | pythons | wheels
