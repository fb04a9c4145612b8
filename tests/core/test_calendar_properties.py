"""Whatever stands in the sheet, every parser opens the entry and reads the same; and its number changes exactly with time and place."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.core.calendar import entry, event, mark
from kutsu.core.environment import clean
from kutsu.core.model import Attendance, Registration, Status, Venue
from tests import samples
from tests.calendars import agreed
from tests.core.test_calendar import AT, PAGE, RENDERER, made, session

BARE = session()
WORDS = st.one_of(
    st.text(),
    st.text("ä å;,:\\\"'^\n\r\t=%BEGIN:VEVENT\x00\x0b\x1c\x85\u2028\u200f\ud800\ufeff𝔸ع"),
    st.sampled_from(["\r\nEND:VEVENT\r\n", "\\n", "\\", "ä" * 200, "x\r\n y", "^n", "%0D%0A", "{{7*7}}"]),
)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2035, 12, 31))
VENUES = st.sampled_from([None, "A", "B"])
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "day": DAYS,
    "start": st.times(dt.time(6), dt.time(12)),
    "end": st.times(dt.time(13), dt.time(22)),
    "status": st.sampled_from(Status),
    "attendance": st.sampled_from(Attendance),
    "venue": VENUES.map(lambda id_: id_ and Venue(id_, "Talo", "Katu 1", "02100", "Tapiola")),
    "online": st.sampled_from([None, "https://live.example/1", "https://live.example/2"]),
}
TEXTS: dict[str, st.SearchStrategy[Any]] = {
    "title": st.sampled_from(["Info", "Infö"]),
    "note": st.sampled_from([None, "Siirsimme."]),
    "room": st.sampled_from([None, "Sali"]),
    "register": st.sampled_from([None, "https://ilmo.example/"]),
    "registration": st.sampled_from(Registration),
    "doors": st.sampled_from([None, dt.time(16, 30)]),
}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.fixed_dictionaries(dict.fromkeys(("title", "note", "room", "programme", "invited", "access"), WORDS)))
def test_any_text(texts: dict[str, Any]) -> None:
    """Any characters, those of the format and those that no file may hold, arrive as text, and never as another entry."""
    approved = replace(samples.approved(samples.SESSION, "fi", AT), content=replace(BARE, **texts))
    found = event(approved, RENDERER.voice("fi"), PAGE)
    (shown,) = agreed(entry(found))
    assert (shown.summary, shown.place, shown.text) == (found.summary, found.place, found.text)
    assert all(sign == "\n" or sign == clean(sign) for sign in shown.summary + shown.place + shown.text)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(DAYS, st.times(dt.time(4), dt.time(21)), st.sampled_from(["fi", "sv", "en"]))
def test_any_day(day: dt.date, start: dt.time, language: str) -> None:
    """On any day of ten years every parser has the instant of the city's clock."""
    start = start.replace(second=0, microsecond=0)
    (shown,) = agreed(entry(made(language, day=day, start=start, end=dt.time(22))))
    assert shown.begin == dt.datetime.combine(day, start, samples.CITY.zoneinfo)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.fixed_dictionaries(FACTS), st.fixed_dictionaries({}, optional=FACTS), st.fixed_dictionaries(TEXTS))
def test_what_counts(facts: dict[str, Any], changes: dict[str, Any], texts: dict[str, Any]) -> None:
    """Two contents have one digest exactly when day, times, place, link and whether it is cancelled are the same, whatever they say."""
    later = {**facts, **changes}
    same = _told(facts) == _told(later)
    assert (mark(session(**facts)) == mark(session(**later, **texts))) is same


def _told(facts: dict[str, Any]) -> tuple[object, ...]:
    """What residents go by."""
    venue = facts["venue"].id if facts["venue"] else None
    plain = tuple(facts[name] for name in ("day", "start", "end", "attendance", "online"))
    return (*plain, venue, facts["status"] is Status.CANCELLED)
