"""One cell -> a date. No lenient parser: `6.11.` is an error that asks for the year, `6/11/2019` one that asks which is meant."""

from __future__ import annotations

import datetime as dt
import re

from kutsu.core.cells.names import MONTHS, WEEKDAYS, day_words, dotted, when_words
from kutsu.core.cells.normal import folded, typed
from kutsu.core.cells.reading import Reading, seen, wrong
from kutsu.core.grid import Cell
from kutsu.core.messages import Remark, either, remark

DAY_ZERO = dt.date(1899, 12, 30)
"""Serial number 0 of Google Sheets and of Excel's 1900 system (after February 1900)."""

FAR = dt.timedelta(days=3 * 365)
OLD = dt.timedelta(days=370)

_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b\.?,?\s)?(?:den\s)?"
_NUMBERS = r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})(?:\.(?:(?P<year>\s?[0-9]{4}|[0-9]{2})(?![0-9]))?)?"
_WORDS = rf"(?P<day>[0-9]{{1,2}})\.?\s(?P<month>{'|'.join(sorted(MONTHS, key=len, reverse=True))})\b\.?(?:\s(?P<year>[0-9]{{4}})(?![0-9]))?"
_ISO = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])"
_FORMS = tuple(re.compile(_WEEKDAY + form) for form in (_NUMBERS, _WORDS, _ISO))
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{2}|[0-9]{4})(?![0-9])")
_SERIAL = re.compile(r"[0-9]{5}")


def date(cell: Cell, today: dt.date) -> Reading[dt.date]:
    """The date in a cell; `today` is only for guessing the year that a message suggests."""
    if isinstance(cell.raw, float | int) and not isinstance(cell.raw, bool):
        return _number(cell, float(cell.raw))
    text = folded(typed(cell))
    if _SERIAL.fullmatch(text):
        return _serial(float(text), seen(cell))
    reading, rest = leading(text, today, seen(cell))
    return wrong("date-with-time", seen=seen(cell)) if rest and not reading.error else reading


def leading(text: str, today: dt.date, whole: str) -> tuple[Reading[dt.date], str]:
    """The date at the beginning of a folded text, and what follows it; `whole` is quoted in messages.

    A date without its year is taken only where its weekday fits it and it comes once in the next twelve months.
    """
    if slashed := _SLASHED.match(text):
        return _ambiguous(slashed, whole), text[slashed.end() :].strip(" ,")
    matches = [match for form in _FORMS if (match := form.match(text))]
    if not matches:
        return wrong("date-unreadable", seen=whole), ""
    match = max(matches, key=lambda found: found.end())
    rest = text[match.end() :]
    if not re.match(r"$|[ ,]|t[0-9]", rest):
        return wrong("date-unreadable", seen=whole), ""
    return _dated(match, today, whole), rest.removeprefix("t").strip(" ,")


def serial_day(number: float) -> dt.date | None:
    """The day of a serial number, if there is one."""
    try:
        return DAY_ZERO + dt.timedelta(days=int(number))
    except (OverflowError, ValueError):  # infinite, not a number, or beyond the year 9999
        return None


def plausible(day: dt.date, today: dt.date, oldest: dt.timedelta | None = OLD) -> Remark | None:
    """What speaks against a date: more than `oldest` ago (None: never too old), or more than three years ahead.

    A row whose date passed by is done, not wrong; only a date too old to be this season's is taken for a slip.
    """
    if day - today > FAR:
        return remark("date-far", day=dotted(day))
    if oldest is not None and today - day > oldest:
        return remark("date-past", day=dotted(day))
    return None


def _number(cell: Cell, number: float) -> Reading[dt.date]:
    if cell.format not in ("date", "datetime"):
        return _serial(number, seen(cell))
    day = serial_day(number)
    if day is None or day.year < 1900:
        return wrong("date-unreadable", seen=seen(cell))
    return Reading(day) if number == int(number) else wrong("date-with-time", seen=seen(cell))


def _serial(number: float, whole: str) -> Reading[dt.date]:
    """A bare number: taken for a date only between 1982 and 2064."""
    day = serial_day(number)
    if day is None or not (30000 < number < 60000 and number == int(number)):
        return wrong("date-unreadable", seen=whole)
    return Reading(day, remark("date-number", seen=f"{number:.0f}", day=day_words(day)))


def _dated(match: re.Match[str], today: dt.date, whole: str) -> Reading[dt.date]:
    month = MONTHS.get(match["month"]) or int(match["month"])
    if not match["year"]:
        return _yearless(int(match["day"]), month, match["weekday"], today, whole)
    written = match["year"].strip()
    day = _day(int(written) + (2000 if len(written) == 2 else 0), month, int(match["day"]))
    if day is None:
        return wrong("date-impossible", seen=whole)
    if match["weekday"] and WEEKDAYS[match["weekday"]] != day.weekday():
        return wrong("date-weekday", seen=whole, when=when_words(day, None, None))
    return Reading(day, remark("date-short-year", year=str(day.year)) if len(written) == 2 else None)


def _yearless(day: int, month: int, weekday: str | None, today: dt.date, whole: str) -> Reading[dt.date]:
    coming = [
        found
        for year in range(today.year, min(today.year + 9, 10000))
        if (found := _day(year, month, day)) and found >= today
    ]
    if not coming:
        return wrong("date-impossible", seen=whole)
    within_a_year = coming[0] - today < dt.timedelta(days=365)
    if weekday and within_a_year and WEEKDAYS[weekday] == coming[0].weekday():
        return Reading(coming[0], remark("understood", when=when_words(coming[0], None, None)))
    return wrong("date-no-year", seen=whole, day=dotted(coming[0]))


def _ambiguous(match: re.Match[str], whole: str) -> Reading[dt.date]:
    """Staff mean the day first, a paste from a US-locale sheet the month: never guessed."""
    first, second, year = (int(part) for part in match.groups())
    year += 2000 if len(match[3]) == 2 else 0
    days = [found for month, day in ((second, first), (first, second)) if (found := _day(year, month, day))]
    options = list(dict.fromkeys(dotted(found) for found in days))
    return wrong("date-slash", seen=whole, options=either(options)) if options else wrong("date-impossible", seen=whole)


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
