"""The ledger as a record: one moment of it, whatever publishers do meanwhile."""

from __future__ import annotations

from sqlalchemy import update

from kutsu.core.publication import State
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.recipients import Tally
from kutsu.ledger.records import Records, Span
from kutsu.ledger.tables import shares
from tests.factories import NOW
from tests.ledger.works import FI, SENT, SV, attempt, later, work


def test_one_moment(database: Database, claims: Claims) -> None:
    """What is claimed, begun and settled while it is read is in the next reading, and in no part of this one."""
    claims.claim([work(FI)], NOW)
    with Records(database).moment() as moment:
        assert moment.touched(Span()) == {"PILOT-1": [FI]}
        claims.claim([work(SV)], NOW)
        attempt(claims, SENT, FI)
        assert moment.touched(Span()) == {"PILOT-1": [FI]}
        (found,) = moment.deliveries([FI, SV])
        assert (found.row["state"], found.attempts) == (State.CLAIMED, [])
    with Records(database).moment() as moment:
        assert moment.touched(Span()) == {"PILOT-1": [FI, SV]}


def test_a_span_has_its_first_instant_and_not_its_last(database: Database, claims: Claims) -> None:
    """So that two spans that meet have everything once."""
    claims.claim([work(FI)], NOW)
    with Records(database).moment() as moment:
        assert moment.touched(Span(NOW, later(hours=1)))
        assert not moment.touched(Span(later(hours=-1), NOW))


def test_a_list_before_there_was_a_table_of_people(database: Database, claims: Claims) -> None:
    """Where a share still has the tokens themselves, they are counted and not told."""
    claims.claim([work(FI)], NOW)
    attempt(claims, SENT)
    with database.write() as connection:
        connection.execute(update(shares).values(recipients=["a" * 32, "b" * 32]))
    with Records(database).moment() as moment:
        (found,) = moment.deliveries([FI])
    assert found.people == Tally(2, 2, 0)
