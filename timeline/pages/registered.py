"""What the pages of actors, places and sources have in common: what the log says of them, as of facts."""

from collections.abc import Mapping

from timeline.fact import Json
from timeline.pages.ask import Ask
from timeline.pages.page import Missing, Redirect, Site
from timeline.pages.streams import stream, until
from timeline.pages.told import Told, on_day, told


def registered(ask: Ask, site: Site, kind: str, given: Mapping[str, str]) -> Told:
    """The subject at an address; with `on`, as the log had it at the end of that day. Raises Missing, Redirect."""
    events, day = stream(ask, given["slug"]), on_day(given)
    if events[0].kind != kind:
        raise Redirect(site.links.of(events[0].kind, given["slug"]))
    known = until(events, day) if day else events
    if not known:
        raise Missing(f"On {day} the log had nothing on “{given['slug']}” yet.")
    return told(ask, site, known)


def shown(subject: Told, given: Mapping[str, str]) -> Json:
    """What the templates of these pages need; coordinates are told as exactly as the place is, by its locator."""
    name = next((field.value.text for field in subject.fields if field.name == "name"), subject.title)
    fields = [field for field in subject.fields if field.name not in ("latitude", "longitude")]
    return {"told": subject, "on": on_day(given), "name": name, "fields": fields}
