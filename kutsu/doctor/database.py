"""The ledger: reachable, of the present schema, whole, writable (by a write that is taken back), and how it stands on time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, Engine, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from kutsu.clock import TickingClock
from kutsu.core.checked import Checked, fault, note, ok
from kutsu.doctor import Check
from kutsu.doctor.patient import Patient
from kutsu.ledger.database import MIGRATIONS

WHAT = "ledger"
MEGA = 1024**2
LARGE = 4096 * MEGA
SKEW = 2.0
"""Seconds between the database's clock and ours; leases go by ours, and hosts must agree."""
SECONDS = 8
BACKUP = "Stop Kutsu and restore the last backup; keep the broken file."
OLDEST = 14
"""PostgreSQL's oldest version that is still mended (postgresql.org/support/versioning)."""


def checks(patient: Patient) -> Sequence[Check]:
    """The one ledger."""
    return [(WHAT, partial(_ledger, patient.settings.places.ledger))]


def _ledger(address: str) -> Iterator[Checked]:
    """All of it, without making or migrating anything."""
    url = make_url(address)
    served = url.get_backend_name() == "postgresql"
    if not served and not Path(url.database or "").is_file():
        yield note(
            WHAT,
            f"there is none yet at {url.database}",
            "Right before the first start; else look at --state and KUTSU_LEDGER.",
        )
        return
    engine = _engine(url, served)
    try:
        with engine.connect() as connection:
            yield from _schema(connection)
            yield from _server(connection) if served else _file(connection, Path(url.database or ""))
        yield from _writable(engine, served)
    except SQLAlchemyError as error:
        do = "Is the server up, and the login of KUTSU_LEDGER right?" if served else BACKUP
        yield fault(WHAT, f"cannot be used: {str(error.__cause__ or error).splitlines()[0]}", do)
    finally:
        engine.dispose()


def _engine(url: URL, served: bool) -> Engine:
    """Connections of our own, which wait briefly."""
    if served:
        limits = {"connect_timeout": SECONDS, "options": f"-c statement_timeout={SECONDS}s"}
        return create_engine(url.set(drivername="postgresql+psycopg"), connect_args=limits, poolclass=NullPool)
    return create_engine(url, connect_args={"timeout": SECONDS}, poolclass=NullPool)


def _schema(connection: Connection) -> Iterator[Checked]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts, is_at = ScriptDirectory.from_config(config), MigrationContext.configure(connection).get_current_revision()
    if is_at == scripts.get_current_head():
        yield ok(WHAT, f"schema {is_at}, the present one")
    elif is_at in {each.revision for each in scripts.walk_revisions()}:
        yield note(
            WHAT, f"schema {is_at}, older than this Kutsu", "Back it up; the next start of Kutsu brings it up to date."
        )
    else:
        yield fault(
            WHAT, f"schema {is_at or 'none'}: not of this Kutsu", "Start the Kutsu that wrote it, or a newer one."
        )


def _file(connection: Connection, path: Path) -> Iterator[Checked]:
    """What SQLite says of its file."""
    found = [row[0] for row in connection.exec_driver_sql("PRAGMA quick_check(3)")]
    yield ok(WHAT, "the file is whole (quick_check)") if found == ["ok"] else fault(WHAT, f"broken: {found[0]}", BACKUP)
    yield from _size(path.stat().st_size, f"{path}, SQLite {connection.dialect.dbapi.sqlite_version}")  # type: ignore[union-attr]  # it has one


def _server(connection: Connection) -> Iterator[Checked]:
    """What PostgreSQL says of itself."""
    version, there, size = connection.exec_driver_sql(
        "SELECT current_setting('server_version'), clock_timestamp(), pg_database_size(current_database())"
    ).one()
    now: dt.datetime = TickingClock.real(ZoneInfo("UTC")).now()
    ahead = (there - now).total_seconds()
    if abs(ahead) > SKEW:
        yield fault(
            WHAT, f"the database's clock is {ahead:+.1f} s off ours", "Have both machines' time kept by a time service."
        )
    else:
        yield ok(WHAT, f"its clock agrees with ours ({ahead:+.1f} s)")
    if int(version.partition(".")[0]) < OLDEST:
        yield note(WHAT, f"PostgreSQL {version} is no longer mended", f"Upgrade it to {OLDEST} or newer.")
    yield from _size(size, f"PostgreSQL {version}")


def _size(size: int, told: str) -> Iterator[Checked]:
    seen = f"{told}, {size / MEGA:.1f} MB"
    yield note(WHAT, seen, "Unusually large for a ledger: look what fills it.") if size > LARGE else ok(WHAT, seen)


def _writable(engine: Engine, served: bool) -> Iterator[Checked]:
    """Take the lock of a writer, write, and take it back."""
    with engine.connect() as connection:
        if served:
            connection.exec_driver_sql("UPDATE deliveries SET key = key WHERE false")  # refused where one may only read
            connection.rollback()
        else:
            raw = connection.connection.driver_connection
            assert raw is not None
            raw.isolation_level = None
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            connection.exec_driver_sql("CREATE TABLE kutsu_doctor (looked int)")
            connection.exec_driver_sql("ROLLBACK")
    yield ok(WHAT, "may be written (a write was taken back)")
