"""What lies at the top of the folder for programs: feeds, the calendar, the sitemap, robots.txt, llms.txt.

Atom takes relative addresses (RFC 4287, section 2), and an event of a calendar needs none. A JSON Feed and a sitemap
want whole ones, so they are made where the address of the folder is known.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import count

from timeline.feeds import sitemap as maps
from timeline.pages.ask import Ask
from timeline.pages.feeds import corrections_atom, timeline_atom, timeline_json
from timeline.pages.machines import llms_txt, parts, robots_txt, sitemap_part
from timeline.pages.occasions import timeline_ics
from timeline.pages.page import Document, Site
from timeline.publishing.links import Layout
from timeline.publishing.render import File

_DOCUMENTS: Mapping[str, Callable[[Ask, Site, Mapping[str, str]], Document]] = {
    "timeline.atom": timeline_atom,
    "timeline.json": timeline_json,
    "timeline.ics": timeline_ics,
    "corrections.atom": corrections_atom,
    "llms.txt": llms_txt,
    "robots.txt": robots_txt,
}
_EVERYWHERE = ("llms.txt", "robots.txt")
_SUBJECTS = ("fact/", "actor/", "place/", "source/")
_UNLISTED = ("404.html", "missing.html")


def programs(ask: Ask, site: Site, layout: Layout, paths: Sequence[str]) -> Iterator[File]:
    """All of it; `site` is at the top of the folder, which has the files `paths`."""
    for name, document in _DOCUMENTS.items():
        if name in _EVERYWHERE or site.links.has(name):
            yield File(name, document(ask, site, {}).body.encode())
    if layout.base:
        found = [*_pages(layout, paths), *_standing(ask, site)]
        yield from found
        index = maps.sitemap_index(layout.address(file.path) for file in found)
        yield File("sitemap.xml", index.encode())


def _pages(layout: Layout, paths: Sequence[str]) -> Iterator[File]:
    """The pages that are about many subjects; a page with the rest of one of them is found from its first."""
    shared = [path for path in paths if path.endswith(".html") and not path.startswith(_SUBJECTS)]
    listed = [(layout.address(path), None) for path in shared if path not in _UNLISTED]
    for number, start in zip(count(1), range(0, len(listed), maps.MOST), strict=False):
        name = "sitemap-pages.xml" if number == 1 else f"sitemap-pages-{number}.xml"
        yield File(name, maps.sitemap(listed[start : start + maps.MOST]).encode())


def _standing(ask: Ask, site: Site) -> Iterator[File]:
    for number in parts(ask):
        yield File(f"sitemap-{number}.xml", sitemap_part(ask, site, {"part": str(number)}).body.encode())
