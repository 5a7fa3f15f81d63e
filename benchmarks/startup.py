"""How long a command takes before it has done anything."""

from functools import partial
from pathlib import Path

from benchmarks import work
from benchmarks.measure import run, side_by_side
from benchmarks.page import Bench, table
from benchmarks.work import PYTHON, TIMELINE

_IMPORTS = 'python -c "import pydantic, click"'
_MODEL = "import pydantic, click\nclass Model(pydantic.BaseModel):\n    field: int\nModel(field=1)"


def section(bench: Bench) -> str:
    """Beside the two libraries that a command cannot do without, and the least that can be done with them."""
    log = work.log(bench.build, 1) / "events.jsonl"
    commands: dict[str, list[str | Path]] = {
        _IMPORTS: [PYTHON, "-c", "import pydantic, click"],
        "the same, and one model of one field": [PYTHON, "-c", _MODEL],
        "timeline append, of nothing": [*TIMELINE, "--log", log, "append"],
        "timeline report meeting --help": [*TIMELINE, "report", "meeting", "--help"],
        "timeline --help": [*TIMELINE, "--help"],
    }
    samples = side_by_side({name: partial(run, command) for name, command in commands.items()}, 5 * bench.rounds)
    theirs = samples.pop(_IMPORTS)
    rows: list[list[object]] = [[_IMPORTS, f"{1e3 * theirs.wall:.0f}", f"{1e3 * theirs.cpu:.0f}", "1", "1", ""]]
    for name, ours in samples.items():
        ratios = [ours.wall_beside(theirs), ours.cpu_beside(theirs)]
        goal = "≤ 1.5" if name.startswith("timeline") else ""
        rows.append([name, f"{1e3 * ours.wall:.0f}", f"{1e3 * ours.cpu:.0f}", *ratios, goal])
    return table(["start of a command", "ms", "CPU ms", "as a multiple", "the same in CPU time", "goal"], rows)
