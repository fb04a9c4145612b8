"""What the ledger knows of a person is theirs to see; once they are forgotten, nothing leads to them but the no."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, update

from kutsu.core.publication import Message, State
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.events import Event, Events, mark
from kutsu.ledger.mail_tables import events, recipients, suppressions
from kutsu.ledger.residents import Residents
from kutsu.ledger.suppressions import Suppression, Suppressions
from kutsu.ledger.tables import shares
from tests.factories import NOW
from tests.ledger.works import SENT, attempt, later, rows, work

FI, SV = "INFO-1/session-invitation/fi/newsletter/", "INFO-1/session-invitation/sv/staff-mail/"
AGAIN = "INFO-1/session-reminder/fi/newsletter/day"
ONE, TWO, THREE = "1" * 32, "2" * 32, "3" * 32
MAIL = Message("fi", {"subject": "Tervetuloa!", "text": "…", "html": "…"}, "https://example.org")


def wrote(database: Database, claims: Claims, key: str, **people: str | None) -> None:
    """A mail that was sent to these people, some with an outcome of their own."""
    assert claims.claim([replace(work(key), message=MAIL)], NOW)
    assert attempt(claims, SENT, key, now=later(seconds=9))
    subject, kind, _, _, edition = key.split("/")
    place = {"mailing": f"{subject}/{kind}/{edition}", "key": key, "share": 0}
    with database.write() as connection:
        for token, outcome in people.items():
            connection.execute(insert(recipients).values(**place, token=token, outcome=outcome))


def told(database: Database, name: str, token: str) -> None:
    """Keep an event about a person."""
    known: dict[str, Any] = {
        "id": name,
        "type": "bounce",
        "delivery": "d" * 64,
        "token": token,
        "at": NOW,
        "received_at": NOW,
    }
    rest = {column.name: "" for column in events.c if not column.nullable and column.name not in known}
    with database.write() as connection:
        connection.execute(insert(events).values({**known, **rest}))


@pytest.fixture
def residents(database: Database, claims: Claims) -> Residents:
    """A ledger with two mails to three people: to one of them twice, and bounced at the second time."""
    wrote(database, claims, FI, **{ONE: None, TWO: None})
    wrote(database, claims, SV, **{THREE: None})
    wrote(database, claims, AGAIN, **{ONE: "bounced", TWO: None})
    told(database, "e-1", ONE)
    told(database, "e-2", TWO)
    lost = [
        Suppression(ONE, "residents", "left", "web"),
        Suppression(ONE, "", "bounced", "sendgrid"),
        Suppression(TWO, "staff", "left", "web"),
    ]
    Suppressions(database).add(lost, NOW)
    return Residents(database)


def test_what_is_known_of_a_person(residents: Residents) -> None:
    """Their mails with the subject line, the time and the outcome, and what providers told of them: nobody else's."""
    found = residents.mailings(ONE)
    assert [(each.key, each.title, each.at, each.outcome) for each in found] == [
        (FI, "Tervetuloa!", later(seconds=9), "sent"),
        (AGAIN, "Tervetuloa!", later(seconds=9), "bounced"),
    ]
    assert [each.key for each in residents.mailings(THREE)] == [SV]
    assert [each.type for each in residents.told(ONE)] == ["bounce"]
    assert not residents.mailings("f" * 32)
    assert not residents.told("f" * 32)


def test_a_person_is_forgotten(residents: Residents, database: Database) -> None:
    """Nothing in the ledger has their token any more but the one row that they are never written to; the others' rows stay."""
    before = rows(database, recipients)
    residents.erase(ONE, later(days=1))
    assert not residents.mailings(ONE)
    assert not residents.told(ONE)
    after = rows(database, recipients)
    assert {row for row in before if row.token != ONE} <= {*after}
    assert sorted((row.key, row.outcome or "") for row in before) == sorted(
        (row.key, row.outcome or "") for row in after
    )
    assert len({row.token for row in after}) == 4
    assert len(rows(database, events)) == 2
    assert [row for row in rows(database, suppressions) if row.token == ONE] == [
        (ONE, "", "erased", "erased", later(days=1))
    ]
    assert Suppressions(database).left([ONE, TWO], "partners") == {ONE: "erased"}
    assert Suppressions(database).left([TWO], "staff") == {TWO: "left"}


def test_forgetting_twice_is_harmless(residents: Residents, database: Database) -> None:
    """The second time nothing changes, not even the day; a stranger leaves one row, and nobody else is touched."""
    residents.erase(ONE, later(days=1))
    kept = [rows(database, table) for table in (recipients, events, suppressions)]
    assert residents.erase(ONE, later(days=2)) == []
    assert [rows(database, table) for table in (recipients, events, suppressions)] == kept
    assert residents.erase("f" * 32, later(days=2)) == []
    assert len(rows(database, suppressions)) == 1 + len(kept[2])


def test_a_share_that_names_its_people_itself(residents: Residents, database: Database) -> None:
    """A share that keeps the tokens of its people, as older ones do, is found by one and keeps as many without it."""
    with database.write() as connection:
        connection.execute(update(shares).filter_by(key=SV).values(recipients=[THREE, ONE]))
    assert SV in [each.key for each in residents.mailings(ONE)]
    residents.erase(ONE, NOW)
    (kept,) = (row.recipients for row in rows(database, shares) if row.key == SV)
    assert kept[0] == THREE
    assert len(set(kept)) == 2
    assert ONE not in kept


def test_what_a_provider_holds_already_is_told(residents: Residents, database: Database) -> None:
    """A mail to them that is handed over leaves at its slot unless somebody takes it back: its key is named."""
    with database.write() as connection:
        connection.execute(update(shares).filter_by(key=AGAIN).values(state=State.HANDED_OVER))
    assert residents.erase(TWO, NOW) == [AGAIN]


def test_what_is_told_of_somebody_forgotten(residents: Residents, database: Database) -> None:
    """Their mail was under way: what its provider tells of it afterwards is kept without them, and proves what it proves."""
    residents.erase(ONE, NOW)
    late = Event("e-9", "delivered", mark(FI), 0, ONE, "M9", later(hours=1), "delivered")
    Events(database).keep([late, replace(late, id="e-10", token=TWO)], later(hours=1))
    assert not residents.told(ONE)
    assert {row.id: row.token for row in rows(database, events) if row.at > NOW} == {"e-9": None, "e-10": TWO}
