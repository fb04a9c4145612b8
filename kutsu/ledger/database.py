"""Opening the ledger's database: durable commits, one writer at a time on SQLite, and its schema brought up to date."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError

from kutsu.core.errors import Faulty, Unavailable

MIGRATIONS = Path(__file__).parent / "migrations"

WAIT_SECONDS = 30
"""How long a writer of SQLite waits for its turn."""


class Database:
    """One ledger by its SQLAlchemy address, such as `sqlite:////var/lib/kutsu/ledger.db`."""

    def __init__(self, url: str) -> None:
        """Open the database and migrate it to the present schema; raises `Faulty` when that cannot be done."""
        try:
            self._open(url)
        except (SQLAlchemyError, CommandError, ImportError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise Faulty([f"KUTSU_LEDGER: {_shown(url)} cannot be opened as a ledger: {reason}"]) from error

    def _open(self, url: str) -> None:
        """Make the engine, with SQLite's commits made durable, and bring the schema up to date."""
        self.url = make_url(url)
        embedded = self.url.get_backend_name() == "sqlite"
        if embedded and self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        self.engine = create_engine(self.url, **({"connect_args": {"timeout": WAIT_SECONDS}} if embedded else {}))
        # Threads of one process queue here instead of in SQLite's busy handler, which sleeps far too long.
        self._turn = threading.Lock() if embedded else nullcontext()
        if embedded:
            event.listen(self.engine, "connect", _durable)
            event.listen(self.engine, "begin", _immediate)
        self._migrate()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that commits at its end, alone among the writers of this process."""
        with self._turn, self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; what it sees is one moment."""
        with self.engine.connect().execution_options(reading=True) as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    def _migrate(self) -> None:
        """Bring the schema to its head, one process at a time, and do nothing when it is there already."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        head = ScriptDirectory.from_config(config).get_current_head()
        with self.write() as connection:
            if MigrationContext.configure(connection).get_current_revision() != head:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")


def _shown(url: str) -> str:
    """An address without its password; what cannot be read as one is not shown."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "its address"


def _durable(connection: Any, _record: Any) -> None:
    """A commit survives the loss of power: what was claimed before a call must be known after it."""
    connection.isolation_level = None
    _write_ahead(connection)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA foreign_keys=ON")


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn a new file to write-ahead; while another process does just that, SQLite answers busy at once and does not wait."""
    for _ in range(WAIT_SECONDS * 100):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            time.sleep(0.01)
        else:
            return
    raise Unavailable(f"The ledger was busy for {WAIT_SECONDS} seconds; another program keeps it locked.")


def _immediate(connection: Connection) -> None:
    """Take the write lock at the beginning, so that no transaction decides on what another is about to change."""
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
