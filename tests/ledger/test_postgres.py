"""What PostgreSQL has to be told, so that it keeps what SQLite keeps by having one writer."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import make_url, select, update

from kutsu.core.errors import Faulty
from kutsu.core.publication import State
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.database import Database
from kutsu.ledger.memory import Memories
from kutsu.ledger.steps import enter, hold
from kutsu.ledger.tables import deliveries
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, LAPSED, ON_POSTGRES, SENT, SV, attempt, unavailable, work
from tests.system.postgres import Server

pytestmark = ON_POSTGRES

WHILE = 0.3
"""Seconds after which somebody who waits for a lock has surely come to it; too few would prove less, never fail."""


def waits(future: Future[Any]) -> bool:
    """Whether it is not done after a while."""
    with pytest.raises(TimeoutError):
        future.result(WHILE)
    return True


def test_the_first_claim_of_a_key_is_lost_by_one(claims: Claims, rival: Claims, database: Database) -> None:
    """Who comes while another writes the same new key waits for the commit and then loses, without an error."""
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            enter(connection, work(SV), NOW)
            lost = pool.submit(rival.claim, [work(FI), work(SV)], NOW)
            assert waits(lost)
            connection.execute(update(deliveries).values(state=State.CLAIMED, owner="one"))
        assert lost.result() is False
    assert [row.key for row in Views(database).rows()] == [SV]
    assert claims.claim([work(FI)], NOW)


def test_the_first_claim_of_a_key_that_another_gave_up(rival: Claims, database: Database) -> None:
    """When the other's transaction breaks, the one that waited has the key."""
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            enter(connection, work(), NOW)
            won = pool.submit(rival.claim, [work()], NOW)
            assert waits(won)
            connection.rollback()
        assert won.result() is True


def test_who_waited_decides_on_what_is_now(claims: Claims, rival: Claims, database: Database) -> None:
    """A lapse that waits for a delivery which begins meanwhile finds its lease renewed, and leaves it alone."""
    claims.claim([work()], NOW)
    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            hold(connection, deliveries.c.key == FI)
            lapse = pool.submit(rival.lapse, LAPSED)
            assert waits(lapse)
            connection.execute(update(deliveries).values(lease_until=LAPSED + LEASE))
        lapse.result()
    assert Views(database).rows()[0].state is State.CLAIMED


def test_one_delivery_does_not_wait_for_another(claims: Claims, rival: Claims, database: Database) -> None:
    """While one is held, what concerns another goes on."""
    claims.claim([work(FI)], NOW)
    rival.claim([work(SV)], NOW)
    with ThreadPoolExecutor(1) as pool, database.write() as connection:
        hold(connection, deliveries.c.key == FI)
        assert pool.submit(attempt, rival, SENT, SV).result(30)


def test_releases_in_any_order_do_not_lock_each_other_out(database: Database) -> None:
    """Two who claim, try and free the same deliveries in opposite orders, again and again, never break on a deadlock."""
    gate = Barrier(2)

    def play(owner: str, keys: list[str]) -> int:
        claims, won = Claims(database, owner), 0
        for turn in range(40):
            gate.wait(60)
            now = NOW + dt.timedelta(seconds=turn)
            if claims.claim([work(f"{turn % 8}-{key}") for key in keys], now):
                won += 1
                for key in keys:
                    claims.settle(f"{turn % 8}-{key}", 0, unavailable(), now)
            claims.lapse(now)
        return won

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.submit(play, "one", [FI, SV]), pool.submit(play, "two", [SV, FI])
        assert one.result() + two.result() >= 40


def test_a_reading_is_one_moment(database: Database, claims: Claims) -> None:
    """What is committed between two statements of a reader is not there for the second one."""
    with database.read() as connection:
        before = connection.execute(select(deliveries.c.key)).all()
        claims.claim([work()], NOW)
        assert connection.execute(select(deliveries.c.key)).all() == before == []


def test_sessions_are_set_up(database: Database, server: Server) -> None:
    """However the server is set up, a commit is durable, each statement sees what is committed, and nobody waits for ever."""
    name = database.url.database
    for setting in ("synchronous_commit = off", "default_transaction_isolation = 'serializable'"):
        server.run(f"ALTER DATABASE {name} SET {setting}")
    database.close()
    wanted = {
        "synchronous_commit": "on",
        "transaction_isolation": "read committed",
        "lock_timeout": "30s",
        "idle_in_transaction_session_timeout": "30s",
    }
    with database.write() as connection:
        assert {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in wanted} == wanted


def test_a_server_that_was_started_again(database: Database, claims: Claims, server: Server) -> None:
    """Connections that died meanwhile are made anew, and nobody notices."""
    claims.claim([work()], NOW)
    server.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database.url.database}'")
    assert claims.begin(FI, 0, NOW)


def test_who_is_alone_waits_for_nobody_else(database: Database, claims: Claims) -> None:
    """Remembering and migrating go one at a time of all hosts, beside the claims."""
    with ThreadPoolExecutor(1) as pool:
        with database.alone():
            second = pool.submit(Memories(database).remember, [], NOW)
            assert waits(second)
            assert claims.claim([work()], NOW)
        second.result()


def test_a_database_that_is_not_there(address: str) -> None:
    """The words name the variable and the address, without the password."""
    nowhere = make_url(address).set(password="secret", database="nowhere")
    with pytest.raises(Faulty, match=r"KUTSU_LEDGER: .*nowhere cannot be opened as a ledger") as refused:
        Database(nowhere.render_as_string(hide_password=False))
    assert "secret" not in str(refused.value)


def test_an_address_without_a_driver(address: str) -> None:
    """`postgresql://`, as other programs write it, is the same ledger."""
    Database(address.replace("+psycopg", "")).close()
