"""What a calendar shows of a session: plain values, the same for the same approved content."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from kutsu.core import changes
from kutsu.core.config import City
from kutsu.core.environment import clean
from kutsu.core.facts import facts
from kutsu.core.model import Approved, Session, Status
from kutsu.core.voice import Voice

BEFORE, AFTER = ("pilots",), ("contact",)
"""What an entry tells of every session."""
COMING = (
    *("invited", "programme", "doors", "languages", "support_languages"),
    *("registration", "register", "deadline", "online", "access"),
)
"""What it tells, between these, of a session that takes place: what it is, how to join, how to get in."""

_BLANKS = re.compile(r"[ \t\n]+")


@dataclass(frozen=True)
class Event:
    """A session as an entry; `begin` and `end` are in the city's zone, `stamp` is when its content was approved.

    `language` is the tag of its texts, empty where these are in several; `organizer` is the city's name and address.
    """

    uid: str
    begin: dt.datetime
    end: dt.datetime
    stamp: dt.datetime
    sequence: int
    status: Status
    language: str
    summary: str
    place: str
    text: str
    page: str
    categories: tuple[str, ...]
    organizer: tuple[str, str]


def event(approved: Approved, voice: Voice, page: str, topics: Sequence[str] = ()) -> Event:
    """The entry of an approved session in its language; `topics` are the keys of its themes, `page` is its public address.

    Raises `Faulty` for a label or a theme without a name in that language.
    """
    session, city = approved.content, voice.city
    assert isinstance(session, Session)
    off = f"{voice.label('status.cancelled')}: " if session.status is Status.CANCELLED else ""
    return Event(
        uid=uid(session, city),
        begin=voice.instant(session.day, session.start),
        end=voice.instant(session.day, session.end),
        stamp=approved.at,
        sequence=approved.sequence,
        status=session.status,
        language=voice.language.tag,
        summary=_line(off + session.title),
        place=_line(", ".join(fact.text for fact in facts(session, voice, ("place", "room")))),
        text=_text(session, voice, page),
        page=page,
        categories=tuple(_line(voice.theme(topic)) for topic in topics),
        organizer=(city.name[voice.language.key], city.feedback if "@" in city.feedback else ""),
    )


def joined(events: Sequence[Event]) -> Event:
    """One entry that says the same in several languages, one after the other: a calendar shows a session once."""
    first = events[0]
    if len(events) == 1:
        return first
    return replace(
        first,
        language="",
        summary=" / ".join(dict.fromkeys(each.summary for each in events)),
        place=" / ".join(dict.fromkeys(filter(None, (each.place for each in events)))),
        text="\n\n".join(each.text for each in events),
        categories=tuple(dict.fromkeys(name for each in events for name in each.categories)),
    )


def uid(session: Session[str], city: City) -> str:
    """By which every calendar knows a session for ever."""
    return f"{session.id.lower()}@{urlsplit(city.site).hostname or 'kutsu'}"


def mark(session: Session[str]) -> str:
    """A digest of the facts by which people come at the right time to the right place; no text is in it, so languages share it."""
    return _mark(changes.facts(session))


def themes(session: Session[str], theme_of: Mapping[str, str]) -> tuple[str, ...]:
    """The keys of the themes of the pilots that a session is about, by the theme of each pilot's id."""
    return tuple(dict.fromkeys(theme_of[pilot.id] for pilot in session.pilots if pilot.id in theme_of))


@lru_cache(10_000)
def _mark(told: tuple[object, ...]) -> str:
    """It stands in the ledger for ever: written out, so that no version of Python or Kutsu writes it otherwise."""
    return hashlib.sha256(json.dumps(told, default=str).encode("utf-8", "replace")).hexdigest()


def _text(session: Session[str], voice: Voice, page: str) -> str:
    """What changed, then labelled facts, then the page, which is right even when this entry is old."""
    names = (*BEFORE, *(() if session.status is Status.CANCELLED else COMING), *AFTER)
    told = [f"{fact.label}: {_line(fact.text)}" for fact in facts(session, voice, names)]
    note = _line(session.note or "")
    return "\n".join([*([note, ""] if note else []), *told, "", page])


def _line(text: str) -> str:
    """A text on one line, without what no reader may see, or parsers drop (U+FEFF).

    A backslash becomes a slash: most parsers, that of the library that wrote it too, take an escaped one before an n for the end of a line.
    """
    return _BLANKS.sub(" ", str(clean(text)).replace("\ufeff", "")).replace("\\", "/").strip()
