"""What a city announces: rounds, pilots and sessions, with the venues and contacts that they lean on.

Every class is generic in its text: `Pilot[Texts]` is a row of the sheet with all its languages, `Pilot[str]` the same
pilot in one language. Dates and times of day are the city's own; instants elsewhere are always aware. `translation` says
`machine` of a language in which a machine wrote some text and a person checked it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from kutsu.core.choices import Attendance as Attendance  # who asks for a subject finds its choices here too
from kutsu.core.choices import Goal as Goal
from kutsu.core.choices import Registration as Registration
from kutsu.core.choices import Stage as Stage
from kutsu.core.choices import Status as Status
from kutsu.core.grid import Fault, Place

Texts = Mapping[str, str]
"""One text by language key, such as `{"fi": "Ison Omenan kirjasto", "sv": "Stora Apelns bibliotek"}`."""

T = TypeVar("T")


@dataclass(frozen=True)
class Reference(Generic[T]):
    """Another subject, named by its id and title."""

    id: str
    title: T


@dataclass(frozen=True)
class Venue(Generic[T]):
    """A place out of the venue table; Swedish place names are other names, not forms."""

    id: str
    name: T
    street: T
    postcode: str
    district: T
    accessibility: T | None = None


@dataclass(frozen=True)
class Contact(Generic[T]):
    """An official's work contact: a role, never a private person."""

    id: str
    title: T
    email: str
    name: str | None = None
    phone: str | None = None


@dataclass(frozen=True)
class Image(Generic[T]):
    """A picture by its https address; `alt` is its text alternative."""

    address: str
    alt: T | None = None
    photographer: str | None = None


@dataclass(frozen=True)
class Round(Generic[T]):
    """One call for pilots: so many proposals came in, so many go on."""

    id: str
    title: T
    what: T
    proposals: int
    chosen: int
    announce: dt.date
    next: T | None = None
    contact: Contact[T] | None = None
    translation: T | None = None


@dataclass(frozen=True)
class Pilot(Generic[T]):
    """What is tried, where, when and who may join."""

    id: str
    stage: Stage
    theme: str
    goal: Goal
    title: T
    what: T
    announce: dt.date
    round: Reference[T] | None = None
    unit: T | None = None
    problem: T | None = None
    invited: T | None = None
    task: T | None = None
    effort: T | None = None
    places: T | None = None
    reward: T | None = None
    funding: T | None = None
    partner: str | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    recruit: dt.date | None = None
    deadline: dt.date | None = None
    testers: int | None = None
    join: str | None = None
    privacy: str | None = None
    results: str | None = None
    contact: Contact[T] | None = None
    image: Image[T] | None = None
    translation: T | None = None


@dataclass(frozen=True)
class Session(Generic[T]):
    """One info session of pilots or of a round; the languages spoken there are not those of its texts."""

    id: str
    title: T
    day: dt.date
    start: dt.time
    end: dt.time
    status: Status
    attendance: Attendance
    registration: Registration
    languages: tuple[str, ...]
    support_languages: tuple[str, ...] = ()
    pilots: tuple[Reference[T], ...] = ()
    round: Reference[T] | None = None
    venue: Venue[T] | None = None
    room: T | None = None
    online: str | None = None
    programme: T | None = None
    invited: T | None = None
    access: T | None = None
    doors: dt.time | None = None
    register: str | None = None
    deadline: dt.date | None = None
    capacity: int | None = None
    recorded: bool = False
    catering: bool = False
    children: bool = False
    note: T | None = None
    contact: Contact[T] | None = None
    image: Image[T] | None = None
    translation: T | None = None


@dataclass(frozen=True)
class Digest(Generic[T]):
    """What is coming and what is new, of one theme or of all, in the week that begins with `monday`.

    No row of a sheet has it: it is made of contents that are approved.
    """

    id: str
    title: T
    monday: dt.date
    theme: str = ""
    sessions: tuple[Session[T], ...] = ()
    testers: tuple[Pilot[T], ...] = ()
    started: tuple[Pilot[T], ...] = ()
    finished: tuple[Pilot[T], ...] = ()
    contact: Contact[T] | None = None
    image: Image[T] | None = None
    translation: T | None = None


Subject = Round[T] | Pilot[T] | Session[T] | Digest[T]
"""What a publication is about."""


def subject_type(subject: Subject[T]) -> str:
    """`round`, `pilot`, `session` or `digest`: how config and templates name the four."""
    return type(subject).__name__.lower()


@dataclass(frozen=True)
class Entry:
    """One row of the plan: its subject, and what staff decided about it.

    `ticks` are the languages ticked for publishing; `missing` names, per language, the columns that are still empty
    (the row's own language-free columns under every language); a `faulty` row is held whatever its ticks say. `half` are
    the languages that have one of their two ticks, where the sheet wants two. With `correct` what was said wrongly is
    to be put right in public, with `mail` the preview is wanted by mail.
    """

    subject: Subject[Texts]
    place: Place
    ticks: frozenset[str] = frozenset()
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    held: bool = False
    embargo: dt.datetime | None = None
    faulty: bool = False
    half: frozenset[str] = frozenset()
    correct: bool = False
    mail: bool = False


@dataclass(frozen=True)
class Plan:
    """All rows of all sheets with every fault found, and what the *Settings* tab says."""

    entries: tuple[Entry, ...] = ()
    faults: tuple[Fault, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Approved:
    """The content of one subject in one language as a person's tick approved it; `sequence` counts a session's moves (RFC 5545)."""

    language: str
    content: Subject[str]
    digest: str
    at: dt.datetime
    sequence: int = 0
