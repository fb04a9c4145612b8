"""The events of mail in the ledger, on SQLite and on PostgreSQL: once each, by rank, and as proof of what is in doubt."""

from __future__ import annotations

import datetime as dt
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from kutsu.core.publication import State
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.events import Event, Events, mark
from kutsu.ledger.mail_tables import events, recipients
from kutsu.ledger.suppressions import Suppression, Suppressions
from kutsu.ledger.tables import receipts, shares
from tests.factories import NOW
from tests.ledger.works import attempt, rows, unconfirmed, work

KEY, OTHER = "PILOT-1/testers-wanted/fi/newsletter/", "PILOT-2/testers-wanted/sv/newsletter-sv/"
HOUR = dt.timedelta(hours=1)
PEOPLE = [f"{number:032x}" for number in range(1_200)]


def event(number: int, outcome: str = "delivered", **changes: object) -> Event:
    """One event about the mail of one of the people."""
    told = Event(f"{outcome}-{number}", outcome, mark(KEY), 0, PEOPLE[number], f"M{number}", NOW, outcome)
    return replace(told, **changes)  # type: ignore[arg-type]  # whatever a test says


def mail(claims: Claims, key: str = KEY) -> None:
    """A mailing to all people, whose answer was lost."""
    assert claims.claim([work(key, people=(tuple(PEOPLE),))], NOW)
    assert attempt(claims, unconfirmed(), key)


def test_many_at_once(database: Database, claims: Claims) -> None:
    """More events than one statement takes are kept and joined, whichever deliveries they are about."""
    mail(claims)
    mail(claims, OTHER)
    kept = Events(database)
    told = [event(number) for number in range(1_200)] + [event(7, "bounced", delivery=mark(OTHER))]
    assert kept.fresh(told + told) == sorted(told, key=lambda each: each.id)
    kept.keep(told, NOW)
    assert kept.fresh(told) == []
    outcomes = [(row.key, row.outcome) for row in rows(database, recipients) if row.outcome]
    assert outcomes.count((KEY, "delivered")) == 1_200
    assert outcomes.count((OTHER, "bounced")) == 1


def test_two_webs(database: Database, claims: Claims) -> None:
    """Several hosts that are told the same at once keep it once, suppress once, settle once, and none of them fails."""
    mail(claims)
    told = [event(number, outcome) for number in range(60) for outcome in ("processed", "delivered", "bounced")]

    def take(number: int) -> None:
        kept, mixed = Events(database), random.Random(number).sample(told, len(told))
        fresh = kept.fresh(mixed)
        gone = [Suppression(PEOPLE[number], "", "bounced", "sendgrid newsletter") for number in range(60)]
        Suppressions(database).add(gone, NOW)
        kept.keep(fresh, NOW)
        kept.settle(Claims(database, f"web-{number}"), NOW)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(take, range(12)))
    assert len(rows(database, events)) == len(told)
    assert {row.outcome for row in rows(database, recipients)} == {"bounced", None}
    assert [row.state for row in rows(database, shares)] == [State.SENT]
    assert len(rows(database, receipts)) == 1
    assert len(Suppressions(database).left(PEOPLE, "residents")) == 60


def test_only_what_is_in_doubt(database: Database, claims: Claims) -> None:
    """An event of one share says nothing of another one, of another delivery, or of what nobody doubts."""
    mail(claims)
    mail(claims, OTHER)
    kept = Events(database)
    kept.keep([event(0, share=1), event(1, share=None), event(2, delivery="f" * 64)], NOW)
    assert kept.settle(claims, NOW) == []
    kept.keep([event(3)], NOW)
    assert kept.settle(claims, NOW) == [KEY]
    assert kept.settle(claims, NOW) == []
    assert {row.key: row.state for row in rows(database, shares)} == {KEY: State.SENT, OTHER: State.UNCONFIRMED}


@pytest.mark.parametrize(
    ("type_", "minutes", "marks", "proven"),
    [
        ("processed", 0, {}, True),
        ("processed", -2, {}, False),
        ("dropped", -2, {}, False),
        ("delivered", -2, {}, True),
        ("processed", 0, {"ahead": (NOW + HOUR).isoformat()}, False),
        ("processed", 60, {"ahead": (NOW + HOUR).isoformat()}, True),
        ("delivered", 60, {"ahead": (NOW + HOUR).isoformat()}, True),
    ],
)
def test_taken_is_not_left(
    database: Database, claims: Claims, type_: str, minutes: int, marks: dict[str, str], proven: bool
) -> None:
    """What was taken may have been an earlier try that was taken back, or may yet be taken back before its slot: then nobody got it."""
    mail(claims)
    with database.write() as connection:
        connection.execute(shares.update().values(marks=marks))
    kept = Events(database)
    kept.keep([event(0, type_, at=NOW + dt.timedelta(minutes=minutes))], NOW)
    assert kept.settle(claims, NOW) == [KEY] * proven
