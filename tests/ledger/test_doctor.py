"""The doctor's look at a ledger, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from kutsu.doctor.database import _ledger
from kutsu.ledger.database import Database


def test_a_right_ledger_is_well(address: str, database: Database) -> None:
    """A ledger in use is well, in either database, and its password is not shown."""
    with database.read():
        seen = list(_ledger(address))
    assert [each.level for each in seen] == ["ok"] * len(seen)
    assert "may be written (a write was taken back)" in [each.seen for each in seen]
