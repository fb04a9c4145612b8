"""What a record says of one delivery, as plain values: the JSON Schema is made of these classes and of their docstrings."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import ConfigDict
from pydantic.dataclasses import dataclass

Said = Literal["yes", "partly", "perhaps", "later", "no"]
"""Whether residents were told: `partly` and `perhaps` as the ledger knows, `later` is with its provider until the slot."""

DESCRIBED = ConfigDict(use_attribute_docstrings=True, extra="forbid")


@dataclass(frozen=True, config=DESCRIBED)
class Part:
    """One part of a message, exactly as it was frozen before it was sent."""

    name: str
    """`status` of a post; `subject`, `text`, `html` and `calendar` of a mail."""
    words: str
    """The exact text. Where each recipient of a mail got an address of their own to leave the list, `-kutsu-unsub-url-` stands."""
    sha256: str
    """SHA-256 of the text in UTF-8."""
    file: str | None = None
    """The file in this folder that holds the same bytes, if there is one."""
    look: str | None = None
    """HTML of a mail: a copy for looking at, which can fetch and run nothing."""


@dataclass(frozen=True, config=DESCRIBED)
class Picture:
    """A picture that went out with a message."""

    sha256: str
    """SHA-256 of its bytes."""
    media_type: str
    """`image/png` or `image/jpeg`."""
    alt: str
    """Its text alternative; empty where it is decorative."""
    file: str | None
    """The file in this folder; null where the ledger does not have the bytes."""


@dataclass(frozen=True, config=DESCRIBED)
class Attempt:
    """One request to a network or provider."""

    request: int
    """Which request of the delivery: a mail to many has several, a post has 0 alone."""
    begun: dt.datetime
    """When it was about to be made."""
    settled: dt.datetime | None
    """When its outcome was known; null while it is not."""
    outcome: str | None
    """What came of it, as a state."""
    reason: str | None
    """Why, as the network said it; addresses of mail and names of persons are left out."""


@dataclass(frozen=True, config=DESCRIBED)
class Receipt:
    """The network's yes."""

    request: int
    """The request that it answers."""
    at: dt.datetime
    """When it was written down."""
    remote_id: str
    """The network's own id of the publication."""
    url: str | None
    """Its public address, if it has one."""


@dataclass(frozen=True, config=DESCRIBED)
class Retraction:
    """One try to take a publication back."""

    at: dt.datetime
    """When it was begun."""
    settled: dt.datetime | None
    """When its outcome was known."""
    gone: bool
    """Whether it is known to be gone."""
    by: str
    """In which role; no person is named."""
    why: str
    """The reason that was given."""
    failure: str | None
    """Why it is not known to be gone."""


@dataclass(frozen=True, config=DESCRIBED)
class Recipients:
    """The people of a mail, in numbers alone."""

    planned: int
    """So many the list named."""
    accepted: int
    """For so many the provider took it."""
    waiting: int
    """So many are in requests that are not settled as sent."""
    left_out: dict[str, int]
    """Who was not written to, by reason: `elsewhere` has it by another list."""
    outcomes: dict[str, int]
    """What the provider told later, by outcome."""


@dataclass(frozen=True, config=DESCRIBED)
class Tick:
    """The approval by which a language of a delivery went."""

    language: str
    """The language."""
    digest: str
    """The fingerprint of the approved content."""
    approval: int | None
    """The number of the approval among those of the subject; null where it is made of several approved contents, as a digest is."""
    approved: dt.datetime | None
    """When the ledger took note of the tick: of the second one, where the sheet asks for two."""


@dataclass(frozen=True, config=DESCRIBED)
class Delivery:
    """One kind of one subject in one language on one channel in one edition."""

    key: str
    """Its name in the ledger, for ever the same."""
    subject: str
    """The id of what it is about."""
    title: str
    """The title that was approved for it; empty where the ledger has none."""
    kind: str
    """What was said, as a kind of announcement."""
    language: str
    """The language; several joined by `+` where one message says them together."""
    channel: str
    """The account or mail list."""
    network: str
    """The network of the channel, `email` of a list."""
    audience: str
    """Whom the channel reaches."""
    edition: str
    """Why the kind was said again; mostly empty."""
    release: str
    """What had to go together with the other languages has the same release."""
    slot: dt.datetime
    """The instant at which it was to go out."""
    state: str
    """Where it stands in the ledger at the moment of this record."""
    reason: str | None
    """Why it stands there."""
    said: Said
    """Whether residents were told."""
    said_at: dt.datetime | None
    """Since when, as the ledger noted it; null where they were not told."""
    short: bool
    """Whether it is the labelled short form."""
    page: str
    """The page on the city's site that it leads to."""
    parts: list[Part]
    """The words."""
    pictures: list[Picture]
    """The pictures, in their order."""
    attempts: list[Attempt]
    """Every request."""
    receipts: list[Receipt]
    """Every yes."""
    retractions: list[Retraction]
    """Every try to take it back."""
    recipients: Recipients | None
    """Of a mail, its people in numbers."""
    approvals: list[Tick]
    """By which ticks it went."""
    follows: list[str]
    """Of a change, a cancellation, a correction or a repeated announcement: the keys that had been said before on this channel."""
    followed_by: list[str]
    """The keys that changed, cancelled, corrected or repeated this one later."""
