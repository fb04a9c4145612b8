"""States of a demo, to be backed up and restored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.settings import Settings, read_settings
from tests.campaign.world import ROOT
from tests.factories import NOW
from tests.ledger.works import SENT, attempt, work

PEPPER = "ab" * 32


def home(state: Path) -> Settings:
    """The settings of a demo's state."""
    return read_settings(ROOT / "config/demo", state, {})


def send(database: Database, owner: str, subject: str = "PILOT-1") -> None:
    """Claim, begin and settle one delivery."""
    claims, key = Claims(database, owner), f"{subject}/pilot-chosen/fi/x-fi/"
    claims.claim([work(key)], NOW)
    attempt(claims, replace(SENT, receipt=replace(SENT.receipt, remote_id=subject)), key)  # type: ignore[type-var] # it may be None, and is not
    database.close()


def elsewhere(settings: Settings) -> Settings:
    """An empty state on another machine."""
    return home(settings.places.state.parent / "new")
