"""The coming slots as operators have them in the Prefect UI: named, replaced when the sheet changes, cancelled, released."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from kutsu.core.grid import Edit
from kutsu.core.publication import State
from tests.system import prefect_ui
from tests.system.desk import Desk, opened
from tests.system.house import eventually

pytestmark = [pytest.mark.system, pytest.mark.timeout(280)]

AHEAD = dt.timedelta(seconds=50)
"""So near a slot is brought: its run starts at once, claims, and waits for a while; a busy machine has time for the edit before."""

FAR = "Thu 26.11. 18.00 · pilot-chosen"
"""The run of the pilot of three days from now, before its time is changed."""

THREE = [f"PILOT-2/pilot-chosen/{key}/x-{key}/" for key in ("en", "fi", "sv")]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A house at nine in the morning; one pilot is told of tonight, one in three days."""
    with opened(tmp_path_factory.mktemp("desk"), [0, 3], dt.time(18)) as made:
        yield made


def test_a_slot_and_its_operator(desk: Desk, page: Page) -> None:
    """One story in Chromium: a coming slot is named; an edit replaces it; a cancel, coming or waiting, holds until the release."""
    (first,) = eventually(lambda: desk.runs(FAR))
    assert first["parameters"] == {"slot": "2026-11-26T18:00:00+02:00", "deliveries": THREE}
    assert {"pilot-chosen", "fi", "sv", "en", "x-fi", "x-sv", "x-en"} <= {*first["tags"]}

    slot = desk.bring(AHEAD)
    for sheet in desk.works().sheets.values():
        sheet.write([Edit("pilots", "PILOT-2", "approve.en", value=False)])
    desk.run("pull")
    far, near = f"Thu 26.11. {slot:%H.%M} · pilot-chosen", f"Mon 23.11. {slot:%H.%M} · pilot-chosen"
    assert desk.states_of(FAR) == ["Replaced"]
    (second,) = desk.runs(far)
    assert (second["state_name"], second["parameters"]["deliveries"]) == ("Scheduled", THREE[1:])

    prefect_ui.upcoming(desk.house, page)
    expect(page.get_by_text(far).first).to_be_visible()
    prefect_ui.cancel(desk.house, page, second["id"], far)
    eventually(lambda: desk.states() == [State.CLAIMED] * 3)
    desk.cancel(desk.runs(near)[0])
    eventually(lambda: desk.states() == [State.UNAVAILABLE] * 3)
    assert desk.works().clock.now() < slot
    eventually(lambda: desk.states_of(far) + desk.states_of(near) == ["Cancelled", "Cancelled"])
    desk.run("pull")
    assert "Ylläpito on pysäyttänyt" in desk.told("PILOT-1")
    assert "Ylläpito on pysäyttänyt" in desk.told("PILOT-2")

    desk.works().clock.sleep_until(slot + dt.timedelta(seconds=1))
    desk.run("publish")
    assert desk.house.published() == []
    assert desk.states_of(far) + desk.states_of(near) == ["Cancelled", "Cancelled"]

    prefect_ui.release(desk.house, page)
    eventually(lambda: desk.states() == [State.SENT] * 3)
    assert len(desk.house.published()) == 3
    assert desk.states_of(far) == ["Cancelled", "Scheduled"]
