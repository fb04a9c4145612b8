"""What an operator does in the Prefect UI, by the buttons that a person presses."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.system.house import House


def upcoming(house: House, page: Page) -> None:
    """Open the list of the coming slots: what is scheduled of the deployment `publish`."""
    page.goto(f"{_deployment(house, 'publish')}?tab=Upcoming")


def cancel(house: House, page: Page, run: str, name: str) -> None:
    """Cancel a run on its page: the menu, *Cancel*, and yes."""
    page.goto(f"{house.address('KUTSU_PREFECT')}/v2/runs/flow-run/{run}")
    expect(page.get_by_text(name).first).to_be_visible()
    page.locator('main button[aria-haspopup="menu"]').first.click()
    page.get_by_role("menuitem", name="Cancel").click()
    with page.expect_response(re.compile("/set_state$")) as answer:
        page.get_by_role("button", name="Cancel Flow Run").click()
    assert answer.value.ok


def release(house: House, page: Page) -> None:
    """Submit the form of `release` as it comes: all that cancels hold."""
    page.goto(f"{_deployment(house, 'release')}/run")
    expect(page.get_by_text("Property is type").nth(1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    with page.expect_response(re.compile("/create_flow_run$")) as answer:
        page.get_by_role("button", name="Submit").click()
    assert answer.value.ok


def _deployment(house: House, name: str) -> str:
    """The page of a deployment."""
    (made,) = house.prefect("deployments/filter", {"deployments": {"name": {"any_": [name]}}})
    return f"{house.address('KUTSU_PREFECT')}/v2/deployments/deployment/{made['id']}"
