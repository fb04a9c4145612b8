"""The wall, the site and the Prefect UI as a person sees them, in Chromium."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from kutsu.clock import TickingClock
from tests.system import prefect_ui
from tests.system.house import House, eventually

pytestmark = [pytest.mark.system, pytest.mark.timeout(500)]


@pytest.fixture(scope="module")
def open_house(house: House) -> Iterator[House]:
    """The house kept open after its demo, at eleven o'clock of the demo's day."""
    with house.up("2026-11-23T11:00:00+02:00"):
        began = TickingClock.real(ZoneInfo("UTC")).now()
        eventually(lambda: house.published())
        eventually(lambda: pulled_since(house, began), 200)
        yield house


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
    """Operators see what ran with its tasks, and what is coming under a name that they understand."""
    address = open_house.address("KUTSU_PREFECT")
    page.goto(f"{address}/v2/runs")
    expect(page.get_by_text(re.compile(r"overdue · \d+ publications")).first).to_be_visible()
    noon = eventually(lambda: slot(open_house, "Mon 23.11. 12.00 · session-reminder"))
    prefect_ui.upcoming(open_house, page)
    for name in ("Mon 23.11. 12.00 · session-reminder", "Tue 24.11. 12.00 · session-reminder"):
        expect(page.get_by_text(name).first).to_be_visible()
    page.goto(f"{address}/v2/runs/flow-run/{noon['id']}")
    expect(page.get_by_text("Mon 23.11. 12.00 · session-reminder").first).to_be_visible()
    expect(page.get_by_text("Scheduled").first).to_be_visible()


def test_links_of_a_slot(open_house: House, page: Page) -> None:
    """The links in a slot's artifact lead to the networks, and one on this machine opens what was published."""
    links = artifact(open_house, lambda key: key.startswith("slot-") and key.endswith("-links"))
    page.goto(f"{open_house.address('KUTSU_PREFECT')}/v2/artifacts/artifact/{links['latest_id']}")
    expect(page.locator('a[href^="https://x.com/espoo_fi/status/"]').first).to_be_visible()
    near = page.locator('a[href^="http://127.0.0.1:"]').first
    answer = page.goto(near.get_attribute("href") or "")
    assert answer is not None
    assert answer.ok


def test_a_run_by_hand(open_house: House, page: Page) -> None:
    """Submitted through the form with its drop-downs, a dry run ends with a table of why nothing of a pilot goes out again."""
    address, before = open_house.address("KUTSU_PREFECT"), len(open_house.published())
    (deployment,) = open_house.prefect("deployments/filter", {"deployments": {"name": {"any_": ["by-hand"]}}})
    page.goto(f"{address}/v2/deployments/deployment/{deployment['id']}/run")
    expect(page.get_by_text(re.compile("the info sessions of a pilot go with it"))).to_be_visible()
    page.get_by_role("button", name="Add item").click()
    page.locator("textarea").first.fill("PILOT-03")
    page.locator('button[aria-haspopup="listbox"]').first.click()
    page.get_by_role("option", name="testers-wanted").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Submit").click()
    shown = eventually(lambda: artifact(open_house, lambda key: key == "dry-run-links"))
    page.goto(f"{address}/v2/artifacts/artifact/{shown['latest_id']}")
    expect(page.get_by_text("sent already").first).to_be_visible()
    expect(page.get_by_text("testers-wanted").first).to_be_visible()
    assert page.get_by_text("session-reminder").count() == 0
    assert len(open_house.published()) == before


def artifact(house: House, wanted: Callable[[str], bool]) -> Any:
    """The latest artifact of a key that is wanted; None while there is none."""
    found = house.prefect("artifacts/latest/filter", {})
    return next((each for each in found if wanted(str(each["key"]))), None)


def pulled_since(house: House, began: dt.datetime) -> bool:
    """Whether a pull of this very `up` has ended, so that the runs which it placed stay: the start sweeps older ones away."""
    ended = {"state": {"type": {"any_": ["COMPLETED", "FAILED"]}}, "start_time": {"after_": began.isoformat()}}
    return bool(house.prefect("flow_runs/count", {"flow_runs": ended, "deployments": {"name": {"any_": ["pull"]}}}))


def slot(house: House, name: str) -> Any:
    """The coming slot of this name, once the first pull has placed it."""
    coming = {"flow_runs": {"name": {"any_": [name]}, "state": {"type": {"any_": ["SCHEDULED"]}}}}
    return next(iter(house.prefect("flow_runs/filter", coming)), None)
