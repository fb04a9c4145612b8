"""What a record says as a whole: subjects with their approvals and deliveries, and what made everything wait."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic.dataclasses import dataclass

from kutsu.archive.entries import DESCRIBED, Delivery

VERSION = "kutsu-archive/1"
"""The version of the schema: the number grows when a field changes its meaning or goes."""


@dataclass(frozen=True, config=DESCRIBED)
class Approval:
    """A content that a tick approved: what the site shows from then on."""

    number: int
    """Its number in the ledger."""
    language: str
    """The language."""
    title: str
    """The title."""
    digest: str
    """The fingerprint of the content."""
    approved: dt.datetime
    """When the ledger took note of the tick: of the second one, where the sheet asks for two."""
    replaced: dt.datetime | None
    """When other content was approved in its place."""
    withdrawn: dt.datetime | None
    """When the tick was taken away. The site goes on to show what something that was sent leads to."""
    fresh: bool
    """Whether it was approved within the period; else it stood from before."""
    page: str
    """Its page on the city's site."""
    content: dict[str, Any]
    """The approved facts and texts."""


@dataclass(frozen=True, config=DESCRIBED)
class Subject:
    """Everything about one round, pilot, session or digest."""

    id: str
    """Its id, from the sheet."""
    titles: dict[str, str]
    """The titles that were approved last, by language."""
    approvals: list[Approval]
    """What stood approved at any time in the period, and what the deliveries were made of."""
    deliveries: list[Delivery]
    """Every delivery of which something became in the period."""


@dataclass(frozen=True, config=DESCRIBED)
class Pause:
    """A time in which nothing was sent."""

    at: dt.datetime
    """Since when."""
    until: dt.datetime | None
    """The end that was named."""
    resumed: dt.datetime | None
    """When it was ended before or without that."""
    by: str
    """In which role; no person is named."""
    why: str
    """The reason that was given."""


@dataclass(frozen=True, config=DESCRIBED)
class Hold:
    """A delivery that waits at the moment of this record; holds that were taken away are in no ledger."""

    key: str
    """The delivery."""
    at: dt.datetime
    """Since when."""
    why: str
    """The reason that was given."""


@dataclass(frozen=True, config=DESCRIBED)
class Again:
    """That something was to be said once more."""

    subject: str
    """Of what."""
    kind: str
    """What."""
    edition: str
    """Under which name."""
    at: dt.datetime
    """When it was asked for."""
    by: str
    """In which role; no person is named."""
    why: str
    """The reason that was given."""


@dataclass(frozen=True, config=DESCRIBED)
class Head:
    """What this record is."""

    schema: str
    """The version of this form."""
    city: dict[str, str]
    """The name of the city, by language."""
    site: str
    """The city's site for this."""
    zone: str
    """The zone of all days and instants."""
    first: dt.date | None
    """The first day that was asked for; null for everything before."""
    last: dt.date | None
    """The last day that was asked for; null for everything until the record was made."""
    made: dt.datetime
    """When it was made: it says what the ledger knew then, also of what came after the period."""


@dataclass(frozen=True, config=DESCRIBED)
class Archive:
    """What a city said through Kutsu: a record out of its ledger."""

    head: Head
    """Of whom, of which days, and when it was made."""
    pauses: list[Pause]
    """The times in which nothing was sent."""
    holds: list[Hold]
    """What is held now."""
    again: list[Again]
    """What was asked to be said once more in the period."""
    subjects: list[Subject]
    """All that was said and approved, subject by subject."""
