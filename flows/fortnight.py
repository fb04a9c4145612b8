"""The calendar of the coming two weeks: day by day what goes out when, in which languages and where, and what is held and why."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from flows.artifacts import table, tell_page
from flows.parts import threaded
from flows.slots import HORIZON
from kutsu.core.model import Entry
from kutsu.core.prospects import said
from kutsu.core.publication import State
from kutsu.core.report import Line
from kutsu.outlook import lines_of, within
from kutsu.survey import Survey
from kutsu.wiring import Works

OVER = (State.SENT, State.EXPIRED, State.RETRACTED)
NAMES = ("time", "what", "of", "languages", "note", "channels")

Thing = tuple[dt.datetime, str, str, str]
"""When, what, of which row, and with which note: one line of the calendar."""


async def tell_calendar(parts: Works, survey: Survey) -> None:
    """Write the calendar, when it says something else than before."""
    lines = await threaded(lambda: lines_of(parts, within(survey, survey.now + HORIZON)))
    titles = _titles(survey.plan.entries, parts.rules.required)
    await tell_page("calendar", list(calendar(lines, titles, survey.now)), "What goes out in the coming two weeks")


def calendar(lines: Iterable[Line], titles: Mapping[str, str], now: dt.datetime) -> Iterator[str]:
    """The page; what should be out by now comes first, since it waits for somebody."""
    days: dict[dt.date | None, dict[Thing, list[Line]]] = defaultdict(lambda: defaultdict(list))
    for line in (each for each in lines if each.state not in OVER):
        made = line.delivery
        day = made.slot.date() if made.slot > now else None
        days[day][made.slot, made.kind, made.subject, _note(line)].append(line)
    if not days:
        yield "Nothing."
    for day in sorted(days, key=lambda each: each or dt.date.min):
        yield from ("", f"### {f'{day:%A} {day.day}.{day.month}.{day.year}' if day else 'Its time has come'}", "")
        yield from table(NAMES, (_row(thing, of, titles, now) for thing, of in sorted(days[day].items())))


def _row(thing: Thing, of: Iterable[Line], titles: Mapping[str, str], now: dt.datetime) -> dict[str, str]:
    """One line: what goes out together."""
    slot, kind, subject, note = thing
    made = [line.delivery for line in of]
    languages = ", ".join(dict.fromkeys(language for each in made for language in each.languages))
    channels = ", ".join(sorted({each.channel for each in made}))
    of_what = f"{subject} {titles.get(subject, '')}".strip()
    shown = (f"{slot:%H.%M}" if slot > now else said(slot), kind, of_what, languages, note, channels)
    return dict(zip(NAMES, shown, strict=True))


def _note(line: Line) -> str:
    """What an operator should know of it; nothing of what simply goes out."""
    if line.held_because:
        return f"HELD: {line.held_because}"
    return "" if line.state is State.PLANNED else str(line.state)


def _titles(entries: Iterable[Entry], required: Iterable[str]) -> dict[str, str]:
    """The title of each row in the first language that has one, the required ones first."""
    found = {}
    for subject in (entry.subject for entry in entries):
        texts = [*(subject.title.get(key, "") for key in required), *subject.title.values()]
        found[subject.id] = next(filter(None, texts), "")
    return found
