"""The clocks of all edges: one ticks, offset and scaled where a demo or a test wants that; one jumps, for rehearsals."""

from __future__ import annotations

import datetime as dt
import ssl
import threading
import time
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo


def days_left(ends: str) -> float:
    """Days until a certificate ends (its `notAfter`); these go by the wall, whatever a demo's clock shows."""
    return (ssl.cert_time_to_seconds(ends) - dt.datetime.now(dt.UTC).timestamp()) / 86400


@dataclass(frozen=True)
class TickingClock:
    """At the wall's instant `anchor` it showed `shown`, and since then it has run `scale` times as fast as the wall.

    Processes that share an anchor share the time: publisher and sandbox then agree after any restart.
    """

    zone: ZoneInfo
    anchor: dt.datetime
    shown: dt.datetime
    scale: float = 1.0

    @classmethod
    def real(cls, zone: ZoneInfo) -> TickingClock:
        """The wall's own time."""
        now = dt.datetime.now(dt.UTC)
        return cls(zone, now, now)

    @classmethod
    def starting(cls, zone: ZoneInfo, shown: dt.datetime, scale: float = 1.0) -> TickingClock:
        """A clock that shows `shown` at this moment and ticks on."""
        return cls(zone, dt.datetime.now(dt.UTC), shown, scale)

    @classmethod
    def parse(cls, zone: ZoneInfo, text: str) -> TickingClock:
        """The clock that `str` wrote: wall instant, shown instant and scale, by blanks; raises ValueError."""
        anchor, shown, scale = text.split()
        return cls(zone, dt.datetime.fromisoformat(anchor), dt.datetime.fromisoformat(shown), float(scale))

    def __str__(self) -> str:
        return f"{self.anchor.isoformat()} {self.shown.isoformat()} {self.scale:g}"

    def now(self) -> dt.datetime:
        """The present instant of this clock, in the city's zone."""
        passed = dt.datetime.now(dt.UTC) - self.anchor
        return (self.shown.astimezone(dt.UTC) + passed * self.scale).astimezone(self.zone)

    def seconds(self, span: dt.timedelta) -> float:
        """Seconds on the wall that `span` of this clock takes."""
        return span.total_seconds() / self.scale

    def wall(self, instant: dt.datetime) -> dt.datetime:
        """The wall's instant (UTC) at which this clock shows `instant`."""
        return self.anchor + (instant.astimezone(dt.UTC) - self.shown.astimezone(dt.UTC)) / self.scale

    def sleep_until(self, instant: dt.datetime) -> None:
        """Block until `instant` of this clock; never returns early."""
        while (left := self.seconds(instant - self.now())) > 0:
            time.sleep(left)


@dataclass(frozen=True)
class JumpingClock(TickingClock):
    """Stands still until somebody sleeps, and is there at once: a season passes in seconds, in one process, in any thread.

    Timeouts go by the wall as ever: a span of this clock takes as long there. An instant that is yet to come has no place
    on the wall.
    """

    _shows: list[dt.datetime] = field(default_factory=list, repr=False)
    _turn: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @classmethod
    def at(cls, instant: dt.datetime, zone: ZoneInfo) -> JumpingClock:
        """A clock that shows `instant`."""
        return cls(zone, instant, instant, _shows=[instant])

    def now(self) -> dt.datetime:
        """The instant to which it jumped last, in the city's zone."""
        return self._shows[0].astimezone(self.zone)

    def wall(self, instant: dt.datetime) -> dt.datetime:
        """Raises NotImplementedError: who asks would wait for real."""
        raise NotImplementedError(f"a clock that jumps does not know when the wall shows {instant}")

    def sleep_until(self, instant: dt.datetime) -> None:
        """Be there at once; never goes back."""
        with self._turn:
            self._shows[0] = max(self._shows[0], instant)
