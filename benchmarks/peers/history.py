"""git-history's way: a file of all facts in git, a commit for each append, and every version of every row tracked.

This script makes the repository, before the clock runs; the tool itself reads it. Since it reads the whole file again
for each commit, its cost grows with the square of the log, and it is measured on a small one.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

Json = dict[str, Any]


def make(log: Path, repository: Path) -> None:
    """The repository of a log: `facts.json` on the branch main."""
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main", repository], check=True)
    stream = b"".join(_commits(log))
    subprocess.run(["git", "-C", repository, "fast-import", "--quiet"], input=stream, check=True)
    subprocess.run(["git", "-C", repository, "reset", "--quiet", "--hard", "main"], check=True)


def _commits(log: Path) -> Iterator[bytes]:
    """What git fast-import reads."""
    facts: dict[str, Json] = {}
    events = map(json.loads, log.read_bytes().splitlines())
    for number, (_, append) in enumerate(groupby(events, key=lambda event: event.get("appendid", event["id"]))):
        for event in append:
            _apply(facts, event)
        content = json.dumps(list(facts.values()), ensure_ascii=False, indent=1).encode()
        yield f"commit refs/heads/main\ncommitter Editor <editor@news.example> {946684800 + number} +0000\n".encode()
        yield b"data 6\nAppend\nM 100644 inline facts.json\ndata %d\n%s\n" % (len(content), content)


def _apply(facts: dict[str, Json], event: Json) -> None:
    subject, data = event["subject"], event["data"]
    if event["type"].endswith(".retracted") and "report" not in data:
        facts.pop(subject)
    elif said := data.get("fact") or data.get("set"):
        facts[subject] = {"slug": subject, **said, **facts.get(subject, {}), **data.get("set", {})}


if __name__ == "__main__":
    make(*map(Path, sys.argv[1:]))
