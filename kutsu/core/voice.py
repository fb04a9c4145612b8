"""One language as templates speak it: its patterns and its small words in one object."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kutsu.core import languages
from kutsu.core.bidi import latin
from kutsu.core.config import City, Language
from kutsu.core.errors import Faulty
from kutsu.core.model import Session


@dataclass(frozen=True)
class Voice:
    """A language with its labels; templates call it `voice`."""

    language: Language
    city: City
    labels: Mapping[str, str]

    def label(self, name: str) -> str:
        """The small word `name` (such as `fact.when` or `stage.running`); raises `Faulty` when the language lacks it."""
        try:
            return self.labels[name]
        except KeyError:
            raise Faulty([f"{labels_path(self.language.key)}: the label {name} is missing. Add it."]) from None

    def theme(self, key: str) -> str:
        """The name of a pilot's theme as config/city.toml gives it, in a draft at least in another language.

        Raises `Faulty` when it does not.
        """
        names = self.city.themes.get(key, {})
        if found := names.get(self.language.key) or (self.language.draft and next(iter(names.values()), "")):
            return found
        raise Faulty([f"config/city.toml: themes.{key} has no name in {self.language.key}. Add it."])

    def page(self, subject: str = "") -> str:
        """The public address of the page of a subject in this language, or of the page of all."""
        there = f"{self.city.site.rstrip('/')}/{self.language.key}/"
        return f"{there}{subject.lower()}/" if subject else there

    def spoken(self, keys: Sequence[str]) -> str:
        """The names of languages as a list; a label such as `language.fi-simple` stands above CLDR's name."""
        return self.listing([self._language_name(key) for key in keys])

    def foreign(self, place: str) -> str:
        """The language of a place that is written in Latin letters in a language read from the right: the city's first."""
        return next(iter(self.city.name), "") if self.language.direction == "rtl" and latin(place) else ""

    def day(self, value: dt.date) -> str:
        """A day with its weekday."""
        return languages.day(value, self.language)

    def date(self, value: dt.date) -> str:
        """A day without its weekday."""
        return languages.date(value, self.language)

    def when(self, session: Session[str]) -> str:
        """The day and the times of a session as one label."""
        return languages.when(session.day, session.start, session.end, self.language)

    def times(self, start: dt.time, end: dt.time | None = None) -> str:
        """A span of the day, or one time of it."""
        return languages.times(start, end, self.language)

    def period(self, start: dt.date | None, end: dt.date | None) -> str:
        """From one day to another, either of which may be open; empty when both are."""
        if start and end:
            return languages.day_span(start, end, self.language)
        if start:
            return self.label("from").format(self.date(start))
        return self.label("until").format(self.date(end)) if end else ""

    def listing(self, items: Sequence[str]) -> str:
        """Items as a list in a sentence."""
        return languages.listing(items, self.language)

    def instant(self, day: dt.date, time: dt.time) -> dt.datetime:
        """A day and a time of the city's clock as an aware instant, for machines."""
        return dt.datetime.combine(day, time, self.city.zoneinfo)

    def _language_name(self, key: str) -> str:
        return self.labels.get(f"language.{key}") or languages.language_name(key, self.language) or key


def voices(
    sources: Mapping[str, str], city: City, spoken: Mapping[str, Language]
) -> tuple[Mapping[str, Voice], list[str]]:
    """One voice per language out of its `labels.toml`, and every fault of these files."""
    found: dict[str, Voice] = {}
    faults: list[str] = []
    for key, language in spoken.items():
        path = labels_path(key)
        try:
            labels = dict(_flat(tomllib.loads(sources[path])))
        except KeyError:
            faults.append(f"{path}: missing. Every language needs its labels.")
        except tomllib.TOMLDecodeError as error:
            faults.append(f"{path}: {error}")
        else:
            found[key] = Voice(language, city, labels)
    return found, faults


def labels_path(language: str) -> str:
    """Where the small words of a language stand, below `templates/`."""
    return f"words/{language}/labels.toml"


def _flat(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Tables in tables as dotted names: `[stage] running` is `stage.running`."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(value)
