"""When something is to go out: an offset from a date, quiet hours, public holidays, embargo, expiry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container
from dataclasses import dataclass

from kutsu.core.config import City, Kind
from kutsu.core.model import Entry, Session


@dataclass(frozen=True)
class Opening:
    """When the city speaks: in its zone, outside quiet hours, not on public holidays."""

    city: City
    holidays: Container[dt.date]

    def instant(self, day: dt.date, time: dt.time) -> dt.datetime:
        """The instant of a wall-clock time; an hour that the clock change skips becomes the same instant read back."""
        local = dt.datetime.combine(day, time, tzinfo=self.city.zoneinfo)
        return local.astimezone(dt.UTC).astimezone(self.city.zoneinfo)

    def next(self, instant: dt.datetime) -> dt.datetime:
        """`instant` itself when the city may speak then, else the first instant after it."""
        local = instant.astimezone(self.city.zoneinfo)
        while not self._open(local):
            evening = local.time() >= self.city.quiet_from or local.date() in self.holidays
            local = self.instant(local.date() + dt.timedelta(days=evening), self.city.quiet_until)
        return local

    def _open(self, local: dt.datetime) -> bool:
        """Whether the city may speak at this moment of its day."""
        awake = self.city.quiet_until <= local.time() < self.city.quiet_from
        return awake and local.date() not in self.holidays


@dataclass(frozen=True)
class Window:
    """From its slot on a delivery may go out, and no longer when it has expired."""

    slot: dt.datetime
    expires: dt.datetime


def window(
    kind: Kind, entry: Entry, opening: Opening, now: dt.datetime, asked: dt.datetime | None = None
) -> Window | None:
    """The window of a kind for a row, or None while the row lacks the date that it hangs on.

    It begins at `asked` instead, where a person asked then for it to be said again. What is overdue when the city sleeps moves
    to its next waking moment; an urgent kind waits for nothing.
    """
    planned = asked.astimezone(opening.city.zoneinfo) if asked else _planned(kind, entry, opening)
    if planned is None:
        return None
    if entry.embargo:
        planned = max(planned, entry.embargo)
    slot = planned if kind.urgent else opening.next(planned)
    expires = min(slot + dt.timedelta(days=kind.lasts_days), _last(kind, entry, opening))
    if slot < now and not kind.urgent and (waking := opening.next(now)) > now:
        slot = waking
    return Window(slot, expires)


def _planned(kind: Kind, entry: Entry, opening: Opening) -> dt.datetime | None:
    """The instant that config and the row's own date ask for."""
    day: dt.date | None = getattr(entry.subject, kind.anchor)
    return opening.instant(day + dt.timedelta(days=kind.offset), kind.at) if day and kind.at else None


def _last(kind: Kind, entry: Entry, opening: Opening) -> dt.datetime:
    """The moment after which a kind never goes out for this row."""
    subject = entry.subject
    if kind.until == "begin" and isinstance(subject, Session):
        return opening.instant(subject.day, subject.start)
    day = getattr(subject, kind.until, None) if kind.until else None
    if isinstance(day, dt.date):
        return opening.instant(day + dt.timedelta(days=1), dt.time())
    return dt.datetime.max.replace(tzinfo=dt.UTC)
