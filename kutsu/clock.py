"""The clock of all edges: it ticks, and it may be offset and scaled for a demo, a test or a rehearsal."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from zoneinfo import ZoneInfo


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
