"""The folder `lite/`: all of Datasette in the reader's browser, on the database that lies in `data/`."""

import json
from collections.abc import Iterator
from pathlib import Path

from timeline import vendor
from timeline.fact import Json
from timeline.publishing.described import leaving
from timeline.publishing.pins import ours
from timeline.publishing.render import File
from timeline.publishing.wheel import wheel


def lite(about: Json, plugins: Path | None = None) -> Iterator[File]:
    """Its files; `about` is the metadata, `plugins` a folder of the author's own kinds. Raises TimelineError."""
    fetched = vendor.lite()
    made = dict(wheel(package) for package in ours())
    yield from (File(f"lite/{name}", path.read_bytes()) for name, path in fetched.items())
    yield from (File(f"lite/wheels/{name}", content) for name, content in made.items())
    wheels = sorted([*(name for name in fetched if name.startswith("wheels/")), *(f"wheels/{name}" for name in made)])
    own = {file.name: file.read_text(encoding="utf-8") for file in sorted(plugins.glob("*.py"))} if plugins else {}
    told = {"wheels": wheels, "metadata": leaving(about, with_plugins=bool(own)), "plugins": own}
    yield File("lite/lite.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
