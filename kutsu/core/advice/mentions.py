"""Days and times of day that a text names, found only where nothing else can be meant: no versions, prices or phone numbers."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kutsu.core.cells.names import MONTH_NAMES, WEEKDAY_NAMES

_SHORT = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("mån", "tis", "ons", "tors", "fre", "lör", "sön"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_SUFFIX = {"fi": "(?:na)?", "sv": "(?:en)?", "en": ""}
_AFTER_BARE = r"(?=,?\s+(?-i:[a-zåäö]))"
"""What follows `6.11.` where it is a day: the sentence goes on. At its end it may be a version or a sum."""
_NO_DAY = re.compile(
    r"(?:versio\w*|version\w*|v|luku|luvu\w+|kohta\w*|kohda\w+|kapitel|punkt|avsnitt|section|§|nro|nr)\.?\s*$",
    re.IGNORECASE,
)
LEAP = dt.date(2024, 2, 29)
_SENTENCE = re.compile(r"(?<=[!?])\s+|(?<=[^\W\d]\.)\s+(?=[A-ZÅÄÖ])|\n+")


@dataclass(frozen=True)
class Day:
    """A day as a text names it; `weekday` counts from Monday = 0."""

    seen: str
    day: int
    month: int
    year: int | None
    weekday: int | None

    def near(self, other: dt.date) -> dt.date | None:
        """The day in its own year, or in the one that brings it nearest to `other`; None where there is no such day."""
        years = [self.year] if self.year else [other.year - 1, other.year, other.year + 1]
        found = [day for year in years if (day := _date(year, self.month, self.day))]
        return min(found, key=lambda day: abs(day - other), default=None)


@dataclass(frozen=True)
class Time:
    """A time of day as a text names it, or a span of them, with the weekday right before it."""

    seen: str
    times: tuple[dt.time, ...]
    weekday: int | None


def sentences(text: str) -> list[str]:
    """The sentences of a text; a full stop after a digit ends none."""
    return [each for each in _SENTENCE.split(text) if each]


def days(sentence: str, language: str) -> Iterator[Day]:
    """The days that a sentence names, in their order; ends of spans are left out, for these are many days."""
    for match in _apart(form.finditer(sentence) for form in _DAYS.get(language, ())):
        groups = match.groupdict()
        weekday, month, year = groups.get("weekday"), groups["month"], groups.get("year")
        number = int(month) if month.isdigit() else _month(month, language)
        day = Day(
            match[0].strip(), int(groups["day"]), number, int(year) if year else None, _weekday(weekday, language)
        )
        if day.near(LEAP) and (weekday or not _NO_DAY.search(sentence[: match.start()])):
            yield day


def _apart(found: Iterable[Iterable[re.Match[str]]]) -> Iterator[re.Match[str]]:
    """The matches of several forms in their order; of two that overlap, the longer one."""
    end = 0
    for match in sorted((each for matches in found for each in matches), key=lambda each: (each.start(), -each.end())):
        if match.start() >= end:
            end = match.end()
            yield match


def times(sentence: str, language: str) -> Iterator[Time]:
    """The times of day that a sentence names."""
    for match in _apart(form.finditer(sentence) for form in _TIMES.get(language, ())):
        groups = match.groupdict()
        ends = ((groups.get(f"hour{end}"), groups.get(f"minute{end}")) for end in ("", "2"))
        found = tuple(time for hour, minute in ends if hour and (time := _time(hour, minute, groups.get("half"))))
        if found:
            yield Time(match[0].strip(), found, _weekday(groups["weekday"], language))


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _time(hour: str, minute: str | None, half: str | None) -> dt.time | None:
    """A time of the 24-hour clock, or of the 12-hour one where its half of the day is named."""
    number = int(hour) % 12 + (12 if half.lower().startswith("p") else 0) if half else int(hour)
    return dt.time(number, int(minute or 0)) if number < 24 and int(minute or 0) < 60 else None


def _weekday(name: str | None, language: str) -> int | None:
    """The number of a weekday, in whatever form."""
    if not name:
        return None
    begins = enumerate(short.casefold() for short in _SHORT[language])
    return next(number for number, short in begins if name.casefold().startswith(short))


def _month(name: str, language: str) -> int:
    names = [each.casefold() for each in MONTH_NAMES[language]]
    return next(number for number, each in enumerate(names, start=1) if name.casefold().startswith(each))


def _day_forms(language: str) -> tuple[re.Pattern[str], ...]:
    """The forms of a day; those in words have the names of the language, and English ones their capitals."""
    long = "|".join(f"{name}{_SUFFIX[language]}" for name in WEEKDAY_NAMES[language])
    weekday = rf"(?:\b(?P<weekday>{long}|(?:{'|'.join(_SHORT[language])})\b\.?),?\s+(?:den\s+|the\s+)?)"
    months = "|".join(MONTH_NAMES[language])
    month = rf"(?P<month>{months}){'kuuta' if language == 'fi' else ''}\b"
    start, stop = r"(?<![\w.,/:–—-])", r"(?!\s?[–—/-]\s?\d|\d)"
    year, number = r"(?P<year>20\d\d)", r"(?P<day>\d{1,2})"
    flags = 0 if language == "en" else re.IGNORECASE
    dotted = rf"{number}\.\s?(?P<month>1[0-2]|0?[1-9])"
    forms = [
        rf"{start}{weekday}?{dotted}\.\s?{year}{stop}",
        rf"{start}{weekday}{dotted}(?:\.(?!\s?\d)|(?![\d.])){stop}",
        rf"{start}{dotted}\.{_AFTER_BARE}" if language != "en" else "",
        rf"{start}{weekday}?{number}(?:\.|st|nd|rd|th)?\s+{month}(?:,?\s+{year})?{stop}",
        rf"{start}{weekday}?{month}\s+{number}(?:st|nd|rd|th)?(?:,?\s+{year})?{stop}" if language == "en" else "",
    ]
    return tuple(re.compile(form, flags) for form in forms if form)


def _time_forms(language: str) -> tuple[re.Pattern[str], ...]:
    """The forms of a time of day: after "klo" or "kl."; in English with minutes or with am and pm."""
    long = "|".join(f"{name}{_SUFFIX[language]}" for name in WEEKDAY_NAMES[language])
    weekday = rf"(?:\b(?P<weekday>{long}),?\s+(?:at\s+)?)?"
    end = r"(?:\s?[–—-]\s?(?P<hour2>\d{1,2})(?:[.:](?P<minute2>\d\d))?)?(?!\d)"
    if language != "en":
        word = r"\b(?:klo|kello|kl\.?|klockan)\s?"
        return (re.compile(rf"{weekday}{word}(?P<hour>\d{{1,2}})(?:[.:](?P<minute>\d\d))?{end}", re.IGNORECASE),)
    half = r"\s?(?P<half>[ap]\.?m\b\.?)"
    return (
        re.compile(rf"{weekday}(?<![\d:.])(?P<hour>\d{{1,2}}):(?P<minute>\d\d){end}(?!\s?[ap]\.?m|:)", re.IGNORECASE),
        re.compile(
            rf"{weekday}(?<![\d:.–-])(?P<hour>1[0-2]|[1-9])(?:[.:](?P<minute>\d\d))?{half}",
            re.IGNORECASE,
        ),
    )


_DAYS = {language: _day_forms(language) for language in _SHORT}
_TIMES = {language: _time_forms(language) for language in _SHORT}
