"""Whether everybody can read a page: at a desk and on a phone, in light and in dark."""

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page

WIDTHS = (1280, 390)
RULES = {"light": None, "dark": ["color-contrast", "link-in-text-block"]}
"""Which rules of axe-core are asked: in the dark only colours are others."""


def assert_readable(page: Page) -> None:
    """axe-core finds nothing amiss in any look of an open page, and nothing sticks out at the side."""
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide == width, f"{wide} pixels wide on {width}"
        for scheme in RULES:
            page.emulate_media(color_scheme=scheme)
            results = AxeResults(page.evaluate("options => axe.run(options)", _options(RULES[scheme])))
            assert results.violations_count == 0, f"{width} pixels, {scheme}\n{results.generate_report()}"


def _options(rules: list[str] | None) -> dict[str, object]:
    """What axe-core is to tell; it need not fetch the styles again."""
    asked = {} if rules is None else {"runOnly": rules}
    return {"resultTypes": ["violations"], "preload": False, **asked}
