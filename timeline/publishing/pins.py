"""What Timeline needs where it serves: the packages that it runs with here, each at the version that it has here.

Those of other systems, which a marker leaves out here, are not installed here and so not among them; `pip check`
tells when one is missing.
"""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, entry_points

from timeline.errors import TimelineError

_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)\s*(?:\[(?P<extras>[^]]*)\])?[^;]*(?:;(?P<marker>.*))?")
_EXTRA = re.compile(r"""extra\s*==\s*["']([^"']+)["']""")


def ours() -> list[Distribution]:
    """Timeline, and the packages that bring kinds. Raises TimelineError."""
    if not (timeline := _installed("timeline")):
        raise TimelineError("timeline is not installed here as a package: `pip install` it, then publish once more")
    brought = {point.dist.name: point.dist for point in entry_points(group="timeline") if point.dist}
    return [timeline, *brought.values()]


def needed() -> list[Distribution]:
    """Those and all that they need, by their names. Raises TimelineError."""
    found: dict[str, Distribution] = {}
    extras: set[tuple[str, str]] = set()
    waiting = [(package.name, "") for package in ours()]
    while waiting:
        name, extra = waiting.pop()
        key = re.sub(r"[-_.]+", "-", name).lower()
        if (key, extra) not in extras and (package := found.get(key) or _installed(key)):
            extras.add((key, extra))
            found[key] = package
            waiting += _requirements(package, extra)
    return [found[key] for key in sorted(found)]


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _requirements(package: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    """The names that it requires, or that an extra of it does; each also with the extras that it asks of them."""
    for requirement in package.requires or ():
        parts = _REQUIREMENT.match(requirement)
        assert parts, requirement
        of = _EXTRA.search(parts["marker"] or "")
        if (of[1] if of else "") == extra:
            asked = re.findall(r"[^\s,]+", parts["extras"] or "")
            yield from ((parts["name"], name) for name in ("", *asked))
