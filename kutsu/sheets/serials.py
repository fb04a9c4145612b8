"""Dates and times as serial numbers, and stored values as Finnish eyes see them in a spreadsheet.

Day 0 is 30.12.1899 and a time is its fraction of a day, in Google Sheets as in Excel (after February 1900).
"""

from __future__ import annotations

import datetime as dt
import re

from kutsu.core.grid import Cell, Raw

DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet knows no zones
PRECISION = 10
"""Decimals of a serial number that are kept: a hundredth of a millisecond, less than any spreadsheet shows."""

BLANK = Cell()
"""The cell in which nothing stands: most of a sheet is this one."""

FACES = {"date": "{0.day}.{0.month}.{0.year}", "time": "{0:%H.%M}", "datetime": "{0.day}.{0.month}.{0.year} {0:%H.%M}"}


def serial(value: dt.date | dt.time | dt.timedelta) -> float:
    """The serial number of a date, a date with its time, a time of day or a duration; zones are not known here."""
    if isinstance(value, dt.time):
        value = dt.timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond
        )
    elif isinstance(value, dt.date):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.combine(value, dt.time())
        value = moment - DAY_ZERO
    return round(value / dt.timedelta(days=1), PRECISION)


def shown(raw: Raw, kind: str = "", pattern: str = "") -> str:
    """What a Finnish editor sees: `6.11.2019`, `17.00`, `17,3`, `TOSI`; `pattern` is the number format, such as `0.00`."""
    if raw is None or isinstance(raw, str):
        return raw or ""
    if isinstance(raw, bool):
        return "TOSI" if raw else "EPÄTOSI"
    if kind in FACES:
        return FACES[kind].format(DAY_ZERO + dt.timedelta(minutes=round(raw * 24 * 60)))
    decimals = re.search(r"0\.(0+)", pattern)
    return (f"{raw:.{len(decimals[1])}f}" if decimals else f"{raw:.{PRECISION}g}").replace(".", ",")


def trimmed(rows: list[list[Cell]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows without the blank cells at their ends and the blank rows at the end, as Google's values are given."""
    short = [_without_tail(row) for row in rows]
    while short and not short[-1]:
        short.pop()
    return tuple(tuple(row) for row in short)


def _without_tail(row: list[Cell]) -> list[Cell]:
    """The row up to its last filled cell; a blank cell is blank, however it is formatted."""
    cells = [cell if cell.shown or cell.formula else BLANK for cell in row]
    while cells and cells[-1] is BLANK:
        cells.pop()
    return cells
