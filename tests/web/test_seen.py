"""The way out as a reader has it, in Chromium: on a telephone and on a wide screen, in light and in dark, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.system.chromium import CHROMIUM, PATIENCE, QUIET
from tests.web.test_serving import Served, served
from tests.web.town import Town

pytestmark = [pytest.mark.system, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.fixture
def web(town: Town) -> Iterator[Served]:
    """The town's `kutsu web`."""
    with served(town) as found:
        yield found


def fits(page: Page) -> bool:
    """Whether nothing stands out to the side."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_left_by_keyboard(town: Town, web: Served, browser: Browser) -> None:
    """On 320 pixels, in another language than the mail's, with keys alone; our own policy stops none of it."""
    page = browser.new_page(viewport={"width": 320, "height": 640})
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(web.address + town.way_out())
    page.get_by_role("link", name="svenska").click()
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    assert fits(page)
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Avsluta prenumerationen")).to_be_focused()
    assert town.left() == {}
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Prenumerationen är avslutad")
    assert fits(page)
    assert town.left() == {"residents": "left"}
    assert errors == []
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_for_everyone(town: Town, web: Served, browser: Browser, scheme: str) -> None:
    """axe-core finds nothing on any page; only to run it the policy that forbids all scripts is put aside."""
    context = browser.new_context(bypass_csp=True, color_scheme="dark" if scheme == "dark" else "light")
    page = context.new_page()
    for path in (town.way_out(), f"{town.way_out()}?lang=sv", "/u/x"):
        page.goto(web.address + path)
        assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    page.goto(web.address + town.way_out(language="en"))
    page.get_by_role("button").click()
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    context.close()
