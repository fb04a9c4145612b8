"""A publication from its plan to its receipt: delivery, message, claim, receipt, and what a look-up found."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

LEAST = dt.timedelta(minutes=12)
"""With less than this left to its slot nothing is handed over: SendGrid gives back until ten minutes before."""

JOINT = "+"
"""What joins the languages that one message says together; no language's key has it."""


CALENDAR = "calendar"
"""The part of a mail that no template makes: an iCalendar text, for the provider to attach."""


class State(StrEnum):
    """Where a delivery stands; `planned` is computed and never stored."""

    PLANNED = "planned"
    CLAIMED = "claimed"
    UNAVAILABLE = "unavailable"
    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    HANDED_OVER = "handed-over"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    RETRACTED = "retracted"


@dataclass(frozen=True)
class Delivery:
    """One kind, of one subject, in one language, on one channel, in one edition, with its slot.

    `language` is several joined by `+` (`fi+sv`) where a channel says them together in one message. It is handed over to its
    provider so long `ahead` of the slot; nothing where it is sent just in time.
    """

    subject: str
    kind: str
    language: str
    channel: str
    slot: dt.datetime
    expires: dt.datetime
    release: str
    edition: str = ""
    held_because: str | None = None
    ahead: dt.timedelta = dt.timedelta()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it speaks, in their order."""
        return spoken(self.language)

    @property
    def key(self) -> str:
        """The idempotency key: no text and no time in it."""
        return f"{self.subject}/{self.kind}/{self.language}/{self.channel}/{self.edition}"

    @property
    def begins(self) -> dt.datetime:
        """The instant from which on it may be handed over; of what is sent just in time, its slot."""
        return (self.slot.astimezone(dt.UTC) - self.ahead).astimezone(self.slot.tzinfo)

    @property
    def last_call(self) -> dt.datetime:
        """The instant from which on it is handed over no more and goes just in time."""
        return (self.slot.astimezone(dt.UTC) - LEAST).astimezone(self.slot.tzinfo) if self.ahead else self.slot

    def starts(self, now: dt.datetime) -> dt.datetime:
        """The instant at which it is to be sent or handed over, as seen at `now`."""
        return self.begins if now < self.last_call and self.slot < self.expires else self.slot


def spoken(language: str) -> tuple[str, ...]:
    """The languages of a delivery or message whose `language` is one, or several joined by `+`."""
    return tuple(language.split(JOINT))


@dataclass(frozen=True)
class Picture:
    """A picture that goes out with a message: its bytes, their media type (`image/png`, `image/jpeg`), and its words."""

    content: bytes = field(repr=False)
    media_type: str
    alt: str

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes in hexadecimal: the name under which they are kept."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Message:
    """What is sent, part by part (`status`, `subject`, `text`, `html`, `calendar`), exactly as rendered, with its pictures in order.

    `short` marks the labelled short form, which is tried once when the network refused the whole. `topics` are the themes that
    it is about: of a mail list's readers who chose some, it goes to those who chose one of these. With `chosen` it goes to nobody
    else, and without topics only to those who chose none: so everybody gets a digest of their own.
    """

    language: str
    parts: Mapping[str, str]
    link: str
    pictures: tuple[Picture, ...] = ()
    short: bool = False
    topics: tuple[str, ...] = ()
    chosen: bool = False

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it speaks, in their order."""
        return spoken(self.language)


@dataclass(frozen=True)
class Claimed:
    """A claimed delivery as its channel sees it: the frozen message and all by which the network will know it.

    A delivery with more recipients than one request takes has several shares; a post has share 0 alone. `marks` are
    what `Channel.prepare` left before the visible step; `claimed_at` is when this share was first opened.
    """

    key: str
    message: Message
    claimed_at: dt.datetime
    share: int = 0
    recipients: tuple[str, ...] = ()
    marks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Receipt:
    """The network's yes: its id and, where it has one, the public address.

    `left_out` are the recipients (tokens) of the share to whom it did not go after all, each with why: `left`, `suppressed`, `invalid`.
    """

    remote_id: str
    url: str | None = None
    left_out: Mapping[str, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Found:
    """A look-up read the publication back."""

    receipt: Receipt


@dataclass(frozen=True)
class Absent:
    """A look-up did not see it; `proven` when this one reading is proof enough on that network."""

    proven: bool = False


@dataclass(frozen=True)
class Unclear:
    """A look-up could not tell (the network did not answer); not again before `until`, where the network named a time."""

    reason: str
    until: dt.datetime | None = None


Finding = Found | Absent | Unclear


@dataclass(frozen=True)
class Proof:
    """What proves absence on a network that lags: readings at these ages of the attempt, all of them empty.

    With `proves` false no number of empty readings is proof, and the delivery waits for a person after the last one.
    """

    readings: tuple[dt.timedelta, ...]
    proves: bool
    why: str
