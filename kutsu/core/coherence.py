"""Whether the tables of a config agree: what each of them alone does not show, told by file, table and key."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import get_args, get_type_hints
from zoneinfo import ZoneInfo

from babel.core import Locale, UnknownLocaleError

from kutsu.core.config import ChannelTable, City, Kind, Language
from kutsu.core.model import Pilot, Round, Session, Status

SUBJECTS = {subject.__name__.lower(): subject for subject in (Round, Pilot, Session)}
ORIGINS = ("preferred", "required")
ZONED = "times of day are the city's own; write it without a zone, such as 20:00"

Where = Callable[[str], object]
"""The path of a config file, by its name."""


def of_city(city: City, where: Where) -> Iterator[str]:
    """A zone that there is not, and hours that leave no time to speak."""
    try:
        ZoneInfo(city.zone)
    except (KeyError, ValueError, OSError):
        yield f"{where('city.toml')} zone: {city.zone!r} is no time zone; write one such as Europe/Helsinki"
    hours = {"quiet_from": city.quiet_from, "quiet_until": city.quiet_until}
    zoned = [key for key, time in hours.items() if time.tzinfo]
    yield from (f"{where('city.toml')} {key}: {ZONED}" for key in zoned)
    if not zoned and city.quiet_until >= city.quiet_from:
        yield f"{where('city.toml')} quiet_until: the quiet hours must end in the morning before they begin in the evening"


def of_languages(languages: Mapping[str, Language], where: Where) -> Iterator[str]:
    """A locale of which Babel knows nothing."""
    for language in languages.values():
        try:
            Locale.parse(language.locale)
        except (UnknownLocaleError, ValueError):
            yield f"{where('languages.toml')} [{language.key}] locale: {language.locale!r} is unknown; write one such as sv_FI"


def of_names(city: City, languages: Mapping[str, Language], where: Where) -> Iterator[str]:
    """A language in which the city or one of its themes has no name."""
    texts = {"name": city.name} | {f"themes.{key}": names for key, names in city.themes.items()}
    for table, names in texts.items():
        for language in languages.keys() - names.keys():
            yield f"{where('city.toml')} [{table}] {language}: this language of languages.toml is missing"


def of_kinds(kinds: Mapping[str, Kind], where: Where) -> Iterator[str]:
    """A kind of something that there is not, or that hangs on what its subject does not have."""
    for kind in kinds.values():
        at = f"{where('kinds.toml')} [{kind.name}]"
        if kind.at.tzinfo:
            yield f"{at} at: {ZONED}"
        if kind.subject not in SUBJECTS:
            yield f"{at} subject: {kind.subject!r} is unknown; known are {', '.join(SUBJECTS)}"
            continue
        names, dates = _fields(SUBJECTS[kind.subject])
        ends = dates | ({"begin"} if kind.subject == "session" else set())
        yield from _unknown(f"{at} anchor", [kind.anchor], dates)
        yield from _unknown(f"{at} until", [kind.until] if kind.until else [], ends)
        yield from _unknown(f"{at} needs", kind.needs, names)
        yield from _unknown(f"{at} statuses", kind.statuses, set(Status))
        yield from _unknown(f"{at} origin", [kind.origin], set(ORIGINS))


def of_channels(
    channels: Mapping[str, ChannelTable], languages: Mapping[str, Language], kinds: Mapping[str, Kind], where: Where
) -> Iterator[str]:
    """Languages and kinds that no other file knows."""
    for name, table in channels.items():
        for key, found, known in (("languages", table.languages, languages), ("kinds", table.kinds, kinds)):
            yield from _unknown(f"{where('channels.toml')} [{name}] {key}", found, known.keys())


def of_networks(channels: Mapping[str, ChannelTable], languages: Mapping[str, Language], where: Where) -> Iterator[str]:
    """A network that would speak to somebody in only one of the languages that go together by law."""
    spoken: dict[tuple[str, str], set[str]] = defaultdict(set)
    for table in channels.values():
        spoken[table.adapter, table.audience] |= set(table.languages)
    required = {key for key, language in languages.items() if language.required}
    for (adapter, audience), keys in spoken.items():
        for missing in sorted(required - keys if keys & required else ()):
            yield (
                f"{where('channels.toml')}: {adapter} for {audience} has no channel in {missing!r}; "
                "the required languages go together on every network"
            )


def _fields(subject: type) -> tuple[set[str], set[str]]:
    """The names of all fields of a subject, and of those that are dates."""
    types = get_type_hints(subject)
    return {field.name for field in fields(subject)}, {key for key, kind in types.items() if _dated(kind)}


def _dated(kind: object) -> bool:
    """Whether a field of this type holds a date."""
    return dt.date in (kind, *get_args(kind))


def _unknown(at: str, names: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """Names that are not among the known ones."""
    for name in names:
        if name not in known:
            yield f"{at}: {name!r} is unknown; known are {', '.join(sorted(known))}"
