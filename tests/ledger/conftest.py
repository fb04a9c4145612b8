"""A new ledger per test, on SQLite and on PostgreSQL, and two publishers that share it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.views import Views
from tests.system.postgres import Server, running


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL for all tests that ask for it."""
    with running() as started:
        yield started


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where the ledger is."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    new: str = request.getfixturevalue("server").empty()
    return new


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    """The open ledger."""
    opened = Database(address)
    yield opened
    opened.close()


@pytest.fixture
def claims(database: Database) -> Claims:
    """One publisher."""
    return Claims(database, "one")


@pytest.fixture
def rival(database: Database) -> Claims:
    """Another publisher."""
    return Claims(database, "rival")


@pytest.fixture
def views(database: Database) -> Views:
    """What the ledger knows."""
    return Views(database)
