"""Dates relative to a day, as the text files of a plan write them, so that a demo is fresh on whatever day it runs.

`today+14` · `workday-2` (the second weekday before today; `workday` alone is today, or the Monday after a weekend) ·
`next tuesday` (the first one after today) · `next tuesday+7`. Weekdays are Monday to Friday; holidays are not known here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re

WEEKDAYS = [name.lower() for name in calendar.day_name]
RULE = re.compile(rf"(today|workday|next ({'|'.join(WEEKDAYS)}))([+-]\d+)?")
DAY = dt.timedelta(days=1)
SATURDAY = 5


def resolved(text: str, today: dt.date) -> dt.date | None:
    """The date that the rule names, or None for any other text."""
    rule = RULE.fullmatch(text)
    if rule is None:
        return None
    shift = int(rule[3] or 0)
    if rule[1] == "workday":
        return _workday(today, shift)
    return (_next(today, WEEKDAYS.index(rule[2])) if rule[2] else today) + shift * DAY


def _next(today: dt.date, weekday: int) -> dt.date:
    """The first such weekday after today."""
    return today + ((weekday - today.weekday() - 1) % 7 + 1) * DAY


def _workday(today: dt.date, shift: int) -> dt.date:
    """Today moved by so many weekdays; without a shift, today or the first weekday after it."""
    if not shift:
        return today if today.weekday() < SATURDAY else _next(today, 0)
    day = today
    for _ in range(abs(shift)):
        day += DAY if shift > 0 else -DAY
        while day.weekday() >= SATURDAY:
            day += DAY if shift > 0 else -DAY
    return day
