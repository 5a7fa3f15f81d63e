"""Libraries of others for the browser, which the tests run on what we export. `make test` fetches them from npm.

They lie beside the vectors, and only as the files and hashes that stand here.
"""

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.vectors import FOLDER

TIMELINEJS = {
    "package": "@knight-lab/timelinejs@3.9.11",
    "integrity": "sha512-+jUuY1OJ+9zSO5O3AfYSLd1yB0vQkm22zyIElz8BWT5DQ9mL0rsxlQkBKAqLbWpJjFuAAJeqzLY35xFIg6GW4g==",
    "files": {
        "dist/js/timeline.js": "02f1843ae167f83435140be3b3228a6574cae9720e4774ae7d0050a790c9f93e",
        "dist/css/timeline.css": "bf78018d195b3b47e934585b78da0c0b620868c3f29b923164dcf302235484f4",
    },
}


def has(package: dict[str, Any]) -> bool:
    """Whether its files were fetched."""
    return all((FOLDER / Path(name).name).exists() for name in package["files"])


def needs(package: dict[str, Any]) -> pytest.MarkDecorator:
    """Skips a test without the package; CI has it."""
    name = package["package"]
    return pytest.mark.skipif(not has(package) and not os.environ.get("CI"), reason=f"{name} was not fetched from npm")


def _fetch(package: dict[str, Any]) -> None:
    hook = Path(__file__).parent.parent / ".ci/vendor.py"
    spec = importlib.util.spec_from_file_location("hook", hook)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    try:
        module.fetch(package["package"], package["integrity"], package["files"], FOLDER)
    except module.NotFetchedError as problem:
        sys.stderr.write(f"{problem}; the tests that need {package['package']} are skipped\n")


if __name__ == "__main__":
    _fetch(TIMELINEJS)
