"""The pages of a record as an official opens them from a disk, in Chromium: on a telephone, in light and in dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from kutsu.archive.period import Period
from kutsu.archive.record import Archivist
from tests.archive.sample import Played
from tests.factories import ZONE
from tests.fakes import HandClock
from tests.system.chromium import CHROMIUM, QUIET

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everyone(
    played: Played, archivist: Callable[[HandClock], Archivist], out: Path, browser: Browser, scheme: str
) -> None:
    """No page breaks a rule that axe knows or is wider than 320 pixels; each has its style from the disk, and asks no network."""
    played.everything()
    archivist(HandClock()).write(Period(ZONE), out, "fi")
    page = browser.new_page(
        viewport={"width": 320, "height": 640}, color_scheme="dark" if scheme == "dark" else "light"
    )
    got, stopped = list[str](), list[str | None]()
    page.on("requestfinished", lambda request: got.append(request.url))
    page.on("requestfailed", lambda request: stopped.append(request.failure))
    for path in sorted(out.rglob("*.html")):
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        found = Axe().run(page) if path.parent.name != "letters" else None
        assert found is None or found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if found:
            assert page.locator("main").evaluate("each => getComputedStyle(each).maxInlineSize") == "1200px"
    assert all(each.startswith("file://") for each in got)
    assert {*stopped} == {"csp"}, "the picture by which the mail of this sample would watch its reader"
    page.close()
