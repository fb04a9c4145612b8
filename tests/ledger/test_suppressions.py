"""Who must not be written to, as the ledger keeps it: the first reason stays, and a source remembers when it told last."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kutsu.ledger.database import Database
from kutsu.ledger.suppressions import Suppressions

NOON = dt.datetime(2026, 5, 4, 12, 0, tzinfo=dt.UTC)
ONE, OTHER = "1" * 32, "2" * 32


def test_a_source_is_kept_with_its_time(tmp_path: Path) -> None:
    """What was told counts for its scope or for all mail; known rows are not told again, and nothing new leaves the time as it is."""
    kept, hour = Suppressions(Database(f"sqlite:///{tmp_path}/ledger.sqlite")), dt.timedelta(hours=1)
    assert kept.latest("sendgrid") is None
    assert kept.keep({ONE: "bounced", OTHER: "left"}, "residents", "sendgrid", NOON) == 2
    assert kept.keep({ONE: "complained"}, "residents", "sendgrid", NOON + hour) == 0
    assert kept.latest("sendgrid") == NOON
    assert kept.latest("another") is None
    assert kept.keep({OTHER: "complained"}, "", "sendgrid", NOON + hour) == 1
    assert kept.latest("sendgrid") == NOON + hour
    assert kept.left([ONE, OTHER], "staff") == {OTHER: "complained"}
    assert kept.left([ONE], "residents") == {ONE: "bounced"}
