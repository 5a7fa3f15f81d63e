"""Which address shows which page."""

from collections.abc import Callable, Mapping
from typing import Any

from timeline.pages.about import about
from timeline.pages.actor import actor
from timeline.pages.ask import Ask
from timeline.pages.corrections import corrections
from timeline.pages.day import day
from timeline.pages.fact import fact, fact_json
from timeline.pages.feeds import corrections_atom, timeline_atom, timeline_json
from timeline.pages.figures import figures
from timeline.pages.machines import llms_txt, robots_txt, sitemap_part, sitemap_xml
from timeline.pages.occasions import timeline_ics
from timeline.pages.page import Document, Page, Site
from timeline.pages.place import place
from timeline.pages.registers import actors, places, sources
from timeline.pages.search import search
from timeline.pages.source import source
from timeline.pages.state import state
from timeline.pages.timeline import timeline

Given = Mapping[str, str]
Answer = Page | Document | dict[str, Any]

PAGES: dict[str, Callable[[Ask, Site, Given], Answer]] = {
    r"corrections": corrections,
    r"timeline": timeline,
    r"search": search,
    r"figures": figures,
    r"about": about,
    r"day/(?P<day>[0-9-]{10})": day,
    r"fact/(?P<slug>[a-z0-9-]+)": fact,
    r"fact/(?P<slug>[a-z0-9-]+)\.json": fact_json,
    r"timeline-state\.json": state,
    r"actor/(?P<slug>[a-z0-9-]+)": actor,
    r"place/(?P<slug>[a-z0-9-]+)": place,
    r"source/(?P<slug>[a-z0-9-]+)": source,
    r"actors": actors,
    r"places": places,
    r"sources": sources,
    r"corrections\.atom": corrections_atom,
    r"timeline\.atom": timeline_atom,
    r"timeline\.json": timeline_json,
    r"timeline\.ics": timeline_ics,
    r"sitemap-(?P<part>pages|[0-9]{1,9})\.xml": sitemap_part,
}
"""The pages by their address below `/-/`; what its groups match is given to the page like what follows the `?`."""

AT_THE_TOP: dict[str, Callable[[Ask, Site, Given], Answer]] = {
    r"llms\.txt": llms_txt,
    r"robots\.txt": robots_txt,
    r"sitemap\.xml": sitemap_xml,
}
"""Those that are looked for at the top of a site."""
