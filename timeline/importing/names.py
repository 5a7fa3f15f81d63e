"""Slugs for what a data set names: found by the id of its event, or shared with what the chronology has already."""

import hashlib

from timeline.archive import Lookup
from timeline.draft import proposed_slug
from timeline.fact import Json
from timeline.importing.format import Imported

_OF_A_NAME = ("name", "title")
_TELLING = ("latitude", "longitude", "published", "url", "country", "admin1", "admin2", "author", "publisher")
"""Fields by which two things of one name are told apart."""


class Names:
    """Slugs by what the data set calls things, as the log is now; the same again for the same thing."""

    def __init__(self, log: Lookup, dataset: str, source: str, known_as: dict[str, str]) -> None:
        self.log = log
        self.dataset = dataset
        self.known_as = known_as
        self._slugs: dict[str, str] = {}
        self._taken = {source: Imported("source", f"release:{source}", {})}

    def event_id(self, imported: Imported) -> str:
        """The id of the first event on it, for ever."""
        return f"{self.dataset}:{imported.key}"

    def slug(self, imported: Imported, *, registry: bool) -> str:
        """The subject for it."""
        if imported.key not in self._slugs:
            slug = self._known(imported) or self._free(imported, registry=registry)
            self._slugs[imported.key] = slug
            self._taken.setdefault(slug, imported)
        return self._slugs[imported.key]

    def _known(self, imported: Imported) -> str | None:
        """By the user's word, or by its event; what an editor declared a duplicate is the thing it repeats."""
        if name := _name(imported.fact):
            named = self.known_as.get(name) or self.known_as.get(imported.key)
            if named:
                return named
        event = self.log.event(self.event_id(imported))
        return self._standing_for(event.subject) if event else None

    def _standing_for(self, slug: str) -> str:
        retraction = self.log.standing(slug).retraction
        other = retraction and retraction.data.get("duplicate_of")
        return self._standing_for(other) if other else slug

    def _free(self, imported: Imported, *, registry: bool) -> str:
        """The proposed slug, or with a mark when something else has it."""
        slug = self._proposed(imported, registry=registry)
        if self._is_free(slug) or (registry and self._is_same(slug, imported)):
            return slug
        return f"{slug[:110]}-{_mark(imported.key)}"

    def _proposed(self, imported: Imported, *, registry: bool) -> str:
        if imported.slug:
            return imported.slug
        if not registry:
            return proposed_slug({"name": f"{self.dataset} {imported.key}"}, lambda _: False)
        try:
            return proposed_slug({"name": _name(imported.fact)}, lambda _: False)
        except ValueError:  # a name of which nothing can be written in Latin letters
            return f"{imported.kind}-{_mark(imported.key)}"

    def _is_free(self, slug: str) -> bool:
        return slug not in self._taken and self.log.standing(slug).revision == 0

    def _is_same(self, slug: str, imported: Imported) -> bool:
        """Whether what has the slug is the same thing; two numbers of a data set are two, whatever their names."""
        standing = self.log.standing(slug)
        if slug in self._taken:
            other = self._taken[slug]
            kind, fact, event_id = other.kind, other.fact, self.event_id(other)
        elif standing.stands:
            kind, fact, event_id = standing.first.kind, standing.fact, standing.first.id
        else:
            return False
        numbered = _family(event_id) == _family(self.event_id(imported))
        return kind == imported.kind and not numbered and _agree(fact, imported.fact)


def _family(event_id: str) -> str:
    """What the ids of all things of a sort begin with."""
    return event_id.rpartition(":")[0]


def _name(fact: Json) -> str | None:
    return next((fact[name] for name in _OF_A_NAME if fact.get(name)), None)


def _agree(one: Json, other: Json) -> bool:
    """Whether both have one name, or the one is an alias of the other, and nothing tells them apart.

    A point on the map does when only one has it: villages share names.
    """
    names = {str(name).casefold() for name in (_name(one), *one.get("aliases", ()))}
    telling = [(one[name], other[name]) for name in _TELLING if name in one and name in other]
    if ("latitude" in one) != ("latitude" in other):
        return False
    return str(_name(other)).casefold() in names and all(mine == theirs for mine, theirs in telling)


def _mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:8]
