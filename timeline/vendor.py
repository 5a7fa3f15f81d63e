"""What lies in the folder `sql/` of a published site beside its page: our scripts, and SQLite for the browser.

SQLite comes from npm when the wheel is built or the checkout is installed (`.ci/vendor.py`).
"""

from collections.abc import Mapping
from pathlib import Path

from timeline.errors import TimelineError

_STATIC = Path(__file__).parent / "static"
_OURS = ("sql.css", "sql.js", "sql-database.js", "sql-file.js", "sql-pages.js", "sql-result.js", "sql-worker.js")
_SQLITES = ("index.mjs", "sqlite3.wasm")


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
