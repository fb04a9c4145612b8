"""A clock that ticks as any, and leaps over what somebody only waits for; the sandbox leaps with it."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import requests

from kutsu.clock import TickingClock


@dataclass(frozen=True)
class LeapingClock(TickingClock):
    """Whoever sleeps is there at once, and the sandboxes that it takes along too: a network's lag has passed there as much as here.

    Timeouts go by the wall as ever, and between two leaps both run `scale` times as fast as it.
    """

    _now: list[TickingClock] = field(default_factory=list, repr=False)
    _sandboxes: list[str] = field(default_factory=list, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def of(cls, clock: TickingClock) -> LeapingClock:
        """One that shows what `clock` does, until somebody sleeps."""
        return cls(clock.zone, clock.anchor, clock.shown, clock.scale, _now=[clock])

    def __str__(self) -> str:
        return str(self._now[0])

    @contextmanager
    def takes_along(self, address: str) -> Iterator[None]:
        """Inside the block this sandbox, which was started on this clock, leaps too."""
        self._sandboxes.append(address)
        yield
        self._sandboxes.remove(address)

    def now(self) -> dt.datetime:
        """The present instant, in the city's zone."""
        return self._now[0].now()

    def wall(self, instant: dt.datetime) -> dt.datetime:
        """The wall's instant (UTC) at which this clock shows `instant`, if nobody sleeps meanwhile."""
        return self._now[0].wall(instant)

    def sleep_until(self, instant: dt.datetime) -> None:
        """Be there at once, the sandbox first; never goes back."""
        with self._turn:
            if instant > self.now():
                later = TickingClock.starting(self.zone, instant, self.scale)
                for address in self._sandboxes:
                    requests.put(f"{address}/_sandbox/clock", data=str(later), timeout=5).raise_for_status()
                self._now[0] = later
