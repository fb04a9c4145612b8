"""How the preview speaks to staff in one of their languages: its words, its instants, the names of their columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.dates import format_date

from kutsu.core.columns import header
from kutsu.core.columns.shape import STAFF_LANGUAGES
from kutsu.core.columns.tabs import PILOTS, ROUND, SESSIONS
from kutsu.core.config import Kind
from kutsu.core.crowding import Crowd
from kutsu.core.desk.words import kind_name
from kutsu.core.messages import preview as words

_DAYS = {"fi": ("fi", "ccc d.M.y", "{} klo {}.{:02}"), "sv": ("sv_FI", "ccc d.M.y", "{} kl. {}.{:02}")}
_ENGLISH = ("en_GB", "ccc d MMM y", "{}, {:02}:{:02}")
_TABS = {"round": ROUND, "pilot": PILOTS, "session": SESSIONS}
_NETWORKS = {"x": "X", "facebook": "Facebook", "linkedin": "LinkedIn", "mastodon": "Mastodon", "bluesky": "Bluesky"}


@dataclass(frozen=True)
class Speech:
    """One staff language; instants are told on the city's clock; `networks` are those of the channels by name, `kinds` config's."""

    ui: str
    zone: dt.tzinfo
    networks: Mapping[str, str]
    kinds: Mapping[str, Kind]

    def say(self, name: str, /, **values: object) -> str:
        """A small text of the page, with values put in; what comes from the sheet is only ever a value."""
        return self._one(words.PAGE[name]).format(**values)

    def mail(self, name: str, /, **values: object) -> str:
        """A text of the mail that brings a preview."""
        return self._one(words.MAIL[name]).format(**values)

    def verdict(self, verdict: str) -> str:
        """Where a language stands."""
        return self._one(words.VERDICTS[verdict])

    def advice(self, verdict: str) -> str:
        """What to do about it, empty where that is plain."""
        return self._known(words.ADVICE, verdict, "")

    def kind(self, name: str) -> str:
        """What staff call a kind; its key where config has no name for it."""
        called = kind_name(name, self.kinds, self.ui)
        return called[:1].upper() + called[1:]

    def edition(self, name: str) -> str:
        """Why a kind is said again; an ordinal and what config has added are as they are."""
        return self._known(words.EDITIONS, name, name)

    def state(self, name: str) -> str:
        """What became of a publication."""
        return self._known(words.STATES, name, name)

    def network(self, name: str) -> str:
        """The name of a network as people write it."""
        return self.say("email") if name == "email" else _NETWORKS.get(name, name)

    def moment(self, at: dt.datetime) -> str:
        """An instant on the city's clock: "ti 24.11.2026 klo 10.00"."""
        local = at.astimezone(self.zone)
        locale, pattern, whole = _DAYS.get(self.ui, _ENGLISH)
        return whole.format(format_date(local.date(), pattern, locale), local.hour, local.minute)

    def crowd(self, crowd: Crowd, but: str = "") -> str:
        """Things that come in one hour on one channel, all of them or those of other subjects."""
        others = [thing for thing in crowd.things if thing[0] != but] or crowd.things
        things = ", ".join(f"{subject} ({self.kind(kind)})" for subject, kind in others)
        names = dict.fromkeys(self.network(self.networks.get(channel, channel)) for channel in crowd.channels)
        return self.say("crowd", span=crowd.span, channels=", ".join(names), things=things)

    def columns(self, sort: str, keys: Iterable[str]) -> str:
        """The headers of columns of a subject's tab by their keys; what is no column goes by its key."""
        schema = _TABS[sort]
        found = []
        for key in keys:
            name, _, language = key.partition(".")
            known = any(column.key == name for column in schema.columns)
            found.append(header(schema.column(name), self.ui, language or None) if known else key)
        return ", ".join(dict.fromkeys(found))

    def _one(self, texts: words.Words) -> str:
        return texts[STAFF_LANGUAGES.index(self.ui)]

    def _known(self, table: Mapping[str, words.Words], name: str, otherwise: str) -> str:
        return self._one(table[name]) if name in table else otherwise
