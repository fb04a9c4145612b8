"""The whole campaign out of Google Sheets is the whole campaign out of a workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kutsu.core.publication import State
from kutsu.sheets.build import build_plan
from tests.books import LANGUAGES
from tests.campaign.world import ROOT, TODAY, World, world
from tests.sheets.google import Google, key_file

EMAIL = "kutsu@sheets.example.org"


def use_google(campaign: World) -> None:
    """Put the demo's plan into the sandbox's Google Sheets, and read it from there."""
    credentials, public = key_file(EMAIL)
    google = Google(campaign.sandbox, "demo-plan", credentials, campaign.clock)
    google.admit(public)
    google.lay_down(build_plan(ROOT / "config/demo/plan", TODAY, LANGUAGES))
    key = campaign.state / "key.json"
    key.write_text(json.dumps(credentials), "utf-8")
    campaign.environment["KUTSU_PILOTS_CREDENTIALS"] = str(key)
    table = '[pilots]\nadapter = "google"\nspreadsheet = "demo-plan"\nbase = "${KUTSU_SANDBOX}/google"\n'
    (campaign.config / "sheets.toml").write_text(table, "utf-8")


def play(campaign: World) -> dict[str, Any]:
    """A campaign from the unticked sheet to its end: what the plan held, what went out, what residents saw."""
    site = campaign.works().settings.city.site
    campaign.approve()
    _, planned, _ = campaign.kutsu("plan", "--json")
    code, _, err = campaign.kutsu("publish", "--due")
    assert code == 1, err
    texts = {
        (each["network"], each["text"].replace(site, "SITE"))
        for name in ("x", "facebook", "linkedin", "mastodon", "bluesky", "sendgrid")
        for each in campaign.published(name)
    }
    return {
        "plan": [(each["key"], each["slot"], each["held_because"]) for each in json.loads(planned)],
        "ledger": [(row.key, row.state, row.slot) for row in campaign.ledger()],
        "texts": texts,
    }


@pytest.mark.system
@pytest.mark.long
@pytest.mark.timeout(280)
def test_same_campaign(tmp_path: Path) -> None:
    """Plan, ledger and every published text are the same from .xlsx and from Google through gspread."""
    with world(tmp_path / "workbook") as campaign:
        workbook = play(campaign)
    with world(tmp_path / "google") as campaign:
        use_google(campaign)
        google = play(campaign)
    assert google == workbook
    assert len(workbook["ledger"]) >= 60
    assert {state for _, state, _ in workbook["ledger"]} == {State.SENT}
    assert any(why for _, _, why in workbook["plan"])
