"""The ledger's database: its schema, its durability, its instants, and many who open it."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sqlite3
from multiprocessing.synchronize import Barrier
from pathlib import Path
from threading import Timer

import pytest
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError, StatementError

from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Claims, Outcome
from kutsu.ledger.database import Database
from kutsu.ledger.tables import METADATA, attempts, deliveries
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, ON_SQLITE, SV, attempt, work
from tests.system.postgres import Server


def test_migrated_from_empty(database: Database) -> None:
    """A new file gets every table with every column and index that the code knows, by its migrations alone."""
    seen = inspect(database.engine)
    assert set(seen.get_table_names()) == {*METADATA.tables, "alembic_version"}
    for name, table in METADATA.tables.items():
        assert [column["name"] for column in seen.get_columns(name)] == [column.name for column in table.columns]
        assert {index["name"] for index in seen.get_indexes(name)} == {index.name for index in table.indexes}


@ON_SQLITE
def test_a_second_opening_changes_nothing(database: Database, claims: Claims, address: str, tmp_path: Path) -> None:
    """Opening a ledger that is up to date writes nothing to it and shows what was written before."""
    claims.claim([work()], NOW)
    database.close()
    before = (tmp_path / "ledger.db").read_bytes()
    again = Database(address)
    assert [row.key for row in Views(again).rows()] == [FI]
    again.close()
    assert (tmp_path / "ledger.db").read_bytes() == before


def test_the_folder_is_made(tmp_path: Path) -> None:
    """The first start finds no state directory and makes one."""
    Database(f"sqlite:///{tmp_path / 'new' / 'state' / 'ledger.db'}").close()
    assert (tmp_path / "new" / "state" / "ledger.db").is_file()


@ON_SQLITE
@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_commits_survive_the_loss_of_power(database: Database, pragma: str, value: object) -> None:
    """Every connection writes ahead, waits for the disk at each commit, and holds rows to what they refer to."""
    with database.write() as first, database.read() as second:
        for connection in (first, second):
            assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_an_instant_needs_its_zone(claims: Claims) -> None:
    """A time without a zone is refused, not guessed at."""
    with pytest.raises(StatementError, match="has no zone"):
        claims.claim([work()], dt.datetime(2026, 11, 24, 10, 0))  # noqa: DTZ001 - that is what is refused


def test_instants_come_back_exactly(claims: Claims, views: Views) -> None:
    """An instant is kept to the microsecond, whatever zone it was written in."""
    now = NOW.replace(microsecond=123457)
    claims.claim([work()], now)
    (row,) = views.rows()
    assert row.claimed_at == now
    assert row.claimed_at.tzinfo is dt.UTC


def test_one_open_attempt_per_share_by_the_database_itself(database: Database, claims: Claims) -> None:
    """Whatever the code does, a second open attempt of a share cannot be written."""
    claims.claim([work()], NOW)
    claims.begin(FI, 0, NOW)
    second = attempts.insert().values(key=FI, share=0, owner="rival", opened_at=NOW)
    with pytest.raises(IntegrityError), database.write() as connection:
        connection.execute(second)


def test_a_receipt_is_never_too_strange_to_keep(claims: Claims, views: Views) -> None:
    """Whatever a network says, at any length and with any characters, the yes is written down, and so is the no."""
    claims.claim([work(FI), work(SV)], NOW)
    attempt(claims, Outcome(State.SENT, receipt=Receipt("9" * 5000, "https://x.example/\0\ud800")))
    attempt(claims, Outcome(State.REFUSED, "<html>\0\ud800"), SV)
    sent, refused = views.rows()
    assert (sent.remote_id, sent.url) == ("9" * 5000, "https://x.example/??")
    assert (refused.state, refused.reason) == (State.REFUSED, "<html>??")


def broken(connection: Connection) -> RuntimeError:
    """Change the ledger and fail."""
    connection.execute(deliveries.update().values(state="sent"))
    return RuntimeError("power lost")


def test_a_failed_step_leaves_nothing(database: Database, claims: Claims, views: Views) -> None:
    """A transaction that breaks is undone whole, and the next writer is not kept waiting."""
    claims.claim([work()], NOW)
    with pytest.raises(RuntimeError), database.write() as connection:
        raise broken(connection)
    assert views.rows()[0].state == "claimed"
    assert claims.begin(FI, 0, NOW)


@ON_SQLITE
def test_a_new_file_that_another_process_is_laying_out(address: str, tmp_path: Path) -> None:
    """SQLite itself would give up at once: the ledger waits until the other has done."""
    other = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    Timer(0.1, other.rollback).start()
    Database(address).close()
    other.close()


def open_ledgers(addresses: list[str], gate: Barrier) -> None:
    """Open one new ledger after the other, each at the same moment as all other processes."""
    for address in addresses:
        gate.wait(30)
        Database(address).close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """Ten ledgers that nobody has opened yet."""
    if request.param == "sqlite":
        return [f"sqlite:///{tmp_path / f'{number}.db'}" for number in range(10)]
    server: Server = request.getfixturevalue("server")
    return [server.empty() for _ in range(10)]


def test_a_new_ledger_opened_by_many_processes_at_once(addresses: list[str]) -> None:
    """Whoever comes first migrates; the others wait for it and find the schema there."""
    context = multiprocessing.get_context("spawn")
    gate = context.Barrier(3)
    opening = [context.Process(target=open_ledgers, args=(addresses, gate)) for _ in range(3)]
    for process in opening:
        process.start()
    for process in opening:
        process.join(60)
    assert [process.exitcode for process in opening] == [0] * 3
