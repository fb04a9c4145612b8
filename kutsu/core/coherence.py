"""Whether the tables of a config make sense and agree: what their shapes alone do not show, told by file, table and key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from decimal import Decimal
from math import floor
from typing import get_args, get_type_hints

from kutsu.core import forms
from kutsu.core.columns import STAFF_LANGUAGES
from kutsu.core.config import City, Colours, Kind, Language, Tariff
from kutsu.core.drafts import Drafts
from kutsu.core.model import Contact, Digest, Pilot, Round, Session, Texts, Venue

Place = tuple[str, ...]
"""A file, the tables in it and a key, such as `("channels.toml", "x-fi", "languages")`; only the file is always there."""

Found = Iterator[tuple[Place, str]]
"""Faults: where, and what is wrong there."""

CITY, LANGUAGES, KINDS, CHANNELS, SHEETS = "city.toml", "languages.toml", "kinds.toml", "channels.toml", "sheets.toml"
PRICES, WORDS, DRAFTS = "prices.toml", "words.toml", "drafts"
DRAFTED = (Round, Pilot, Session, Venue, Contact)
SUBJECTS = {subject.__name__.lower(): subject for subject in (Round, Pilot, Session, Digest)}
CONTRASTS = {"text": 4.5, "accent": 3.0}
"""How far the colours of a card must stand apart from its background: WCAG 2.1, 1.4.3; the accent has large letters."""

LOOPBACK = "http://127.0.0.1:"
"""Where a demo is, which nobody else can reach."""

ZONED = "times of day are the city's own; write it without a zone, such as 20:00"


def of_city(city: City) -> Found:
    """A zone that there is not, hours that leave no time to speak, hashtags that do not work."""
    if wrong := forms.zone(city.zone):
        yield (CITY, "zone"), wrong
    hours = {"quiet_from": city.quiet_from, "quiet_until": city.quiet_until}
    zoned = [key for key, time in hours.items() if time.tzinfo]
    yield from (((CITY, key), ZONED) for key in zoned)
    if not zoned and city.quiet_until >= city.quiet_from:
        yield (CITY, "quiet_until"), "the quiet hours must end in the morning before they begin in the evening"
    for language, tags in city.hashtags.items():
        place = (CITY, "hashtags", language)
        yield from ((place, wrong) for tag in tags if (wrong := forms.hashtag(tag)))
        if len(tags) > forms.MOST_HASHTAGS:
            yield place, f"write at most {forms.MOST_HASHTAGS} hashtags"
    if city.preview and not city.preview.startswith("https://"):
        yield (CITY, "preview"), "what is not yet public must not be read on its way; write an address with https://"
    if city.web and not city.web.startswith(("https://", LOOPBACK)):
        yield (CITY, "web"), "mailbox providers leave a list by https:// alone (RFC 8058); write such an address"
    yield from _of_colours(city.colours)


def of_languages(languages: Mapping[str, Language]) -> Found:
    """A locale of which Babel knows nothing, and patterns that print nonsense."""
    for key, language in languages.items():
        spans = {"date": language.date, "day_span": language.day_span, "month_span": language.month_span}
        days = {"day": language.day} | {name: pattern for name, pattern in spans.items() if pattern}
        told = {name: forms.day_pattern(pattern) for name, pattern in days.items()}
        told |= {"locale": forms.locale(language.locale), "time": forms.time_pattern(language.time)}
        told |= {"span": forms.span_pattern(language.span)}
        yield from (((LANGUAGES, key, name), wrong) for name, wrong in told.items() if wrong)


def of_names(city: City, languages: Mapping[str, Language], drafts: Iterable[str] = ()) -> Found:
    """A language in which the city or one of its themes has no name; in a draft, themes need none."""
    tables: dict[Place, tuple[Texts, list[str]]] = {("name",): (city.name, [*languages, *drafts])}
    tables |= {("themes", key): (names, [*languages]) for key, names in city.themes.items()}
    for table, (names, wanted) in tables.items():
        for language in wanted:
            if language not in names:
                yield (CITY, *table, language), f"this language of {LANGUAGES} is missing"


def of_drafts(drafts: Drafts, known: Collection[str]) -> Found:
    """A draft that the law wants, texts in a language that is no draft, and texts of what nothing tells."""
    for key, language in drafts.languages.items():
        if language.required:
            yield (LANGUAGES, key, "draft"), "a required language goes out; a draft never does. Choose one of the two"
    told = {field.name for each in DRAFTED for field in fields(each)}
    for key, table in drafts.tables.items():
        name = f"{DRAFTS}/{key}.toml"
        if key in known:
            yield (name,), f"{key!r} is no draft: its texts stand in the sheet"
        elif key not in drafts.languages:
            yield from unknown((name,), [key], drafts.languages)
        for about, texts in table.texts.items():
            yield from unknown((name, "texts", about), texts, told)


def of_kinds(kinds: Mapping[str, Kind]) -> Found:
    """A kind of something that there is not, or that hangs on what its subject does not have."""
    for name, kind in kinds.items():
        if kind.at and kind.at.tzinfo:
            yield (KINDS, name, "at"), ZONED
        if kind.lasts_days < 1:
            yield (KINDS, name, "lasts_days"), "it would have expired before it goes out; write 1 or more"
        if kind.change:
            yield from _of_change(kind, (KINDS, name))
            continue
        if kind.at is None:
            yield (KINDS, name, "at"), "it is missing; write a time such as 09:00"
        yield from unknown((KINDS, name, "subject"), [kind.subject], SUBJECTS)
        yield from unknown((KINDS, name, "called"), kind.called, STAFF_LANGUAGES)
        if kind.subject in SUBJECTS:
            yield from _of_subject(kind, (KINDS, name))


def of_prices(tariffs: Mapping[str, Tariff]) -> Found:
    """An amount below nothing, and a currency that is no code."""
    for network, tariff in tariffs.items():
        for key in ("plain", "with_link", "alt_text", "per_month"):
            amount: Decimal = getattr(tariff, key)
            if not amount.is_finite() or amount < 0:
                yield (PRICES, network, key), f'{amount} is no price; write an amount such as "0.015"'
        if not (len(tariff.currency) == len("USD") and tariff.currency.isupper()):
            yield (PRICES, network, "currency"), f"{tariff.currency!r} is no currency code such as USD"


def of_words(lists: Iterable[str], languages: Collection[str] | None) -> Found:
    """A list of words for a language that there is not; None stands for a file of languages that could not be read."""
    for language in lists if languages is not None else ():
        yield from unknown((WORDS, language), [language], languages or ())


def _of_colours(colours: Colours) -> Found:
    """A colour that is none, and one that people with low vision could not read on the background."""
    told = {key: wrong for key, text in asdict(colours).items() if (wrong := forms.colour(text))}
    yield from (((CITY, "colours", key), wrong) for key, wrong in told.items())
    for key, least in CONTRASTS.items() if not told else ():
        found = forms.contrast(getattr(colours, key), colours.background)
        if found < least:
            words = (
                f"its contrast with the background is {floor(found * 100) / 100}:1; choose one of at least {least}:1"
            )
            yield (CITY, "colours", key), words


def _of_subject(kind: Kind, place: Place) -> Found:
    """What a kind asks of its subject, and this does not have."""
    names, dates = _fields(SUBJECTS[kind.subject])
    ends = dates | ({"begin"} if kind.subject == "session" else set())
    yield from unknown((*place, "anchor"), [kind.anchor], dates)
    yield from unknown((*place, "until"), [kind.until] if kind.until else [], ends)
    yield from unknown((*place, "needs"), kind.needs, names)
    for key, given, subject in (("stages", kind.stages, "pilot"), ("statuses", kind.statuses, "session")):
        if given and kind.subject != subject:
            yield (*place, key), f"only a {subject} has {key}"


def _of_change(kind: Kind, place: Place) -> Found:
    """What a kind that tells a change says of its own time, place or edition: the row, its tick and the ledger give these."""
    subject = "any" if kind.change == "corrected" else "session"
    if kind.subject != subject:
        yield (*place, "subject"), f"a kind with the change {kind.change!r} is about {subject!r}; write that"
    plain = Kind(kind.name, kind.subject)
    for key in ("anchor", "offset", "at", "stages", "statuses", "audiences", "needs", "edition"):
        if getattr(kind, key) != getattr(plain, key):
            words = "a change goes where its subject was announced, once its content is approved; leave this out"
            yield (*place, key), words
    yield from unknown((*place, "until"), [kind.until] if kind.until else [], {"begin"} if subject == "session" else ())


def _fields(subject: type) -> tuple[set[str], set[str]]:
    """The names of all fields of a subject, and of those that are dates."""
    types = get_type_hints(subject)
    return {field.name for field in fields(subject)}, {key for key, kind in types.items() if _dated(kind)}


def _dated(kind: object) -> bool:
    """Whether a field of this type holds a date."""
    return dt.date in (kind, *get_args(kind))


def unknown(place: Place, names: Iterable[str], known: Collection[str]) -> Found:
    """Names that are not among the known ones."""
    for name in names:
        if name not in known:
            yield place, f"{name!r} is unknown; known are {', '.join(sorted(known))}"
