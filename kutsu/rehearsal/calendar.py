"""The calendar page of a rehearsal: day by day and language by language, with the full text of every message beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kutsu.core.cells.names import dotted
from kutsu.core.config import Kind, Language
from kutsu.core.desk.words import kind_name
from kutsu.core.environment import environment, fill
from kutsu.core.languages import day as weekday
from kutsu.core.publication import CALENDAR, State
from kutsu.rehearsal.outcome import Rehearsal, Said, Told
from kutsu.rehearsal.script import Scripted
from kutsu.rehearsal.wording import WORDS
from kutsu.wiring import sources

SHAPES = "shapes/rehearsal/"
LEAD = 3
"""So many lines of a message stand in the calendar."""

_UNFIT = re.compile(r"[^A-Za-z0-9_.+-]")


@dataclass(frozen=True)
class Shown:
    """One message in a cell: its channel, the file of its full text, and what became of it unless it is out."""

    channel: str
    file: str
    note: str


@dataclass(frozen=True)
class Words:
    """What is said of one thing in one language: its first lines, and the messages that say it."""

    lead: str
    messages: Sequence[Shown]


@dataclass(frozen=True)
class Line:
    """What is said of one subject at one instant, by language."""

    at: dt.datetime
    subject: str
    kind: str
    mark: str
    cells: Mapping[str, Words | None]


@dataclass(frozen=True)
class Day:
    """One day of the calendar."""

    date: dt.date
    name: str
    lines: Sequence[Line]
    edits: Sequence[Scripted]
    told: Sequence[Told]


@dataclass(frozen=True)
class Calendar:
    """Makes the page out of what was played, in one language of the staff."""

    played: Rehearsal
    languages: Mapping[str, Language]
    kinds: Mapping[str, Kind]
    language: str

    def page(self, made: Mapping[str, str]) -> str:
        """The page as HTML, out of these templates."""
        begin, end = self.played.begin, self.played.end - dt.timedelta(seconds=1)
        context = {
            "played": self.played,
            "words": WORDS[self.language],
            "language": self.language,
            "columns": list(self.languages.values()),
            "span": f"{dotted(begin.date())}–{dotted(end.date())}",
            "days": [self._day(day) for day in self.played.days],
        }
        return fill(environment(made), f"{SHAPES}calendar.html", context)

    def _day(self, day: dt.date) -> Day:
        own = self.languages.get(self.language)
        zone = self.played.begin.tzinfo
        said = [each for each in self.played.said if each.at.astimezone(zone).date() == day]
        edits = [each for each in self.played.done if each.at.astimezone(zone).date() == day]
        told = [each for each in self.played.told if each.at.astimezone(zone).date() == day]
        return Day(day, weekday(day, own) if own else dotted(day), list(self._lines(said)), edits, told)

    def _lines(self, said: Sequence[Said]) -> Iterator[Line]:
        groups: dict[tuple[dt.datetime, str, str], list[Said]] = defaultdict(list)
        for each in said:
            name = " ".join(
                filter(None, (kind_name(each.delivery.kind, self.kinds, self.language), each.delivery.edition))
            )
            groups[each.at, each.delivery.subject, name].append(each)
        for (at, subject, name), members in groups.items():
            kind = self.kinds.get(members[0].delivery.kind)
            mark = str(getattr(kind, "change", ""))
            cells = {key: self._words([each for each in members if key in _column(each)]) for key in self.languages}
            yield Line(at, subject, name, mark, cells)

    def _words(self, said: Sequence[Said]) -> Words | None:
        """The first lines of the shortest message, and a link to each."""
        if not said:
            return None
        leads = sorted(("\n".join(_lines(each)[:LEAD]) for each in said), key=lambda lead: (len(lead), lead))
        shown = [Shown(each.delivery.channel, f"messages/{_file(each)}", self._note(each)) for each in said]
        return Words(leads[0], shown)

    def _note(self, said: Said) -> str:
        """What became of it, unless residents can read it."""
        words = WORDS[self.language]
        if said.state is State.SENT:
            return ""
        return str(words["taken"]) if said.state is State.RETRACTED else f"{words['lost']}: {said.reason or said.state}"


def write_calendar(
    played: Rehearsal, languages: Mapping[str, Language], kinds: Mapping[str, Kind], folder: Path, language: str
) -> Path:
    """Write the calendar and every message into a folder; gives the path of the page."""
    made = sources()
    (folder / "messages").mkdir(parents=True, exist_ok=True)
    for said in played.said:
        (folder / "messages" / _file(said)).write_text(_text(said), "utf-8")
        if "html" in said.parts:
            (folder / "messages" / _file(said)).with_suffix(".html").write_text(said.parts["html"], "utf-8")
    (folder / "style.css").write_text(made[f"{SHAPES}style.css"], "utf-8")
    page = folder / "calendar.html"
    page.write_text(Calendar(played, languages, kinds, language).page(made), "utf-8")
    return page


def _column(said: Said) -> tuple[str, ...]:
    """The languages in whose columns it stands."""
    return said.delivery.languages


def _lines(said: Said) -> list[str]:
    """The lines of a message that have words, the subject of a mail first; its HTML and its calendar entry say the same."""
    return [line for part in _read(said) for line in part.splitlines() if line.strip()]


def _text(said: Said) -> str:
    """The whole message as text."""
    return f"{said.key}\n{said.at.isoformat()}\n\n" + "\n\n".join(_read(said)) + "\n"


def _read(said: Said) -> list[str]:
    """The parts that people read as they are."""
    return [part for name, part in said.parts.items() if name not in ("html", CALENDAR)]


def _file(said: Said) -> str:
    """The name of a message's file: its key, of which a file name takes not every character."""
    return f"{_UNFIT.sub('_', said.key.strip('/').replace('/', '.'))}.txt"
