"""Days and times in a text that the columns of its row do not have: a session was moved, and its programme was not."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kutsu.core.advice.cells import Written
from kutsu.core.advice.mentions import Day, Time, days, sentences, times
from kutsu.core.cells.names import WEEKDAY_NAMES, clock, day_words
from kutsu.core.messages import Remark, remark
from kutsu.core.model import Entry, Round, Session, Subject, Texts

COLUMNS = ("day", "announce", "start", "end", "recruit", "deadline")
"""The columns of a row that hold a day, the one that a text is likeliest to mean first."""

_DIGIT = re.compile(r"\d")
_LIMIT = re.compile(
    r"mennessä|viimeistään|senast|at the latest|\bby\b|puhelin|telefon|phone|auki|avoinna|öppe[nt]|\bopen\b|soita|\bring\b",
    re.IGNORECASE,
)
"""A sentence with such a word tells another time than the session's: a deadline, opening hours."""


@dataclass(frozen=True)
class Calendar:
    """The days that the columns of a row have by key, and all that its texts may name beside these: days of linked rows."""

    own: Mapping[str, dt.date]
    linked: frozenset[dt.date]


def calendars(entries: Sequence[Entry]) -> dict[str, Calendar]:
    """The calendar of every row by its id: a session may name other sessions of its pilots, but no other pilots of its round."""
    own = {entry.subject.id: _own(entry.subject) for entry in entries}
    linked: dict[str, set[str]] = {name: set() for name in own}
    for entry in entries:
        for other in _references(entry.subject):
            if other in linked:
                linked[entry.subject.id].add(other)
                linked[other].add(entry.subject.id)
    rounds = {entry.subject.id for entry in entries if isinstance(entry.subject, Round)}
    near = {name: linked[name].union(*(linked[other] for other in linked[name] - rounds)) for name in own}
    return {
        name: Calendar(own[name], frozenset(day for other in near[name] for day in own[other].values())) for name in own
    }


def check_dates(cell: Written, calendar: Calendar) -> Iterator[Remark]:
    """Every day and time in a text that is not the row's, in the order in which they stand there."""
    base = cell.language.partition("-")[0]
    for sentence in sentences(cell.text) if calendar.own and _DIGIT.search(cell.text) else ():
        named = list(days(sentence, base))
        for day in named:
            yield from _check_day(day, cell, calendar)
        subject = cell.entry.subject
        if isinstance(subject, Session) and _of_the_session(sentence, named, subject):
            for time in times(sentence, base):
                yield from _check_time(time, subject, dated=bool(named))


def _of_the_session(sentence: str, named: Sequence[Day], session: Session[Texts]) -> bool:
    """Whether the times in a sentence can only be those of the session."""
    return not _LIMIT.search(sentence) and all(day.near(session.day) == session.day for day in named)


def _own(subject: Subject[Texts]) -> dict[str, dt.date]:
    """The days in a row's columns. A session's start and end are times of day."""
    found = {key: getattr(subject, key, None) for key in COLUMNS}
    return {key: value for key, value in found.items() if isinstance(value, dt.date)}


def _references(subject: Subject[Texts]) -> Iterator[str]:
    yield from (each.id for each in getattr(subject, "pilots", ()))
    if round_ := getattr(subject, "round", None):
        yield round_.id


def _check_day(day: Day, cell: Written, calendar: Calendar) -> Iterator[Remark]:
    """A day that no column has, or whose weekday is another."""
    known = {*calendar.own.values(), *calendar.linked}
    meant = next((each for each in sorted(known) if day.near(each) == each), None)
    if meant is None:
        nearest = min(calendar.own, key=lambda key: _distance(day, calendar.own[key]))
        column, own = cell.names.get(nearest, nearest), day_words(calendar.own[nearest])
        yield remark("text-day", seen=day.seen, column=column, day=own)
    elif day.weekday not in (None, meant.weekday()):
        weekday = {language: names[meant.weekday()] for language, names in WEEKDAY_NAMES.items()}
        yield remark("text-weekday", seen=day.seen, date=day_words(meant), weekday=weekday)


def _distance(day: Day, other: dt.date) -> dt.timedelta:
    near = day.near(other)
    return abs(near - other) if near else dt.timedelta.max


def _check_time(time: Time, session: Session[Texts], *, dated: bool) -> Iterator[Remark]:
    """A time outside the session, or on another weekday than its own."""
    if time.weekday not in (None, session.day.weekday()) and not dated:
        weekday = {language: names[session.day.weekday()] for language, names in WEEKDAY_NAMES.items()}
        yield remark("text-weekday", seen=time.seen, date=day_words(session.day), weekday=weekday)
    first = min(filter(None, (session.doors, session.start)))
    if not all(first <= each <= session.end for each in time.times):
        span = "–".join(clock(each, short=True) for each in (session.start, session.end))
        english = f"{session.start:%H:%M}–{session.end:%H:%M}"
        yield remark("text-time", seen=time.seen, time={"fi": span, "sv": span, "en": english})
