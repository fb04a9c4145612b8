"""The site's calendar files: one for every session, and those that people subscribe to, of a language and of its themes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import cast

from kutsu.core.calendar import Event, entry, event, gathered, parted, themes, uid, written
from kutsu.core.calendar.links import google, outlook, webcal
from kutsu.core.model import Approved, Session
from kutsu.core.voice import Voice
from kutsu.mirrors.page import Page, Shown, mark
from kutsu.mirrors.places import calendar_file, entry_file, folder

KEPT = dt.timedelta(days=90)
"""How long after its end a session stays in the calendars that people subscribe to."""


@dataclass(frozen=True)
class Subscription:
    """A calendar to subscribe to: what is in it, the address that a program opens, and the one to copy or to look at."""

    name: str
    webcal: str
    address: str


@dataclass(frozen=True)
class Offer:
    """The ways in which a page adds its session to a calendar; `file` stands beside the page."""

    file: str
    google: str
    outlook: str
    subscriptions: tuple[Subscription, ...]


class Calendars:
    """The calendars of one language; `theme_of` has the theme of every pilot, `root` is the public address of the site."""

    def __init__(
        self,
        approved: Sequence[Approved],
        voice: Voice,
        theme_of: Mapping[str, str],
        root: str,
        now: dt.datetime,
        shown: Shown,
    ) -> None:
        self._voice, self._root, self._now, self._before = voice, root, now, shown
        self._key = voice.language.key
        self._topics = list(voice.city.themes)
        self._approved = {one.content.id: one for one in approved if isinstance(one.content, Session)}
        self._theme_of = theme_of
        self._events: dict[str, Event] = {}

    def pages(self, made_of: str) -> Iterator[Page]:
        """Every file of the language; `made_of` is the fingerprint of what all its pages are made of."""
        marks = {each: self._mark(one, made_of) for each, one in self._approved.items()}
        for each, path in ((each, self._entry_path(each)) for each in self._approved):
            yield Page(path, marks[each], partial(self._entry, each))
        shown = self._shown()
        for topic in ("", *self._topics):
            found = [each for each in shown if not topic or topic in self._themes[each]]
            made = mark(made_of, topic, *(marks[each] for each in found))
            yield Page(calendar_file(self._key, topic), made, partial(self._gathered, topic, found, marks))

    def offer(self, session: Session[str]) -> Offer:
        """How to add a session to a calendar."""
        shown, topics = self._event(session.id), ("", *self._themes[session.id])
        return Offer(entry_file(session.id), google(shown), outlook(shown), tuple(map(self._subscription, topics)))

    @property
    def subscriptions(self) -> list[Subscription]:
        """All calendars of the language, that of everything first."""
        return [self._subscription(topic) for topic in ("", *self._topics)]

    def themes(self, session: str) -> Sequence[str]:
        """The keys of the themes of a session; none of anything else."""
        return self._themes.get(session, ())

    @cached_property
    def _themes(self) -> Mapping[str, Sequence[str]]:
        """The keys of the themes of each session."""
        sessions = (one.content for one in self._approved.values() if isinstance(one.content, Session))
        return {session.id: themes(session, self._theme_of) for session in sessions}

    def _mark(self, one: Approved, made_of: str) -> str:
        """What the entry of a session is made of."""
        return mark(made_of, one.digest, one.at, one.sequence, self._themes[one.content.id])

    def _event(self, session: str) -> Event:
        """The entry of one session, with the address of its page."""
        if session not in self._events:
            page = f"{self._root}/{folder(self._key, session)}"
            self._events[session] = event(self._approved[session], self._voice, page, self._themes[session])
        return self._events[session]

    def _entry(self, session: str) -> str:
        """The file of one session."""
        return entry(self._event(session))

    def _entry_path(self, session: str) -> str:
        """Where that stands."""
        return f"{folder(self._key, session)}{entry_file(session)}"

    @cached_property
    def _gathered_before(self) -> Mapping[str, str]:
        """The entries of the calendar of everything as it is now."""
        return parted(self._before.text(calendar_file(self._key)))

    def _written(self, session: str, made_of: str) -> str:
        """An entry as text, out of the calendar that the world reads where it is the same: to write one takes its time."""
        known = uid(cast("Session[str]", self._approved[session].content), self._voice.city)
        if self._before.kept(self._entry_path(session), made_of) and known in self._gathered_before:
            return self._gathered_before[known]
        return written(self._event(session))

    def _gathered(self, topic: str, sessions: Sequence[str], marks: Mapping[str, str]) -> str:
        """A calendar to subscribe to."""
        entries = (self._written(each, marks[each]) for each in sessions)
        return gathered(self._name(topic), self._voice.city.zoneinfo, entries)

    def _shown(self) -> list[str]:
        """The sessions that are not long past, in the order of time; cancelled ones too."""
        sessions = (cast("Session[str]", one.content) for one in self._approved.values())
        since, instant = self._now - KEPT, self._voice.instant
        found = [each for each in sessions if instant(each.day, each.end) > since]
        ranked = sorted(found, key=lambda each: (instant(each.day, each.start), each.id.lower()))
        return [each.id for each in ranked]

    def _subscription(self, topic: str) -> Subscription:
        """The calendar of a theme, or of all."""
        address = f"{self._root}/{calendar_file(self._key, topic)}"
        named = self._voice.theme(topic) if topic else self._voice.label("calendar.all")
        return Subscription(named, webcal(address), address)

    def _name(self, topic: str) -> str:
        """What a calendar is called where it was subscribed to."""
        names = [self._voice.city.name[self._key], self._voice.label("calendar.name")]
        return " – ".join([*names, self._voice.theme(topic)] if topic else names)
