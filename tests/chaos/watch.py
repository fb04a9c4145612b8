"""Look on a publisher from outside: in its ledger, and at the sandbox's gate."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass

from tests.chaos.town import Process, Town

PATIENCE = 60.0
"""Seconds to wait for a ledger that is locked."""

STATES = """SELECT CASE WHEN state != 'claimed' THEN state WHEN begun_at IS NOT NULL THEN 'begun'
    WHEN marks != '{}' THEN 'prepared' ELSE state END FROM shares"""


@dataclass(frozen=True)
class Seen:
    """How far a publisher is by its ledger: its shares by state, and the attempts that this run began and closed.

    A share that is claimed counts as `prepared` when its marks are kept, and as `begun` when it is.
    """

    states: tuple[str, ...]
    begun: int
    closed: int

    @property
    def open(self) -> bool:
        """Whether an attempt is under way."""
        return self.begun > self.closed

    def phase(self, requests: Mapping[str, int]) -> str:
        """The phase that a kill at this moment hits: that of the furthest request that is not settled."""
        if self.open:
            return next((each for each in ("answered", "acted", "asked") if requests[each] > self.closed), "begun")
        for each in ("prepared", "claimed"):
            if each in self.states:
                return each
        if "unconfirmed" in self.states:
            return "doubt"
        return "settled" if self.closed else "idle"

    @property
    def asleep(self) -> bool:
        """Whether nothing can happen at once: all that is left is to be read back later."""
        return bool(self.states) and set(self.states) <= {"sent", "unconfirmed", "refused", "waiting"}


@dataclass(frozen=True)
class Watch:
    """Looks on one publisher from outside; `last` was the number of the ledger's last attempt when it started."""

    town: Town
    process: Process
    ledger: sqlite3.Connection
    last: int

    def seen(self) -> Seen:
        """How far it is."""
        shares = tuple(state for (state,) in self.ledger.execute(STATES))
        attempts = "SELECT count(*), count(closed_at) FROM attempts WHERE id > ?"
        ((begun, closed),) = self.ledger.execute(attempts, (self.last,)).fetchall()
        return Seen(shares, begun, closed)

    def look(self) -> Seen | None:
        """How far it is; None where it stands still with the ledger's lock in its hand, so that nobody can read."""
        try:
            return self.seen()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_PROTOCOL:
                raise
            return None

    def gate(self) -> dict[str, int]:
        """How far its requests are."""
        (gate,) = self.town.control("GET", "gates")
        return dict(gate)

    def alive(self, deadline: float) -> bool:
        """Whether it still runs, and there is still time."""
        return self.process.is_alive() and time.monotonic() < deadline

    def signal(self, number: signal.Signals) -> None:
        """Stop it or let it go on."""
        with suppress(ProcessLookupError):
            os.kill(self.process.pid or 0, number)


@contextmanager
def watched(town: Town) -> Iterator[Watch]:
    """A publisher that has just been started, watched; no connection is open while it is forked."""
    with _ledger(town) as ledger:
        ((last,),) = ledger.execute("SELECT coalesce(max(id), 0) FROM attempts").fetchall()
    process = town.publisher()
    try:
        with _ledger(town) as ledger:
            yield Watch(town, process, ledger, last)
    finally:
        process.kill()
        process.join()


def _ledger(town: Town) -> closing[sqlite3.Connection]:
    """The ledger's file, read as it is at each question."""
    return closing(sqlite3.connect(town.ledger, timeout=PATIENCE, isolation_level=None))
