"""The pages that only a folder has: the front page, the months of a full year, and a stretch of the timeline."""

from collections.abc import Callable, Mapping, Sequence

from timeline.pages.ask import Ask
from timeline.pages.brief import briefs
from timeline.pages.page import Page, Site
from timeline.pages.picture import picture
from timeline.pages.question import Question
from timeline.pages.timeline import stretches as under_headings
from timeline.publishing.dataset import dataset_ld
from timeline.publishing.stretches import Stretch, Year, facts, in_words, place

Function = Callable[[Ask, Site, Mapping[str, str]], Page]

_KINDS = "SELECT kind, count(*) AS facts FROM _facts WHERE occurs GROUP BY kind ORDER BY kind"


def front(years: Sequence[Year]) -> Function:
    """The front page: what the chronology is about, how much it holds, and its years."""

    def page(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
        listed = [(in_words(year.period), year.facts, _href(site, place(year.period) + ".html")) for year in years]
        context = {"heading": site.title, "listed": listed, "kinds": ask.rows(_KINDS), "up": ""}
        return Page("contents.html", site.title, context, dataset_ld(site))

    return page


def months(year: Year) -> Function:
    """The months of a year that has too many facts for one page."""

    def page(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
        listed = [(in_words(month.period), month.facts, _href(site, month.file)) for month in year.months]
        words = in_words(year.period)
        return Page("contents.html", words, {"heading": words, "listed": listed, "kinds": [], "up": "timeline"})

    return page


def stretch(this: Stretch, before: Stretch | None, after: Stretch | None, ends: tuple[Stretch, Stretch]) -> Function:
    """A page with facts, which leads to the ones before and behind it."""

    def page(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
        shown, question = briefs(ask, site, facts(ask, this)), Question()
        context = {
            "heading": this.words,
            "question": question,
            "entries": shown,
            "years": list(under_headings(shown)),
            "pages": {
                "first": _href(site, ends[0].file),
                "previous": before and _href(site, before.file),
                "next": after and _href(site, after.file),
                "last": _href(site, ends[1].file),
            },
            "since": None,
            "chips": [],
            "picture": picture(shown, site, question.lanes),
            "lanes": [],
        }
        return Page("timeline.html", this.words, context)

    return page


def missing(ask: Ask, site: Site, given: Mapping[str, str]) -> Page:
    """Where a link leads that names what the log has nothing on."""
    return Page("missing.html", "Not found", {"what": "The log has nothing on what was named there."})


def _href(site: Site, file: str) -> str:
    return site.links.to(file)
