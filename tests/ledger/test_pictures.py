"""Pictures in the ledger: frozen with their message, thawed byte for byte, each kept once."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from threading import Barrier, Thread

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, text

from kutsu.core.publication import Claimed, Picture
from kutsu.ledger.claims import Claims, Work
from kutsu.ledger.database import MIGRATIONS, Database
from kutsu.ledger.tables import deliveries, pictures
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, LAPSED, SV, rows, unavailable, unconfirmed, work

PHOTO = Picture(bytes(range(256)) * 2000, "image/jpeg", 'Kaksi "ihmistä" puhuu 🙂')
CARD = Picture(b"\x89PNG\0", "image/png", "")


def shown(*images: Picture, key: str = FI) -> Work:
    """A work whose message has these pictures."""
    plain = work(key)
    return replace(plain, message=replace(plain.message, pictures=images))


def taken(claims: Claims, key: str = FI) -> Claimed:
    """The only share of a delivery, as its channel gets it."""
    (share,) = claims.shares(key)
    return share


def test_frozen_and_thawed(claims: Claims) -> None:
    """A channel gets the pictures as they were claimed: their order, bytes, types and words, empty ones too."""
    claims.claim([shown(PHOTO, CARD)], NOW)
    assert taken(claims).message == shown(PHOTO, CARD).message


def test_a_killed_claim_has_the_same_bytes(address: str, claims: Claims) -> None:
    """Whoever takes up what a dead publisher began reads the same pictures, whatever the sheet shows by now."""
    claims.claim([shown(PHOTO)], NOW)
    claims.begin(FI, 0, NOW)
    other = Database(address)
    heir = Claims(other, "two")
    heir.lapse(LAPSED)
    (doubt,) = Views(other).doubts()
    assert doubt.claimed.message.pictures == (PHOTO,)
    heir.settle(FI, 0, unavailable(LAPSED), LAPSED, doubt.begun_at)
    assert heir.claim([shown(PHOTO)], LAPSED)
    assert taken(heir).message.pictures == (PHOTO,)
    other.close()


def test_another_picture_never_joins_what_may_be_out(claims: Claims) -> None:
    """A message in doubt keeps its picture; one that is surely not out takes the newly approved picture."""
    claims.claim([shown(PHOTO), shown(PHOTO, key=SV)], NOW)
    for key, outcome in ((FI, unconfirmed()), (SV, unavailable(NOW))):
        claims.begin(key, 0, NOW)
        claims.settle(key, 0, outcome, NOW, NOW)
    assert not claims.claim([shown(CARD)], NOW)
    assert claims.claim([shown(CARD, key=SV)], NOW)
    assert taken(claims, SV).message.pictures == (CARD,)


def test_each_picture_is_kept_once(database: Database, claims: Claims) -> None:
    """Many messages that show one picture keep its bytes once, under their SHA-256, and no bytes in the message."""
    claims.claim([shown(PHOTO), shown(PHOTO, CARD, key=SV)], NOW)
    kept = {row.digest: row.content for row in rows(database, pictures)}
    assert kept == {hashlib.sha256(each.content).hexdigest(): each.content for each in (PHOTO, CARD)}
    assert all(len(str(row.message)) < 1000 for row in rows(database, deliveries))


def test_without_pictures_nothing_changes(database: Database, claims: Claims) -> None:
    """A message without pictures lies there as it did before there were any: an old ledger's is equal to a new one."""
    claims.claim([work()], NOW)
    (row,) = rows(database, deliveries)
    assert row.message.keys() == {"language", "parts", "link"}


def test_a_lost_claim_keeps_nothing(database: Database, claims: Claims) -> None:
    """Of a claim that was lost no picture stays behind."""
    claims.claim([work()], NOW)
    assert not claims.claim([shown(PHOTO)], NOW)
    assert rows(database, pictures) == []


def test_two_hosts_store_the_same_pictures_at_once(database: Database) -> None:
    """Claims that share pictures, in whatever order, wait for each other and both succeed."""
    gate, done = Barrier(2), list[bool]()

    def claim(owner: str, works: list[Work]) -> None:
        gate.wait(30)
        done.append(Claims(database, owner).claim(works, NOW))

    keys = [f"PILOT-{number}/pilot-chosen/fi/x-fi/" for number in range(4)]
    first = [shown(PHOTO, key=keys[0]), shown(CARD, key=keys[1])]
    second = [shown(CARD, key=keys[2]), shown(PHOTO, key=keys[3])]
    racing = [Thread(target=claim, args=each) for each in (("one", first), ("two", second))]
    for each in racing:
        each.start()
    for each in racing:
        each.join(60)
    assert done == [True, True]
    assert len(rows(database, pictures)) == 2


def test_a_ledger_from_before_pictures(address: str) -> None:
    """A ledger of the schema before is brought up to date, and what was claimed then is claimed and told as it was."""
    engine = create_engine(address)
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        at = int(NOW.timestamp()) * 1_000_000
        words = '{"language": "fi", "parts": {"status": "Tervetuloa!"}, "link": "https://example.org/fi/pilot-1/"}'
        connection.execute(
            text(
                "INSERT INTO deliveries (key, subject, kind, language, channel, release, slot, expires, message, state,"
                " claimed_at, retry_at) VALUES (:key, 'PILOT-1', 'pilot-chosen', 'fi', 'x-fi', 'r', :at, :end, :words,"
                " 'unavailable', :at, :at)"
            ),
            {"key": FI, "at": at, "end": at * 2, "words": words},
        )
        share = "INSERT INTO shares (key, share, recipients, marks, state, looks) VALUES (:key, 0, '[]', :marks, 'unavailable', 0)"
        connection.execute(text(share), {"key": FI, "marks": '{"rkey": "kept"}'})
    engine.dispose()
    database = Database(address)
    claims = Claims(database, "one")
    assert claims.claim([work()], NOW)
    assert (taken(claims).message, taken(claims).marks) == (work().message, {"rkey": "kept"})
    database.close()
