"""How people of each language write days, times of day, spans and lists.

The patterns come from the `Language` table. Babel supplies only the names of weekdays and months and the small words of
a list: its own formats print Swedish dates of Sweden, invisible characters or the wrong case (measured, 2.18.0).
Stand-alone months and quarters (`L`, `q`) are forbidden in patterns: formatting one changes other locales for the rest
of the process (python-babel #1234).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list

from kutsu.core.config import Language

DASH = "–"


def day(value: dt.date, language: Language) -> str:
    """A day with its weekday: "keskiviikko 6.11.2019", "Wednesday 6 November 2019"."""
    return _formatted(value, language.day, language.locale)


def date(value: dt.date, language: Language) -> str:
    """A day without its weekday: "6.11.2019", "6 November 2019"."""
    return _formatted(value, language.date or language.day, language.locale)


def day_span(first: dt.date, last: dt.date, language: Language) -> str:
    """The days from `first` to `last`, without repeating what both share: "30.–31.8.2019", "30–31 August 2019"."""
    if first == last:
        return date(first, language)
    pattern = _span_pattern(first, last, language)
    if DASH not in pattern:
        return language.span.format(date(first, language), date(last, language))
    ends = zip((first, last), pattern.split(DASH), strict=True)
    return DASH.join(_formatted(value, half, language.locale) for value, half in ends)


def times(start: dt.time, end: dt.time | None, language: Language) -> str:
    """A span of the day, or one time of it, in its words: "klo 17–19", "kl. 12.30–13", "17:00–19:00"."""
    return _wrapped(start, end, language).lstrip(" ,،")


def when(day_of: dt.date, start: dt.time, end: dt.time | None, language: Language) -> str:
    """A day and its times as one label: "onsdag 6.11.2019 kl. 17–19"."""
    return day(day_of, language) + _wrapped(start, end, language)


def listing(items: Sequence[str], language: Language) -> str:
    """Items as a list in a sentence: "suomi, ruotsi ja englanti"; empty for none."""
    return format_list(items, "standard", language.locale)


def language_name(key: str, language: Language) -> str | None:
    """The name of the language `key` (BCP 47) in `language`, or None where CLDR has none."""
    return Locale.parse(language.locale).languages.get(key.replace("-", "_"))


@lru_cache(10_000)
def _formatted(value: dt.date, pattern: str, locale: str) -> str:
    """A day by a pattern; a season has few days, and its pages name each many times."""
    return format_date(value, pattern, locale)


def _span_pattern(first: dt.date, last: dt.date, language: Language) -> str:
    """The pattern that fits what both ends share: month, year or nothing."""
    if first.year != last.year:
        return ""
    return language.day_span if first.month == last.month else language.month_span


def _wrapped(start: dt.time, end: dt.time | None, language: Language) -> str:
    ends = (start,) if end is None else (start, end)
    return language.time.format(DASH.join(_clock(value, language) for value in ends))


def _clock(value: dt.time, language: Language) -> str:
    """A time of day; Finnish and Swedish write full hours bare ("17") and no leading zero."""
    if not language.full_hours:
        return f"{value.hour:02}{language.minute}{value.minute:02}"
    return f"{value.hour}{language.minute}{value.minute:02}" if value.minute else f"{value.hour}"
