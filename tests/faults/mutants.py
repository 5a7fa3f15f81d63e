"""Does the suite notice? Each fault of mutants.toml is planted in a copy of the package, and the tests are run on it.

`python -m tests.faults.mutants` writes into docs/reliability.md which test noticed each, and fails when one was not
noticed. Of a store that does nothing every fault test must fail. Words after the command choose the mutants whose
names contain them; then nothing is written.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
LIST = Path(__file__).with_name("mutants.toml")
PAGE = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- mutants: written by `make mutants` -->", "<!-- end of mutants -->"
NOTHING = "a store that does nothing"
TESTS = [f"tests/test_{name}.py" for name in ("durable", "tail", "logfile", "log", "memory", "database", "projection")]
TESTS += [f"tests/test_{name}.py" for name in ("prefix", "worktree", "merge_under_writer", "waiting_for_git")]
TESTS += ["tests/test_admission.py", "tests/test_jsonline.py", "tests/faults"]
PATIENCE = 600
FAILED = re.compile(r"^(?:FAILED|ERROR) (?:tests/)?([^\[\n]*?)(?:\[.*| - .*)?$", re.MULTILINE)


class Mutant(NamedTuple):
    """A fault: in `file` of the package `new` stands in the place of `old`, which breaks `rule`."""

    name: str
    rule: str
    file: str
    old: str
    new: str


def mutants() -> list[Mutant]:
    """All of them."""
    return [Mutant(**one) for one in tomllib.loads(LIST.read_text())["mutant"]]


def planted(mutant: Mutant, folder: Path) -> Path:
    """A copy of package and tests with the fault in it."""
    copy = folder / "copy"
    for part in ("timeline", "tests", "docs"):
        shutil.copytree(ROOT / part, copy / part)
    for name in ("pyproject.toml", "README.md", "events.jsonl", "metadata.yml"):
        shutil.copy(ROOT / name, copy)
    file = copy / "timeline" / mutant.file
    file.write_text(file.read_text().replace(mutant.old, mutant.new))
    return copy


def outcome(copy: Path, *options: str) -> str:
    """What pytest says of the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={copy.parent / 'tmp'}"]
    environment = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    tests = subprocess.Popen(
        [*command, *options], cwd=copy, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        return tests.communicate(timeout=PATIENCE)[0]
    except subprocess.TimeoutExpired:
        os.killpg(tests.pid, signal.SIGKILL)
        return f"FAILED it does not end within {PATIENCE} s"


def all_fail(said: str) -> bool:
    """Whether no test passed, and none was skipped."""
    return bool(re.search(r"^\d+ failed", said, re.MULTILINE)) and not re.search(
        r"^(PASSED|SKIPPED)", said, re.MULTILINE
    )


def noticed_by(mutant: Mutant) -> str:
    """The first test that fails; of a store that does nothing the fault tests that do not. Empty when all is green."""
    with tempfile.TemporaryDirectory() as folder:
        copy = planted(mutant, Path(folder))
        if mutant.name == NOTHING:
            return "every fault test" if all_fail(outcome(copy, "-rps", "tests/faults")) else ""
        failed = FAILED.search(outcome(copy, "-x", *TESTS))
        return failed[1].replace(".py::", ": ") if failed else ""


def tried(mutant: Mutant) -> tuple[Mutant, str]:
    """The mutant and who noticed it, said at once."""
    by = noticed_by(mutant)
    print(f"{mutant.name}: {by or 'NOT NOTICED'}", flush=True)  # noqa: T201
    return mutant, by


def table(results: Sequence[tuple[Mutant, str]]) -> str:
    """As the page has it."""
    rows = [f"| {mutant.name} | {mutant.rule} | {f'`{by}`' if by else '**nobody**'} |" for mutant, by in results]
    return "\n".join(["| fault planted | what it breaks | noticed by |", "|---|---|---|", *rows])


def main(words: Sequence[str]) -> int:
    """How many were not noticed."""
    chosen = [one for one in mutants() if not words or any(word in one.name for word in words)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(tried, chosen))
    if not words:
        before, _, rest = PAGE.read_text().partition(BEGIN)
        PAGE.write_text(f"{before}{BEGIN}\n{table(results)}\n{END}{rest.partition(END)[2]}")
    return sum(not by for _, by in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
