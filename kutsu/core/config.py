"""The shapes of `config/`: what the core needs to know about a city, its languages, its kinds and its channels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import ConfigDict, with_config

from kutsu.core.model import Stage, Status, Texts

DIGEST = "digest"
"""The subject that no row has: what is coming and what is new in a week."""


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Colours:
    """The colours of a city's share cards and mails as `#rrggbb`: `accent` is that of the sign and of the line above the title."""

    background: str = "#0047a8"
    text: str = "#ffffff"
    accent: str = "#ffd75e"


@dataclass(frozen=True)
class City:
    """The city in whose name Kutsu speaks; `preview` is the address at which staff see the folder of previews, if it is served.

    `web` is the public address of `kutsu web`, where readers of mail leave a list with one click.
    """

    name: Texts
    zone: str
    country: str
    site: str
    quiet_from: dt.time
    quiet_until: dt.time
    themes: Mapping[str, Texts]
    hashtags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    statement: Texts = field(default_factory=dict)
    feedback: str = ""
    colours: Colours = Colours()
    preview: str = ""
    web: str = ""

    @property
    def zoneinfo(self) -> ZoneInfo:
        """The city's zone."""
        return ZoneInfo(self.zone)


@dataclass(frozen=True)
class Language:
    """How people of one language write; day and time patterns as measured per language (Babel gives only names).

    `day` is a date with its weekday, `date` one without. `day_span` ("d.–d.M.y") is a span within one month and
    `month_span` one within a year: each end has its own half of the pattern. Where one is empty, both ends are written in full,
    as `span` joins them: a dash between two days is turned round where words are read from the right, so Arabic writes "from … to …".
    A `draft` is shown in previews and never sent (ADR 38).
    """

    key: str
    name: str
    locale: str
    tag: str
    day: str
    time: str
    full_hours: bool = False
    minute: str = ":"
    date: str = ""
    day_span: str = ""
    month_span: str = ""
    span: str = "{}–{}"
    required: bool = False
    draft: bool = False
    direction: Literal["ltr", "rtl"] = "ltr"


@dataclass(frozen=True)
class Kind:
    """One kind of announcement: of what, when, and how late it may still go out; `called` is its name for staff in fi, sv, en.

    The slot is `offset` days from the date field `anchor` of the subject, at `at` in the city's zone. It expires
    `lasts_days` after its slot, and never goes out at or after the subject's `until` (a date field's end of day, or
    `begin` for the beginning of a session). `needs` are the fields without which there is nothing to say.

    A kind of a `digest` hangs on the `monday` of each week, and only a mail list that names it carries it.

    A kind with `change` tells what has changed since a subject was announced, where it was announced: it has no date that it
    hangs on, goes out once its content is approved, and the ledger gives its editions.
    """

    name: str
    subject: str
    anchor: str = ""
    offset: int = 0
    at: dt.time | None = None
    lasts_days: int = 0
    until: str = ""
    stages: tuple[Stage, ...] = ()
    statuses: tuple[Status, ...] = ()
    audiences: tuple[str, ...] = ("residents",)
    needs: tuple[str, ...] = ()
    edition: str = ""
    called: Texts = field(default_factory=dict)
    urgent: bool = False
    origin: Literal["preferred", "required"] = "preferred"
    change: Literal["", "moved", "cancelled", "corrected"] = ""


@dataclass(frozen=True)
class ChannelTable:
    """One account or list: which adapter runs it, what it says and to whom; `options` are the adapter's own.

    A retired one says nothing new, and is kept so that what it once said is never said again under another name. At most
    `per_hour` publications go out in an hour (0: as many as are due), the newest first: after a downtime nothing floods.
    With the layout `together` its required languages are one message, in the order of `languages`; others are their own.
    Without `pictures` none goes out with its texts. A mail list whose provider can give mail back is handed over `ahead` minutes
    before its slot (0: just in time).
    """

    name: str
    adapter: str
    languages: tuple[str, ...]
    audience: str = "residents"
    kinds: tuple[str, ...] = ()
    base: str = ""
    retired: bool = False
    per_hour: int = 0
    layout: Literal["separate", "together"] = "separate"
    pictures: bool = True
    ahead: int = 0
    options: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True)
class WordList:
    """Words of a language that are right although its dictionary may not have them."""

    language: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftTexts:
    """What is told in a language that is a draft: texts by the id of their row, venue or contact, then by field."""

    language: str
    texts: Mapping[str, Texts] = field(default_factory=dict)


@dataclass(frozen=True)
class Tariff:
    """What a network charges for one publication, in `currency`, as of a day; `per_month` is the city's own cap (0: none)."""

    network: str
    currency: str
    as_of: dt.date
    plain: Decimal
    with_link: Decimal
    alt_text: Decimal = Decimal(0)
    per_month: Decimal = Decimal(0)
