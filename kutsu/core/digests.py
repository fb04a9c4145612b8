"""The digest of a week: what is coming and what is new, out of approved contents alone, in general and for each theme."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kutsu.core.approval import Standing, Verdict
from kutsu.core.config import DIGEST, City, Kind
from kutsu.core.content import digest
from kutsu.core.grid import Place
from kutsu.core.model import Digest, Entry, Pilot, Session, Stage, Status, Subject, Texts

AHEAD, BEHIND = dt.timedelta(days=14), dt.timedelta(days=7)
"""How far a digest looks: at what is coming, and back at what is new since the last one."""

GENERAL = "DIGEST"
"""The id of the digest for who chose no topics; that of a theme ends with it."""

TAKES_PLACE = (Status.PLANNED, Status.CONFIRMED, Status.MOVED)


def digests(
    judged: Iterable[Standing], kinds: Iterable[Kind], city: City, required: Collection[str], now: dt.datetime
) -> list[Standing]:
    """The digests of this week as if rows had them, approved, in each language that has something to tell.

    What is not approved in every required language is told in none of these: they go together, and say the same.
    """
    kind = next((each for each in kinds if each.subject == DIGEST), None)
    if kind is None:
        return []
    today = now.astimezone(city.zoneinfo).date()
    monday = today - dt.timedelta(days=today.weekday())
    week = Week(monday, monday + dt.timedelta(days=kind.offset))
    ready = [each for each in judged if _ready(each, week.day)]
    spoken = defaultdict[str, set[str]](set)
    for each in ready:
        spoken[each.entry.subject.id].add(each.language)
    told = [
        each for each in ready if each.language not in required or spoken[each.entry.subject.id].issuperset(required)
    ]
    by_language = defaultdict[str, list[Standing]](list)
    for each in told:
        by_language[each.language].append(each)
    return [found for language, rows in by_language.items() for found in week.of(language, rows, city.themes)]


def of_week(kind: Kind, subject: Subject[Texts]) -> Kind:
    """The kind under the name of the week, such as `2026-W48`, if it is a digest's."""
    return replace(kind, edition=f"{subject.monday:%G-W%V}") if isinstance(subject, Digest) else kind


def of_rows(standings: Iterable[Standing]) -> list[Standing]:
    """Those that a row of a sheet has; the others are approved by what they are made of."""
    return [each for each in standings if not isinstance(each.entry.subject, Digest)]


def entries(standings: Iterable[Standing]) -> list[Entry]:
    """What stands for the rows that digests do not have, each once, with its titles."""
    found: dict[str, Entry] = {}
    titles = defaultdict[str, dict[str, str]](dict)
    for each in standings:
        if isinstance(each.entry.subject, Digest):
            found[each.entry.subject.id] = each.entry
            titles[each.entry.subject.id][each.language] = each.entry.subject.id
    return [replace(each, subject=replace(each.subject, title=titles[name])) for name, each in found.items()]


@dataclass(frozen=True)
class Week:
    """One week, and the day on which its digest goes out."""

    monday: dt.date
    day: dt.date

    def of(self, language: str, rows: Sequence[Standing], themes: Iterable[str]) -> Iterator[Standing]:
        """The digests of a language, the general one first; none that has nothing to tell."""
        pilots = {each.content.id: each.content.theme for each in rows if isinstance(each.content, Pilot)}
        for theme in ("", *themes):
            content = self._content(rows, theme, pilots)
            if content.sessions or content.testers or content.started or content.finished:
                entry = Entry(Digest(content.id, {}, self.monday, theme), Place("", "", 0))
                yield Standing(entry, language, Verdict.STANDS, content, digest(content))

    def _content(self, rows: Sequence[Standing], theme: str, pilots: Mapping[str, str]) -> Digest[str]:
        """One digest; a session that no pilot's theme is known of concerns everybody."""
        own = [(each, each.content) for each in rows if isinstance(each.content, Pilot)]
        own = [(each, pilot) for each, pilot in own if theme in ("", pilot.theme)]
        sessions = [each.content for each in rows if isinstance(each.content, Session)]
        concerning = [each for each in sessions if self._coming(each) and _concerns(each, theme, pilots)]
        name = f"{GENERAL}-{theme.upper()}" if theme else GENERAL
        return Digest(
            name,
            name,
            self.monday,
            theme,
            tuple(sorted(concerning, key=lambda each: (each.day, each.start, each.id))),
            tuple(sorted((pilot for _, pilot in own if self._seeks(pilot)), key=lambda each: each.id)),
            tuple(pilot for _, pilot in own if pilot.stage is Stage.RUNNING and self._new(pilot.start)),
            tuple(pilot for each, pilot in own if self._finished(each, pilot)),
        )

    def _coming(self, session: Session[str]) -> bool:
        """Whether a session takes place in the next two weeks."""
        return session.status in TAKES_PLACE and self.day <= session.day <= self.day + AHEAD

    def _seeks(self, pilot: Pilot[str]) -> bool:
        """Whether a pilot looks for testers on the day."""
        begun = pilot.recruit is None or pilot.recruit <= self.day
        return pilot.stage is Stage.RECRUITING and begun and (pilot.deadline is None or self.day <= pilot.deadline)

    def _finished(self, standing: Standing, pilot: Pilot[str]) -> bool:
        """Whether a pilot has results that were approved since the last digest."""
        approved = standing.at.date() if standing.at else self.day
        return pilot.stage is Stage.ENDED and bool(pilot.results) and self._new(approved)

    def _new(self, day: dt.date | None) -> bool:
        """Whether this happened since the last digest."""
        return day is not None and self.day - BEHIND < day <= self.day


def _ready(standing: Standing, day: dt.date) -> bool:
    """Whether a digest of this day may tell of a row: approved, not held, and nothing that is not to be known yet."""
    entry, content = standing.entry, standing.content
    if content is None or not standing.approved or entry.held or (entry.embargo and entry.embargo.date() > day):
        return False
    return not (isinstance(content, Pilot) and content.announce > day)


def _concerns(session: Session[str], theme: str, pilots: Mapping[str, str]) -> bool:
    """Whether a session is for who chose a theme."""
    themes = {pilots[each.id] for each in session.pilots if each.id in pilots}
    return not theme or not themes or theme in themes
