"""Every mail as a reader has it in a browser: held to axe-core, to the HTML standard, and to the width of a phone."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests import mails
from tests.samples import ROOT

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]

PHONE, ZOOMED = 320, 160
"""CSS pixels: the narrowest phone, and the same one at 200 % zoom."""

HTML = ROOT / "tests/html"
SCHEMES: dict[Literal["light", "dark"], dict[str, list[str]]] = {"light": {}, "dark": {"runOnly": ["color-contrast"]}}
"""All rules in light; in dark only the colours are others."""

BEYOND = """[...document.querySelectorAll("body *")]
    .filter(each => each.getClientRects().length && each.tagName !== "BR")
    .filter(each => each.getBoundingClientRect().left < -0.5 || each.getBoundingClientRect().right > innerWidth + 0.5)
    .map(each => each.outerHTML.slice(0, 80))"""
"""Elements that stand out of the window on either side: a page that is read from the right overflows to the left."""


@pytest.fixture(scope="module")
def every() -> mails.Mails:
    """All mails of the demo, of all kinds and of the drafts."""
    return {**mails.demo(), **mails.samples_of_all_kinds()}


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all mails."""
    made = browser.new_page()
    yield made
    made.close()


def longest(every: mails.Mails) -> mails.Mails:
    """Of each kind in each language the mail with the most to say."""
    ranked = sorted(every, key=lambda name: len(every[name]["html"]))
    return {name: every[name] for name in {tuple(name.split(".")[:2]): name for name in ranked}.values()}


def test_axe(every: mails.Mails, page: Page) -> None:
    """axe-core, with all its rules, finds and doubts nothing in a mail of any kind and language, in light and in dark."""
    axe = Axe()
    found: dict[str, list[str]] = {}
    page.set_viewport_size({"width": PHONE, "height": 800})
    for name, parts in longest(every).items():
        page.set_content(parts["html"])
        for scheme, rules in SCHEMES.items():
            page.emulate_media(color_scheme=scheme)
            results = axe.run(page, options={"resultTypes": ["violations", "incomplete"], **rules}).response
            told = [each["id"] for each in (*results["violations"], *results["incomplete"])]
            found |= {f"{name} {scheme}": told} if told else {}
    assert found == {}


def test_no_scrolling_to_the_side(every: mails.Mails, page: Page) -> None:
    """On the narrowest phone, and there at 200 % zoom too, no mail is wider than its window.

    At 320 pixels the longest of each kind and language; what fits in half of that fits there.
    """
    page.emulate_media(color_scheme="light")
    found: dict[str, tuple[int, list[str]]] = {}
    told = longest(every)
    for name, parts in every.items():
        page.set_content(parts["html"])
        for width in (PHONE, ZOOMED) if name in told else (ZOOMED,):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            beyond = page.evaluate(BEYOND)
            found |= {f"{name} at {width}": (wide, beyond[:2])} if wide > width or beyond else {}
    assert found == {}


def test_nothing_is_fetched(every: mails.Mails, page: Page) -> None:
    """A mail is whole: opening one asks no server for anything, so nobody learns who opened it."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for parts in longest(every).values():
        page.set_content(parts["html"])
    assert asked == []


def test_read_without_styles(every: mails.Mails, page: Page) -> None:
    """Without any style every mail still tells all that it tells with it, in the same order."""
    for name, parts in longest(every).items():
        page.set_content(parts["html"])
        styled = page.inner_text("main").split()
        page.evaluate(
            "document.querySelectorAll('style').forEach(e => e.remove());"
            "document.querySelectorAll('[style]:not(.preheader)').forEach(e => e.removeAttribute('style'))"
        )
        assert page.inner_text("main").split() == styled, name


def test_html_validate(every: mails.Mails, tmp_path: Path) -> None:
    """html-validate finds nothing in any mail, but for the rules that tests/html/.htmlvalidate.mjs excepts and why."""
    for name, parts in every.items():
        (tmp_path / f"{name}.html").write_text(parts["html"], "utf-8")
    rules = ["--config", str(HTML / ".htmlvalidate.mjs"), "--formatter", "text"]
    command = [str(HTML / "node_modules/.bin/html-validate"), *rules, str(tmp_path)]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HTML)
    assert (found.returncode, found.stdout + found.stderr) == (0, "")
