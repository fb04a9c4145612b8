"""The site's calendar files: one for every session, and those that people subscribe to, of a language and of its themes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kutsu.core.calendar import Event, entry, event, subscription, themes
from kutsu.core.calendar.links import google, outlook, webcal
from kutsu.core.model import Approved, Session
from kutsu.core.voice import Voice
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
        self, approved: Sequence[Approved], voice: Voice, theme_of: Mapping[str, str], root: str, now: dt.datetime
    ) -> None:
        self._voice, self._root, self._now = voice, root, now
        self._key = voice.language.key
        self._topics = list(voice.city.themes)
        self._approved, self._theme_of = approved, theme_of

    @cached_property
    def _themes(self) -> Mapping[str, Sequence[str]]:
        """The keys of the themes of each session."""
        sessions = (one.content for one in self._approved if isinstance(one.content, Session))
        return {session.id: themes(session, self._theme_of) for session in sessions}

    @cached_property
    def _events(self) -> Mapping[str, Event]:
        """The entry of each session; made when the first page asks, as most pulls change no page."""
        return {one.content.id: self._event(one) for one in self._approved if isinstance(one.content, Session)}

    def files(self) -> Iterator[tuple[str, str]]:
        """Every file of the language: its path below the site and its text."""
        for subject, each in self._events.items():
            yield f"{folder(self._key, subject)}{entry_file(subject)}", entry(each)
        zone = self._voice.city.zoneinfo
        for topic in ("", *self._topics):
            yield calendar_file(self._key, topic), subscription(self._name(topic), zone, self._shown(topic))

    def offer(self, session: Session[str]) -> Offer:
        """How to add a session to a calendar."""
        shown, topics = self._events[session.id], ("", *self._themes[session.id])
        return Offer(entry_file(session.id), google(shown), outlook(shown), tuple(map(self._subscription, topics)))

    @property
    def subscriptions(self) -> list[Subscription]:
        """All calendars of the language, that of everything first."""
        return [self._subscription(topic) for topic in ("", *self._topics)]

    def _event(self, approved: Approved) -> Event:
        """The entry of one session, with the address of its page."""
        page = f"{self._root}/{folder(self._key, approved.content.id)}"
        return event(approved, self._voice, page, self._themes[approved.content.id])

    def _shown(self, topic: str) -> list[Event]:
        """The sessions of a theme, or all, that are not long past, in the order of time; cancelled ones too."""
        found = [each for subject, each in self._events.items() if not topic or topic in self._themes[subject]]
        return sorted((each for each in found if each.end > self._now - KEPT), key=lambda each: (each.begin, each.uid))

    def _subscription(self, topic: str) -> Subscription:
        """The calendar of a theme, or of all."""
        address = f"{self._root}/{calendar_file(self._key, topic)}"
        named = self._voice.theme(topic) if topic else self._voice.label("calendar.all")
        return Subscription(named, webcal(address), address)

    def _name(self, topic: str) -> str:
        """What a calendar is called where it was subscribed to."""
        names = [self._voice.city.name[self._key], self._voice.label("calendar.name")]
        return " – ".join([*names, self._voice.theme(topic)] if topic else names)
