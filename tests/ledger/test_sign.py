"""The sign of the ledger: another one after every step that writes, the same as long as nobody does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Claims, Outcome, Work
from kutsu.ledger.database import Database
from kutsu.ledger.editions import Editions
from kutsu.ledger.entries import Entries
from kutsu.ledger.mail_tables import entries
from kutsu.ledger.mailed import Mailed
from kutsu.ledger.memory import Memories
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.sign import LEFT_OUT, sign
from tests import samples
from tests.books import NOW
from tests.factories import delivery, message
from tests.samples import approved

KEY = delivery().key
SOON, LATER = NOW + dt.timedelta(seconds=1), NOW + dt.timedelta(minutes=1)

Step = Callable[[Database], object]

STEPS: dict[str, Step] = {
    "claim": lambda of: Claims(of, "one").claim([Work(delivery(), message(), [()])], NOW),
    "begin": lambda of: Claims(of, "one").begin(KEY, 0, SOON),
    "settle": lambda of: Claims(of, "one").settle(KEY, 0, Outcome(State.UNCONFIRMED, "?", next=LATER), SOON, SOON),
    "looked": lambda of: Claims(of, "one").looked(KEY, 0, SOON, LATER + dt.timedelta(1), looks=0, counts=True),
    "found": lambda of: Claims(of, "one").settle(KEY, 0, Outcome(State.SENT, receipt=Receipt("1")), LATER),
    "pause": lambda of: Pauses(of).pause(NOW, "an operator"),
    "resume": lambda of: Pauses(of).resume(LATER),
    "hold": lambda of: Pauses(of).hold(KEY, NOW),
    "unhold": lambda of: Pauses(of).unhold(KEY),
    "again": lambda of: Editions(of).ask(("PILOT-1", "pilot-chosen"), None, NOW, "staff", "why"),
    "move": lambda of: Entries(of).numbered([approved(samples.SESSION, "fi", NOW)]),
    "mailed": lambda of: Mailed(of).take("PILOT-1", NOW),
    "unmailed": lambda of: Mailed(of).forget(["PILOT-1"]),
}
"""One after the other, on one ledger."""


def test_every_step(database: Database) -> None:
    """Each step makes another sign; reading makes none."""
    before = sign(database)
    for name, step in STEPS.items():
        step(database)
        after = sign(database)
        assert after != before, name
        assert sign(database) == after
        before = after


def test_the_heartbeat(database: Database) -> None:
    """That a sheet answered is no change, or no pull would ever be at rest."""
    before = sign(database)
    Memories(database).confirm("pilots", NOW)
    assert sign(database) == before


@pytest.mark.parametrize(
    "table", [each for each in entries.metadata.sorted_tables if each.name not in LEFT_OUT], ids=str
)
def test_every_table_counts(database: Database, table: object) -> None:
    """A table that is added later is in the sign by itself."""
    assert f"'{table}'" in sign(database)
