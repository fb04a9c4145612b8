"""Sheets of a few pilots in the demo's world, published by runs that come one after the other."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import requests
from sqlalchemy import delete

from kutsu import campaign as campaigns
from kutsu.ledger.database import Database
from kutsu.ledger.tables import attempts, deliveries, receipts, shares, snapshots
from kutsu.ledger.views import Row
from tests.campaign.world import TODAY, World
from tests.core.rows import PILOT, sheet
from tests.ledger.works import rows
from tests.workbooks import write_workbook

EVERYWHERE = {(network, language): 1 for network in ("x", "facebook") for language in ("fi", "sv", "en")}
"""Each thing once, on X and on Facebook, in every language."""

ALL = {"approve.fi": True, "approve.sv": True, "approve.en": True}


def row(name: str, **changes: Any) -> dict[str, Any]:
    """A pilot with its own name in every title, chosen and to be announced today."""
    titles = {f"title.{language}": f"{name} ({language})" for language in ("fi", "sv", "en")}
    return {**PILOT, "id": name, "round": None, "announce": TODAY, **titles, **changes}


def fill(campaign: World, *rows: dict[str, Any]) -> None:
    """Write the workbook."""
    write_workbook(campaign.state / "pilots.xlsx", sheet("pilots", round=[], pilots=list(rows), sessions=[]))


def forget(campaign: World) -> None:
    """Forget the last reading, of more pilots: what comes next is another sheet, and no sheet that lost its rows."""
    database = Database(f"sqlite:///{campaign.state / 'ledger.db'}")
    with database.alone() as connection:
        connection.execute(delete(snapshots))
    database.close()


def approve(campaign: World, *rows: dict[str, Any]) -> None:
    """Show these rows unticked, then ticked, as staff do."""
    for ticks in ({}, ALL):
        fill(campaign, *({**each, **ticks} for each in rows))
        campaign.works().surveyor.pull()


def publish(campaign: World) -> None:
    """One run, by a publisher that was not there before."""
    campaigns.publish_due(campaign.works(), dt.timedelta())


def going(campaign: World) -> set[str]:
    """The subjects of which a run would claim something now."""
    works = campaign.works()
    survey = works.surveyor.look()
    return {work.delivery.subject for work in works.gate.ready(survey, survey.now).works}


def ledger(campaign: World, subject: str) -> list[Row]:
    """The rows of a subject in the ledger."""
    return [each for each in campaign.ledger() if each.subject == subject]


def out(campaign: World, name: str) -> Counter[tuple[str, str]]:
    """How many times residents see this name, by network and language."""
    published = requests.get(f"{campaign.sandbox}/_sandbox/published", timeout=10).json()
    return Counter((each["network"], each["language"]) for each in published if name in each["text"])


def kept(campaign: World, subject: str) -> list[Any]:
    """Every record of a subject, as it lies in the ledger."""
    database = Database(f"sqlite:///{campaign.state / 'ledger.db'}")
    found = [each for table in (deliveries, shares, attempts, receipts) for each in rows(database, table)]
    database.close()
    return [each for each in found if each.key.startswith(f"{subject}/")]
