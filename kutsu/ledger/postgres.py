"""The ledger on a server, for several hosts: writers of different deliveries go side by side, those of the same one wait."""

from __future__ import annotations

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select

LEDGER = 0x6B75747375
"""The number of the advisory lock of whoever has to be alone in a ledger: "kutsu" in ASCII."""

READING = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""What a reader sees is one moment, over all its statements."""

LIMITS = {"connect_timeout": 10, "tcp_user_timeout": 30_000}
"""libpq's: seconds until a server that does not answer is given up, milliseconds until one that fell silent is."""

SESSION = """
SET lock_timeout = '30s';
SET idle_in_transaction_session_timeout = '30s';
SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
"""
"""Nobody waits for a lock without end; a host that dies within a step gives back, before a lease is over, the rows that it
holds; and a commit is on the disk before the call that it was for, however the server is set up."""


def engine(url: URL) -> Engine:
    """An engine whose statements each see all that was committed before them: who waited for a row decides on what it is now."""
    driver = url.set(drivername="postgresql+psycopg")
    made = create_engine(
        driver, isolation_level="READ COMMITTED", pool_pre_ping=True, connect_args=LIMITS, hide_parameters=True
    )
    event.listen(made, "connect", _set_up)
    return made


def alone(connection: Connection) -> None:
    """Wait until no other transaction of any host is alone, and be so until the end of this one."""
    connection.execute(select(func.pg_advisory_xact_lock(LEDGER)))


def followed(connection: Connection) -> None:
    """Leave it to the next commit to bring this transaction's to the disk too."""
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")


def line_up(connection: Connection, name: str) -> None:
    """Wait until no other transaction of any host is lined up under this name, and be so until the end of this one."""
    connection.execute(select(func.pg_advisory_xact_lock(LEDGER >> 8, func.hashtext(name))))


def _set_up(connection: Any, _record: Any) -> None:
    """Give a new session its limits, and make its commits durable."""
    with connection.cursor() as cursor:
        cursor.execute(SESSION)
    connection.commit()
