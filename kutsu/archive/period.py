"""The days of a record, in the city's zone, both inclusive; without an end it takes everything there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kutsu.core.errors import Faulty
from kutsu.ledger.records import Span

_FINNISH = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From a day to a day; None is as far as the ledger goes."""

    zone: dt.tzinfo
    first: dt.date | None = None
    last: dt.date | None = None

    def __post_init__(self) -> None:
        if self.first and self.last and self.last < self.first:
            raise Faulty([f"--to {self.last} is before --from {self.first}: nothing lies between them"])

    @property
    def span(self) -> Span:
        """From the first midnight to the one after the last day."""
        until = self.last + _DAY if self.last and self.last < dt.date.max else None
        return Span(self._midnight(self.first) if self.first else None, self._midnight(until) if until else None)

    def has(self, at: dt.datetime) -> bool:
        """Whether an instant lies within it."""
        span = self.span
        return (span.since is None or at >= span.since) and (span.until is None or at < span.until)

    def _midnight(self, day: dt.date) -> dt.datetime:
        """The instant at which a day begins, in UTC."""
        return dt.datetime.combine(day, dt.time(), self.zone).astimezone(dt.UTC)


def day(text: str, option: str) -> dt.date:
    """A day as 2026-11-24 or 24.11.2026; raises `Faulty` for anything else."""
    try:
        if found := _FINNISH.fullmatch(text):
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        return dt.date.fromisoformat(text)
    except ValueError:
        raise Faulty([f"{option}: {text!r} is no day; write 2026-11-24 or 24.11.2026"]) from None
