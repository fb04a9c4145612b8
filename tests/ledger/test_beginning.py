"""Many publications begin at one instant, in one transaction; each is judged by itself."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select

from kutsu.ledger.beginning import Beginning, begin
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.database import Database
from kutsu.ledger.tables import attempts, deliveries, shares
from tests.factories import NOW
from tests.ledger.works import FI, SV, work

EN = "PILOT-1/pilot-chosen/en/x-en/"


def begun(database: Database, owner: str, *wanted: Beginning) -> list[bool]:
    """Begin these in one transaction."""
    with database.write() as connection:
        return begin(connection, wanted, owner)


def test_each_is_judged_by_itself(database: Database) -> None:
    """What another publisher has, and what nobody claimed, does not begin; it keeps nothing else from beginning."""
    Claims(database, "one").claim([work(FI), work(EN)], NOW)
    Claims(database, "two").claim([work(SV)], NOW)
    wanted = [Beginning(key, 0, NOW) for key in (FI, SV, EN, "nobody/knows/fi/x-fi/")]
    assert begun(database, "one", *wanted) == [True, False, True, False]
    assert opened(database) == {FI, EN}


def test_each_begins_at_its_own_instant(database: Database) -> None:
    """The instant of each attempt is the one that its publisher named, and its lease runs from there."""
    Claims(database, "one").claim([work(FI), work(SV)], NOW)
    later = NOW + dt.timedelta(seconds=3)
    assert begun(database, "one", Beginning(FI, 0, NOW), Beginning(SV, 0, later)) == [True, True]
    with database.read() as connection:
        at = connection.execute(select(shares.c.key, shares.c.begun_at)).all()
        until = connection.execute(select(deliveries.c.key, deliveries.c.lease_until)).all()
    assert {tuple(row) for row in at} == {(FI, NOW), (SV, later)}
    assert {tuple(row) for row in until} == {(FI, NOW + LEASE), (SV, later + LEASE)}


def test_a_share_begins_once(database: Database) -> None:
    """Wanted twice in one round, or again in the next one, a share begins once."""
    Claims(database, "one").claim([work(FI)], NOW)
    assert begun(database, "one", Beginning(FI, 0, NOW), Beginning(FI, 0, NOW)) == [True, False]
    assert begun(database, "one", Beginning(FI, 0, NOW)) == [False]


def test_a_lease_that_ended_within_a_round(database: Database) -> None:
    """Of two in one round, the one whose instant lies after the end of its lease does not begin."""
    Claims(database, "one").claim([work(FI), work(SV)], NOW)
    assert begun(database, "one", Beginning(FI, 0, NOW + LEASE), Beginning(SV, 0, NOW)) == [False, True]


def opened(database: Database) -> set[str]:
    """The keys with an attempt."""
    with database.read() as connection:
        return set(connection.execute(select(attempts.c.key)).scalars())
