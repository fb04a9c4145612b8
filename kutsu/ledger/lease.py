"""Claims that are kept while their publisher gets on with them: mail of a hundred requests takes longer than one lease."""

from __future__ import annotations

from collections.abc import Collection
from threading import Lock

from kutsu.core.ports import Clock
from kutsu.ledger.claims import LEASE, Claims


class Lease:
    """The lease of some claims, renewed by whoever gets on: one who hangs in a call does not, and loses them."""

    def __init__(self, claims: Claims, clock: Clock, keys: Collection[str]) -> None:
        """Keep these; they were claimed, or begun, just now."""
        self._claims, self._clock, self._keys = claims, clock, keys
        self._line, self._since = Lock(), clock.now()

    def keep(self) -> None:
        """Renew them when a third of the lease is over; what was lost meanwhile stays lost."""
        with self._line:
            now = self._clock.now()
            if now - self._since < LEASE / 3:
                return
            self._since = now
        self._claims.renew(self._keys, now)
