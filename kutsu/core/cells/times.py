"""One cell -> a time of day, or a start and an end. `17,3` is asked about; a start at five in the morning too."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from kutsu.core.cells.names import clock, time_words
from kutsu.core.cells.normal import folded, plain, typed
from kutsu.core.cells.reading import Reading, seen, wrong
from kutsu.core.grid import Cell
from kutsu.core.messages import Remark, either, remark

EARLIEST, LATEST = dt.time(7), dt.time(22)
"""An info session starts between these; anything else is more likely a slip than the truth."""

_DASH = re.compile("\\s?[\u2010-\u2015\u2212-]\\s?")
_CLOCK = re.compile(r"^(?:klo|kello|kl|klockan|at)\b\.?\s?")
_TIME = re.compile(r"([0-9]{1,2})(?:([.:,])([0-9]{1,2}))?(?:\s?([ap])\.?m\.?)?")
_SHOWN = re.compile(r"([0-9]{1,2})[.,:]([0-9]{2})")


@dataclass(frozen=True)
class Bounds:
    """Which times are believed: a start of the day's life, or with `exact` any that is written with its minutes."""

    earliest: dt.time = EARLIEST
    latest: dt.time = LATEST
    exact: bool = False


START = Bounds()
END = Bounds(latest=dt.time.max)
EMBARGO = Bounds(exact=True)
_ANY = Bounds(dt.time.min, dt.time.max)


def time(cell: Cell, bounds: Bounds = END) -> Reading[dt.time]:
    """The time in a cell, to the minute; a number by its format and by what its editor sees."""
    if isinstance(cell.raw, float | int) and not isinstance(cell.raw, bool):
        return _number(cell, float(cell.raw), bounds)
    return _written(_bare(folded(typed(cell))), seen(cell), bounds)


def span(text: str, whole: str, bounds: Bounds = START) -> Reading[tuple[dt.time, dt.time | None]]:
    """A time, or start and end with any dash between them, out of a folded text; `whole` is quoted in messages."""
    first, *others = _DASH.split(_bare(text), maxsplit=1)
    start = _written(_bare(first), whole, bounds)
    if start.value is None or not others:
        return start.then(lambda begin: (begin, None))
    end = _written(_bare(others[0]), whole, _ANY)
    if end.value is None:
        return Reading(None, end.remark)
    if end.value <= start.value:
        return wrong("time-backwards", seen=whole)
    both = f"{clock(start.value)}–{clock(end.value)}"
    return Reading(
        (start.value, end.value), remark("time-understood", time=both) if start.remark or end.remark else None
    )


def serial_time(number: float) -> dt.time:
    """The time of day in a serial number, rounded to the nearest minute."""
    minutes = round(number % 1 * 1440) % 1440
    return dt.time(minutes // 60, minutes % 60)


def doubt(found: dt.time, bounds: Bounds = START, minutes: bool = True) -> Remark | None:
    """What speaks against a time outside its bounds; `minutes` tells whether it was written with them."""
    if bounds.exact and minutes:
        return None
    if found < bounds.earliest:
        evening = clock(dt.time(found.hour + 12, found.minute))
        spoken = {**time_words(found), "en": f"{found.hour}:{found.minute:02}" if found.minute else str(found.hour)}
        return remark("time-early", time=spoken, evening=evening)
    return remark("time-late", time=time_words(found)) if found > bounds.latest else None


def _number(cell: Cell, number: float, bounds: Bounds) -> Reading[dt.time]:
    if 0 < number < 1 or (cell.format == "time" and 0 <= number < 1e6):
        return _believed(serial_time(number), None, bounds)
    if number in range(24):
        return _believed(dt.time(int(number)), None, bounds, minutes=False)
    shown = _SHOWN.fullmatch(plain(cell.shown))
    found = _at(int(shown[1]), int(shown[2])) if shown and 1 <= number < 24 else None
    if found:
        return _believed(found, remark("time-understood", time=time_words(found)), bounds)
    if 1 <= number < 24:
        return _unclear(plain(cell.shown) or str(number))
    return wrong("time-unreadable", seen=seen(cell))


def _written(text: str, whole: str, bounds: Bounds) -> Reading[dt.time]:
    match = _TIME.fullmatch(text)
    if match is None:
        return wrong("time-unreadable", seen=whole)
    hour, mark, minute, half = match.groups()
    if minute and len(minute) == 1:
        return _unclear(whole)
    found = _at(_hour(int(hour), half), int(minute or 0))
    if found is None:
        return wrong("time-unreadable", seen=whole)
    odd = half or mark == ","
    return _believed(found, remark("time-understood", time=time_words(found)) if odd else None, bounds, bool(minute))


def _believed(found: dt.time, note: Remark | None, bounds: Bounds, minutes: bool = True) -> Reading[dt.time]:
    against = doubt(found, bounds, minutes)
    return Reading(None, against) if against else Reading(found, note)


def _unclear(text: str) -> Reading[dt.time]:
    """`17,3` may be 17.30 or 17.03: both are offered."""
    hour, *rest = re.split("[.,:]", text)
    digit = rest[0][:1] if rest else ""
    options = [f"{hour}.{minutes}" for minutes in (f"{digit}0", f"0{digit}") if len(minutes) == 2 and minutes < "60"]
    told = {"fi": text, "sv": text, "en": text.replace(",", ".")}
    return wrong("time-unclear", seen=told, options=either(options))


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 else 24


def _at(hour: int, minute: int) -> dt.time | None:
    return dt.time(hour, minute) if hour < 24 and minute < 60 else None


def _bare(text: str) -> str:
    return _CLOCK.sub("", text)
