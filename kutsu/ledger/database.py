"""Opening the ledger's database, SQLite for one host or PostgreSQL for several, and bringing its schema up to date."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from kutsu.core.errors import Faulty
from kutsu.later import Later
from kutsu.ledger import postgres, sqlite

# Alembic takes a quarter of a second to load, and only a schema that is not the present one needs it.
command, config = Later("alembic.command"), Later("alembic.config")
script, util = Later("alembic.script"), Later("alembic.util")

MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One ledger by its SQLAlchemy address: `sqlite:////var/lib/kutsu/ledger.db`, `postgresql+psycopg://kutsu@db.example/kutsu`."""

    def __init__(self, url: str, mounts: Path = sqlite.MOUNTS, *, new: bool = True) -> None:
        """Open the database and migrate it to the present schema; raises `Faulty` when that cannot be done.

        `mounts` tells which file systems other hosts share. Unless it may be `new`, a file that is not there is not made.
        """
        try:
            self.url = make_url(url)
            if not new and self.url.get_backend_name() == "sqlite" and not Path(self.url.database or "").is_file():
                raise Faulty([f"there is no ledger at {self.url.database}: name its state with --state or KUTSU_STATE"])
            self.engine = _engine(self.url, mounts)
            self._served = self.engine.dialect.name == "postgresql"
            # Threads of one process queue here instead of in SQLite's busy handler, which sleeps far too long.
            self._turn: AbstractContextManager[object] = nullcontext() if self._served else threading.Lock()
            self._migrate()
        except (SQLAlchemyError, util.CommandError, ImportError, OSError) as error:
            reason = str(error).splitlines()[0]
            raise Faulty([f"KUTSU_LEDGER: {_shown(url)} cannot be opened as a ledger: {reason}"]) from error

    @contextmanager
    def write(self, *, followed: bool = False) -> Iterator[Connection]:
        """A transaction that commits at its end; on SQLite alone among all writers, on PostgreSQL with the rows that it holds.

        Where it is `followed` by another one at once, that one brings both to the disk: the end of the process costs
        nothing, the loss of power in between costs this one.
        """
        with self._turn, self.engine.connect().execution_options(followed=followed) as connection, connection.begin():
            if followed and self._served:
                postgres.followed(connection)
            yield connection

    @contextmanager
    def alone(self) -> Iterator[Connection]:
        """A transaction like `write`, for what hangs on no row that could be held: one at a time, of all hosts."""
        with self.write() as connection:
            if self._served:
                postgres.alone(connection)
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; what it sees is one moment."""
        options = postgres.READING if self._served else {"reading": True}
        with self.engine.connect().execution_options(**options) as connection:
            yield connection

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @staticmethod
    def migrations() -> set[str]:
        """The names of all schemas that this program can bring up to date."""
        return {each.revision for each in script.ScriptDirectory(str(MIGRATIONS)).walk_revisions()}

    def _migrate(self) -> None:
        """Bring the schema to its head, one process at a time, and do nothing when it is there already."""
        with self.alone() as connection:
            if _revision(connection) != head():
                due = config.Config()
                due.set_main_option("script_location", str(MIGRATIONS))
                due.attributes["connection"] = connection
                command.upgrade(due, "head")


def head() -> str:
    """The newest revision of this program: the files of the revisions begin with their names, in their order."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _revision(connection: Connection) -> str | None:
    """The revision that a database is at, as Alembic keeps it; None where it has no schema yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _engine(url: URL, mounts: Path) -> Engine:
    """The engine of a kind of database that keeps the ledger's promises; raises `Faulty` for any other."""
    match url.get_backend_name():
        case "sqlite":
            return sqlite.engine(url, mounts)
        case "postgresql":
            return postgres.engine(url)
    kind = f"{url.drivername}:// is no ledger"
    raise Faulty([f"KUTSU_LEDGER: {kind}; write sqlite:////path/ledger.db or postgresql+psycopg://user@host/database"])


def _shown(url: str) -> str:
    """An address without its password; what cannot be read as one is not shown."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except SQLAlchemyError:
        return "its address"
