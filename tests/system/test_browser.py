"""The wall, the site and the Prefect UI as a person sees them, in Chromium."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.system.house import House, eventually

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]

CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 30_000
"""Milliseconds for a page to show something, on a busy machine."""


@pytest.fixture(scope="module")
def open_house(house: House) -> Iterator[House]:
    """The house kept open after its demo, at eleven o'clock of the demo's day."""
    with house.up("2026-11-23T11:00:00+02:00"):
        eventually(lambda: house.prefect("flow_runs/count", {}) and house.published())
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, without a window."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page whose console stays clean of errors of our own pages."""
    made = browser.new_page(locale="en-GB")
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


def test_the_wall(open_house: House, page: Page) -> None:
    """The wall shows what residents see, by network and language."""
    page.goto(open_house.address("KUTSU_SANDBOX"))
    expect(page.get_by_role("heading", name="The wall")).to_be_visible()
    page.get_by_role("link", name=re.compile("Swedish")).first.click()
    shown = page.locator("article")
    assert shown.count() >= 20
    assert "Vi söker testare" in page.inner_text("main")
    assert "Testaajia haetaan" not in page.inner_text("main")


def test_the_site(open_house: House, page: Page) -> None:
    """From the Finnish front page to a pilot, over to Swedish, with a contact and no error on the way."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(open_house.address("KUTSU_SITE") + "/fi/")
    page.get_by_role("link", name="Tulkkaussovellus palvelutiskille").first.click()
    expect(page).to_have_url(re.compile("/fi/pilot-01/"))
    expect(page.locator("html")).to_have_attribute("lang", "fi")
    page.get_by_role("link", name="svenska").first.click()
    expect(page).to_have_url(re.compile("/sv/pilot-01/"))
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tolkningsapp")
    assert page.get_by_role("link", name=re.compile("@espoo")).count() >= 1
    assert errors == []


def test_the_prefect_ui(open_house: House, page: Page) -> None:
    """Operators see what ran with its tasks, what is coming under a name they understand, and the table with its links."""
    address = open_house.address("KUTSU_PREFECT")
    page.goto(f"{address}/v2/runs")
    expect(page.get_by_text(re.compile(r"overdue · \d+ publications")).first).to_be_visible()
    noon = eventually(lambda: slot(open_house, "Mon 23.11. 12.00 · session-reminder"))
    page.goto(f"{address}/v2/runs/flow-run/{noon['id']}")
    expect(page.get_by_text("Mon 23.11. 12.00 · session-reminder").first).to_be_visible()
    expect(page.get_by_text("Scheduled").first).to_be_visible()
    links = next(each for each in open_house.prefect("artifacts/filter", {}) if str(each["key"]).endswith("-links"))
    page.goto(f"{address}/v2/artifacts/artifact/{links['id']}")
    expect(page.locator('a[href^="https://x.com/espoo_fi/status/"]').first).to_be_visible(timeout=PATIENCE)


def slot(house: House, name: str) -> Any:
    """The coming slot of this name, once the first pull has placed it."""
    coming = {"flow_runs": {"name": {"any_": [name]}, "state": {"type": {"any_": ["SCHEDULED"]}}}}
    return next(iter(house.prefect("flow_runs/filter", coming)), None)
