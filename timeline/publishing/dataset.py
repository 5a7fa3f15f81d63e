"""The front page for machines that read schema.org: the chronology as a data set, and where to fetch it (JSON-LD)."""

from timeline.fact import Json
from timeline.pages.page import Site
from timeline.publishing.package import licence_url

_FILES = (
    ("events.jsonl", "application/x-ndjson"),
    ("timeline.db", "application/vnd.sqlite3"),
    ("datapackage.json", "application/json"),
)


def dataset_ld(site: Site) -> Json:
    """Its name, what it is about, its licence and its files."""
    licence, home = site.opened.get("licence"), site.origin or site.links.page("timeline")
    found = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": home,
        "url": home,
        "name": site.title,
        "description": site.opened.get("description"),
        "inLanguage": site.language,
        "license": licence_url(licence) or licence,
        "isAccessibleForFree": True,
        "distribution": [_download(site, *file) for file in _FILES],
    }
    return {name: value for name, value in found.items() if value}


def _download(site: Site, name: str, media: str) -> Json:
    address = site.absolute(site.links.to(f"data/{name}"))
    return {"@type": "DataDownload", "name": name, "encodingFormat": media, "contentUrl": address}
