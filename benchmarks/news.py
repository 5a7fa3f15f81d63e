"""What an append and a projection of one event take, within one process: `python -m benchmarks.news FOLDER`."""

import json
import sys
import time
from pathlib import Path
from statistics import median

from timeline import Log, project

_TIMES = 5


def measure(folder: Path) -> dict[str, float]:
    """The median seconds of each, when the tables were up to the log before."""
    db = folder / "timeline.db"
    log = Log(folder / "events.jsonl", db=db)
    project(log, db)
    appended, projected = [], []
    for _ in range(_TIMES):
        start = time.perf_counter()
        log.append([_event(log.path.stat().st_size)])
        between = time.perf_counter()
        project(log, db)
        appended.append(between - start)
        projected.append(time.perf_counter() - between)
    both = [one + other for one, other in zip(appended, projected, strict=True)]
    return {"append": median(appended), "project": median(projected), "both": median(both)}


def _event(number: int) -> dict[str, object]:
    data = {"fact": {"title": "Something more", "date": "2026-11-23"}, "source": "document-1"}
    return {"type": "background.reported", "subject": f"more-{number}", "data": data}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))
