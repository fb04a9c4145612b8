"""How the pages of a record speak to officials in one of their languages."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from markupsafe import Markup

from kutsu.archive.entries import Recipients
from kutsu.archive.outcome import STAFF
from kutsu.core.columns.shape import STAFF_LANGUAGES
from kutsu.core.config import DIGEST, City, Kind, Language
from kutsu.core.desk.words import kind_name, when
from kutsu.core.messages.preview import STATES
from kutsu.core.publication import spoken

WORDS = "shapes/archive/words.toml"

_NETWORKS = {"x": "X", "facebook": "Facebook", "linkedin": "LinkedIn", "mastodon": "Mastodon", "bluesky": "Bluesky"}
_MAIL = frozenset({"email", "smtp"})
_NAMES = {"fi": "Sähköposti", "sv": "E-post", "en": "Mail"}


@dataclass(frozen=True)
class Speech:
    """One staff language, `ui`; what comes out of the ledger is only ever a value."""

    ui: str
    settled: City
    languages: Mapping[str, Language]
    kinds: Mapping[str, Kind]
    sources: Mapping[str, str] = field(repr=False)

    @cached_property
    def _words(self) -> Mapping[str, str]:
        """The labels of this language."""
        words: Mapping[str, str] = tomllib.loads(self.sources[WORDS])[self.ui]
        return words

    @property
    def city(self) -> str:
        """The name of the city."""
        names = self.settled.name
        return names.get(self.ui) or next(iter(names.values()))

    def say(self, name: str, /, **values: object) -> str:
        """A label, with values put in."""
        return self._words[name].format(**values)

    def part(self, name: str) -> str:
        """What a part of a message is; one that only an adapter knows goes by its name."""
        return self._words.get(f"part_{name}", name)

    def kind(self, name: str) -> str:
        """What staff call a kind."""
        called = kind_name(name, self.kinds, self.ui)
        return called[:1].upper() + called[1:]

    def unticked(self, kind: str) -> str:
        """Why no approval is named: a digest is made of contents that were approved one by one."""
        table = self.kinds.get(kind)
        return self.say("joined" if table and table.subject == DIGEST else "unticked")

    def state(self, name: str) -> str:
        """Where a delivery stands."""
        return STATES[name][STAFF_LANGUAGES.index(self.ui)] if name in STATES else name

    def network(self, name: str) -> str:
        """A network as people write it."""
        return _NAMES[self.ui] if name in _MAIL else _NETWORKS.get(name, name)

    def language(self, joint: str) -> str:
        """One language, or several of one message, by their own names."""
        return " + ".join(self.languages[key].name if key in self.languages else key for key in spoken(joint))

    def order(self, joint: str) -> int:
        """The place of a language among those of the city."""
        known, first = list(self.languages), spoken(joint)[0]
        return known.index(first) if first in known else len(known)

    def spoken(self, joint: str) -> Markup:
        """The attributes of an element whose text is in this language; several have no one language, and only a direction."""
        known = self.languages.get(joint)
        if known is None:
            return Markup(' dir="auto"')
        return Markup(' lang="{}" dir="{}"').format(known.tag, known.direction)

    def moment(self, at: dt.datetime) -> str:
        """An instant, which is in the city's zone already."""
        return when(at, self.ui)

    def period(self, first: dt.date | None, last: dt.date | None) -> str:
        """The days that were asked for."""
        days = [f"{day.day}.{day.month}.{day.year}" if day else "" for day in (first, last)]
        if all(days):
            return " – ".join(days)
        named = ((name, day) for name, day in zip(("since", "until"), days, strict=True) if day)
        return ", ".join(self.say(name, day=day) for name, day in named) or self.say("everything")

    def role(self, by: str) -> str:
        """In which role somebody did something."""
        return self.say("by_staff" if by == STAFF else "by_operator")

    def people(self, of: Recipients) -> str:
        """The people of a mail in numbers."""
        told = {**of.left_out, **of.outcomes}
        counted = [self.say(name, many=getattr(of, name)) for name in ("planned", "accepted", "waiting")]
        return " · ".join((*counted, *(f"{name} {many}" for name, many in told.items())))

    def facts(self, value: Any, name: str = "") -> Iterator[tuple[str, str]]:
        """The approved facts one by one, under the names that `archive.json` has for them."""
        if isinstance(value, Mapping):
            for key, each in value.items():
                yield from self.facts(each, f"{name}.{key}" if name else key)
        elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            for number, each in enumerate(value, 1):
                yield from self.facts(each, f"{name}.{number}")
        else:
            yield name, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
