"""The same as fuzz_lines, led by coverage: it keeps the lines that reach new code of the reader, and goes on from them.

    python -m tests.fuzz_coverage SECONDS [FOLDER]

The folder keeps what was found between runs. `make fuzz` installs atheris, which this needs, and runs both.
"""

import random
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["timeline"]):
    from timeline import plugins

    KINDS = plugins.kinds(plugins.load())

from tests import fuzz_lines, vectors

LONGEST = 4096
"""Bytes; longer lines are refused for their length alone, and slow the search."""


def mutate(raw: bytes, longest: int, seed: int) -> bytes:
    """Half the time as bytes; else by the members of an event, where the line still is one."""
    rng = random.Random(seed)
    if rng.random() < 0.5:
        return bytes(atheris.Mutate(raw, longest))
    try:
        return fuzz_lines.restated(rng, raw)[:longest]
    except (ValueError, TypeError, IndexError, RecursionError):
        return fuzz_lines.mutated(rng)[:longest]


def attempt(raw: bytes) -> None:
    """Any complaint of fuzz_lines ends the search, with the line in a file."""
    fuzz_lines.attempt(KINDS, raw)


def sow(folder: Path) -> None:
    """Lines to begin with: what is in the log, and JSONTestSuite."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, line in enumerate([*fuzz_lines.SEEDS, *vectors.json_texts("").values()]):
        (folder / f"seed-{number:03}").write_bytes(line[:LONGEST])


if __name__ == "__main__":
    corpus = Path(sys.argv[2] if len(sys.argv) > 2 else tempfile.mkdtemp())
    sow(corpus)
    limits = [f"-max_total_time={sys.argv[1]}", f"-max_len={LONGEST}", f"-artifact_prefix={corpus}/", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", str(corpus)], attempt, custom_mutator=mutate)
    atheris.Fuzz()
