"""How soon what ended by itself is started again: at once, then after ever longer waits, until it has been well for a while."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LONGEST = dt.timedelta(seconds=30)
"""The longest wait: what can be mended meanwhile (a full disk, a database that restarts) is found mended soon."""

WELL = dt.timedelta(minutes=5)
"""Who lived for so long has recovered, and its next end counts as the first."""


@dataclass(frozen=True)
class Comeback:
    """The ends in a row of one companion."""

    ends: int = 0

    def ended(self, lived: dt.timedelta) -> Comeback:
        """One more end, after a life of this length."""
        return Comeback(1 if lived >= WELL else self.ends + 1)

    @property
    def wait(self) -> dt.timedelta:
        """How long to wait before the next start: 0, 1, 2, 4 … seconds, as a slot may be near."""
        if self.ends < 2:
            return dt.timedelta()
        return min(LONGEST, dt.timedelta(seconds=2 ** min(self.ends - 2, 10)))
