"""One cell -> a day with its time (`ke 6.11. klo 17`), and a day with its time -> an instant, over the changes of the clock."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from kutsu.core.cells import dates, times
from kutsu.core.cells.names import clock, dotted, when_words
from kutsu.core.cells.normal import folded, typed
from kutsu.core.cells.reading import Reading, When, seen, wrong
from kutsu.core.cells.times import START, Bounds
from kutsu.core.grid import Cell
from kutsu.core.messages import Remark, Word, remark


def moment(cell: Cell, today: dt.date, bounds: Bounds = START) -> Reading[When]:
    """A date, alone or with its time or times."""
    if isinstance(cell.raw, float | int) and cell.format == "datetime" and cell.raw % 1:
        return _stamped(cell, float(cell.raw), bounds)
    if isinstance(cell.raw, float | int):
        return dates.date(cell, today).then(When)
    text = folded(typed(cell))
    day, rest = dates.leading(text, today, seen(cell))
    if day.error or day.value is None or not rest:
        return dates.date(cell, today).then(When)
    return _with_times(day, times.span(rest, seen(cell), bounds))


def span(cell: Cell, today: dt.date) -> Reading[When]:
    """A start time, alone or with its end, or with its day too."""
    if isinstance(cell.raw, float | int) and cell.format == "datetime" and cell.raw >= 1:
        return _stamped(cell, float(cell.raw), START)
    if isinstance(cell.raw, float | int):
        return times.time(cell, START).then(lambda start: When(start=start))
    text = folded(typed(cell))
    both = times.span(text, seen(cell))
    if both.remark and both.remark.code == "time-unreadable":
        day, rest = dates.leading(text, today, seen(cell))
        if rest:
            return Reading(None, day.remark) if day.error else _with_times(day, times.span(rest, seen(cell)))
    return both.then(lambda pair: When(None, *pair))


def instant(day: dt.date, time: dt.time, zone: ZoneInfo) -> Reading[dt.datetime]:
    """The instant of a day and time in the city's zone: an error in the hour that is skipped, a note in the one that comes twice.

    zoneinfo accepts both in silence (measured); of two, the first is taken.
    """
    local = dt.datetime.combine(day, time, zone)
    words: dict[str, Word] = {"day": dotted(day), "time": {"fi": clock(time), "sv": clock(time), "en": f"{time:%H:%M}"}}
    try:
        back = local.astimezone(dt.UTC).astimezone(zone)
    except OverflowError:  # the first and last hours of the calendar
        return wrong("date-far", day=dotted(day))
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        return Reading(None, Remark("time-gap", words))
    twice = local.utcoffset() != local.replace(fold=1).utcoffset()
    return Reading(local, Remark("time-twice", words) if twice else None)


def _stamped(cell: Cell, number: float, bounds: Bounds) -> Reading[When]:
    day = dates.serial_day(number)
    if day is None:
        return wrong("date-unreadable", seen=seen(cell))
    start = times.serial_time(number)
    against = times.doubt(start, bounds)
    return Reading(None, against) if against else Reading(When(day, start))


def _with_times(day: Reading[dt.date], both: Reading[tuple[dt.time, dt.time | None]]) -> Reading[When]:
    """A day and its times as one reading; where the year was filled in, the whole is said back."""
    if both.error or both.value is None or day.value is None:
        return Reading(None, both.remark)
    when = When(day.value, *both.value)
    if day.remark and day.remark.code == "understood":
        return Reading(when, remark("understood", when=when_words(day.value, when.start, when.end)))
    return Reading(when, day.remark or both.remark)
