"""What all networks of the sandbox share: the time, the store, the accounts, and how long a reading lags behind."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from kutsu.clock import TickingClock
from kutsu.sandbox.accounts import Accounts
from kutsu.sandbox.store import Store

_BEHIND: ContextVar[float] = ContextVar("behind", default=0)


@contextmanager
def behind(seconds: float) -> Iterator[None]:
    """Inside the block the request at hand sees the world as it was `seconds` ago."""
    token = _BEHIND.set(seconds)
    try:
        yield
    finally:
        _BEHIND.reset(token)


@dataclass
class World:
    """The outside world as it stands; a test may set its clock forward."""

    clock: TickingClock
    store: Store
    accounts: Accounts

    def now(self) -> float:
        """The present instant in epoch seconds of the sandbox's clock."""
        return self.clock.now().timestamp() - _BEHIND.get()

    def instant(self, epoch: float) -> dt.datetime:
        """Epoch seconds as an aware instant in the city's zone."""
        return dt.datetime.fromtimestamp(epoch, self.clock.zone)


def chance(*names: object) -> float:
    """A number in [0, 1) that looks random and is always the same for the same names."""
    digest = hashlib.sha256("/".join(map(str, names)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def lag(name: str, shortest: float, longest: float) -> float:
    """Seconds by which a reading of `name` lags behind its writing: fixed for each name, spread between the two bounds."""
    return shortest + (longest - shortest) * chance("lag", name)


def stamp(epoch: float) -> str:
    """Epoch seconds as X and Google write instants: `2026-05-04T07:00:00.000Z`."""
    return dt.datetime.fromtimestamp(epoch, dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
