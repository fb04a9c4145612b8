"""A ledger that has seen a little of everything, on SQLite and on PostgreSQL, and its record."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kutsu.archive.record import Archivist
from kutsu.core.config import Kind
from kutsu.ledger.database import Database
from kutsu.ledger.records import Records
from tests import samples
from tests.archive.sample import Played
from tests.fakes import HandClock
from tests.ledger.conftest import address, database, server

__all__ = ["address", "database", "server"]

INVITATION, CHANGE = "session-invitation", "session-changed"
KINDS = {
    INVITATION: Kind(INVITATION, "session", called={"fi": "kutsu", "sv": "inbjudan", "en": "invitation"}),
    CHANGE: Kind(CHANGE, "session", called={"fi": "muutos", "sv": "ändring", "en": "change"}, change="moved"),
}


@pytest.fixture
def played(database: Database) -> Played:
    """What happened."""
    return Played(database)


@pytest.fixture
def archivist(database: Database) -> Callable[[HandClock], Archivist]:
    """Who writes the record at an instant."""

    def made(clock: HandClock) -> Archivist:
        languages, sources = samples.languages(), samples.sources()
        return Archivist(Records(database), samples.CITY, languages, KINDS, sources, clock)

    return made


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Where the record goes."""
    return tmp_path / "records" / "2026"
