"""Pages of the site in headless Chromium: axe-core, scrolling to the side, and whether anybody else is asked for anything."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, sync_playwright

from tests.site.built import ADDRESS
from tests.system.chromium import CHROMIUM, QUIET

ALL: Mapping[str, Any] = {}
COLOURS = {"runOnly": ["color-contrast"]}
"""In dark only the colours are others, and axe-core's other rules do not look at them."""


@dataclass(frozen=True)
class View:
    """A window by its width in CSS pixels, how many dots each of these has, and the colours that its reader wants."""

    name: str
    width: int
    dots: int
    scheme: Literal["light", "dark"]
    rules: Mapping[str, Any]


VIEWS = (
    View("320 px", 320, 1, "light", ALL),
    View("320 px, dark", 320, 1, "dark", COLOURS),
    View("1280 px at 200 %", 640, 2, "light", ALL),
    View("1280 px at 200 %, dark", 640, 2, "dark", COLOURS),
)
"""The narrowest phone, which is a window of 1280 pixels at 400 % too (WCAG 2.1, 1.4.10), and one at 200 % (1.4.4)."""

BEYOND = """[...document.querySelectorAll("body *")]
    .filter(each => each.getClientRects().length && each.tagName !== "BR" && !each.closest(".skip"))
    .filter(each => each.getBoundingClientRect().left < -0.5 || each.getBoundingClientRect().right > innerWidth + 0.5)
    .map(each => each.outerHTML.slice(0, 80))"""
"""Elements that stand out of the window on either side; the link over the menus waits out of sight until it has the focus."""


@dataclass
class Glass:
    """A browser that sees a folder as the public site, and nothing else of the world."""

    browser: Browser
    root: Path
    asked: list[str] = field(default_factory=list)

    def faults(self, paths: Iterable[str]) -> Iterator[str]:
        """All that is wrong with these pages, a line each; they are loaded once for each number of dots."""
        axe = Axe()
        for dots in sorted({view.dots for view in VIEWS}):
            views = [view for view in VIEWS if view.dots == dots]
            with self.browser.new_context(device_scale_factor=dots) as context:
                context.route("**/*", self._answer)
                page = context.new_page()
                page.on("console", lambda message: self._told(message.type, message.text))
                for path in paths:
                    page.goto(f"{ADDRESS}/{path}")
                    for view in views:
                        yield from (f"{path} at {view.name}: {fault}" for fault in seen(page, view, axe))
                    yield from (f"{path}: {told}" for told in self.asked)
                    self.asked.clear()

    def _answer(self, route: Route) -> None:
        """Answer with a file of the site; whoever asks for anything else gets nothing and is told of."""
        parts = urlsplit(route.request.url)
        path = self.root / parts.path.lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if f"{parts.scheme}://{parts.netloc}" == ADDRESS and path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=mimetypes.guess_type(path.name)[0] or "text/plain")
            return
        if parts.path != "/favicon.ico":
            self.asked.append(f"asks for {route.request.url}")
        route.abort()

    def _told(self, kind: str, words: str) -> None:
        """Note an error of the page, such as a style that its policy forbids."""
        if kind == "error" and "favicon.ico" not in words:
            self.asked.append(words)


def seen(page: Page, view: View, axe: Any) -> Iterator[str]:
    """What is wrong with a loaded page in a view: axe-core's findings and doubts, and what stands out at the side."""
    page.set_viewport_size({"width": view.width, "height": 800})
    page.emulate_media(color_scheme=view.scheme)
    found = axe.run(page, options={"resultTypes": ["violations", "incomplete"], **view.rules}).response
    for each in (*found["violations"], *found["incomplete"]):
        yield f"{each['id']}: {each['help']} ({each['nodes'][0]['html'][:120]})"
    wide, beyond = page.evaluate("document.documentElement.scrollWidth"), page.evaluate(BEYOND)
    if wide > view.width or beyond:
        yield f"scrolls to the side: {wide} px wide; {beyond[:2]}"


@contextmanager
def looking(root: Path) -> Iterator[Glass]:
    """A browser for the site in this folder, for as long as the block lasts."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield Glass(browser, root)
        browser.close()
