"""Test suites of others, read from the source packages that tests/vectors.txt names; `make test` downloads them."""

import json
import sys
import tarfile
from functools import cache
from pathlib import Path, PurePath
from typing import Any

FOLDER = Path(sys.prefix) / "vectors"


@cache
def json_texts(prefix: str) -> dict[str, bytes]:
    """The texts of JSONTestSuite whose names begin so, but those that no single line can hold.

    `y_` must be read, `n_` must not, and `i_` may be.
    """
    texts = _files("pyjson5-*", f"*/third-party/JSONTestSuite/test_parsing/{prefix}*.json")
    one_line = {name: text.removesuffix(b"\n") for name, text in texts.items()}
    return {name: text for name, text in one_line.items() if b"\n" not in text}


def formats(name: str) -> list[tuple[str, str, bool]]:
    """The texts that JSON-Schema-Test-Suite tries on a format: what each is about, the text, and whether it is one."""
    [suite] = _files("jsonschema-*", f"*/json/tests/draft2020-12/optional/format/{name}.json").values()
    tests: list[dict[str, Any]] = [test for group in json.loads(suite) for test in group["tests"]]
    return [(test["description"], test["data"], test["valid"]) for test in tests if isinstance(test["data"], str)]


def _files(package: str, pattern: str) -> dict[str, bytes]:
    [archive] = FOLDER.glob(f"{package}.tar.gz")
    with tarfile.open(archive) as tar:
        found = [name for name in sorted(tar.getnames()) if PurePath(name).match(pattern)]
        return {PurePath(name).stem: member.read() for name in found if (member := tar.extractfile(name))}
