"""One state in which something was sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from kutsu.ledger.database import Database
from kutsu.settings import Settings
from tests.backup.states import PEPPER, home, send
from tests.campaign.world import TODAY


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A state with a ledger in which one thing was sent, and everything beside it."""
    state = tmp_path / "state"
    state.mkdir()
    for name, text in (("pepper", PEPPER), ("today", TODAY.isoformat()), ("environment", ""), ("rest.json", "{}")):
        (state / name).write_text(text, "utf-8")
    (state / "pilots.xlsx").write_bytes(b"a sheet")
    (state / "prefect").mkdir()
    send(Database(f"sqlite:///{state / 'ledger.db'}"), "one")
    return home(state)
