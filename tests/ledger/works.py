"""Work to claim, and short ways to play it through the ledger."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from typing import Any

import pytest
from sqlalchemy import Table, select

from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import LEASE, Claims, Outcome, Work
from kutsu.ledger.database import Database
from tests.factories import NOW, delivery, message

FI, SV = "PILOT-1/pilot-chosen/fi/x-fi/", "PILOT-1/pilot-chosen/sv/x-sv/"
LAPSED = NOW + LEASE
"""The first instant at which a claim of `NOW` is its owner's no more."""

ON_SQLITE = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
"""For what is SQLite's own."""

ON_POSTGRES = pytest.mark.parametrize("address", [pytest.param("postgresql", marks=pytest.mark.system)], indirect=True)
"""For what is PostgreSQL's own."""

OWNER = "from kutsu.ledger.owners import owner; print(owner())"
"""A program that tells the name under which it would claim."""

SENT = Outcome(State.SENT, receipt=Receipt("1", "https://x.example/1"))
REFUSED = Outcome(State.REFUSED, "too blunt")


def dead_owner() -> str:
    """The name of a publisher of this host that has ended."""
    return subprocess.run([sys.executable, "-c", OWNER], capture_output=True, text=True, check=True).stdout.strip()


def later(**span: float) -> dt.datetime:
    """An instant after `NOW`."""
    return NOW + dt.timedelta(**span)


def work(key: str = FI, text: str = "Tervetuloa!", people: tuple[tuple[str, ...], ...] = ((),), **changes: Any) -> Work:
    """A delivery that is due now, with a share per tuple of people."""
    return Work(delivery(key, **changes), message(text), people)


def unavailable(at: dt.datetime | None = None, why: str = "429") -> Outcome:
    """Surely not sent, to be tried again at an instant."""
    return Outcome(State.UNAVAILABLE, why, next=at)


def unconfirmed(at: dt.datetime = NOW) -> Outcome:
    """Perhaps sent, to be looked up at an instant."""
    return Outcome(State.UNCONFIRMED, "the answer was lost", next=at)


def attempt(claims: Claims, outcome: Outcome, key: str = FI, share: int = 0, now: dt.datetime = NOW) -> bool:
    """Begin a claimed share and settle it with this outcome, both now."""
    assert claims.begin(key, share, now)
    return claims.settle(key, share, outcome, now, now)


def rows(database: Database, table: Table) -> list[Any]:
    """All rows of a table as they lie there."""
    with database.read() as connection:
        return list(connection.execute(select(table)).all())
