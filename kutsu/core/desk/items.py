"""Everything that is to be said or was, each with where it stands: plan and ledger in one list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Container, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from kutsu.core.approval import Key, Standing, Verdict, anew
from kutsu.core.editions import Edition, Pair
from kutsu.core.halves import Told
from kutsu.core.layout import legal, retold
from kutsu.core.model import Plan
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import BLOCKING, WORN, Rules


class Mood(StrEnum):
    """Where a thing to be said stands, as staff are told it."""

    COMING = "coming"
    NOW = "now"
    ERROR = "error"
    HELD = "held"
    STOPPED = "stopped"
    PAUSED = "paused"
    DRAFT = "draft"
    APPROVAL = "approval"
    SECOND = "second"
    CHANGED = "changed"
    UNSHOWN = "unshown"
    EARLIER = "earlier"
    NEEDS = "needs"
    TOGETHER = "together"
    DOUBT = "doubt"
    WAITING = "waiting"
    AGAIN = "again"
    REFUSED = "refused"
    HANDED = "handed"
    LEAVING = "leaving"
    SENT = "sent"
    EXPIRED = "expired"
    RETRACTED = "retracted"


ENDED = frozenset({Mood.SENT, Mood.EXPIRED, Mood.RETRACTED, Mood.REFUSED})
"""Nothing more comes of such a thing by itself."""

GOING = frozenset({Mood.COMING, Mood.NOW, Mood.DOUBT, Mood.WAITING, Mood.AGAIN, Mood.HANDED, Mood.LEAVING})
"""It is on its way, or goes without anybody's doing, or a person was called already."""

HOLDING = frozenset(Mood) - ENDED - GOING
"""It waits for something, and would go out otherwise."""

SPENT = BLOCKING - {State.UNAVAILABLE}
"""It does not go out any more by itself, and keeps the other required language back."""

MOODS: Mapping[State, Mood] = {
    State.CLAIMED: Mood.NOW,
    State.UNCONFIRMED: Mood.DOUBT,
    State.WAITING: Mood.WAITING,
    State.REFUSED: Mood.REFUSED,
    State.HANDED_OVER: Mood.HANDED,
    State.SENT: Mood.SENT,
    State.EXPIRED: Mood.EXPIRED,
    State.RETRACTED: Mood.RETRACTED,
}
"""What the ledger alone decides; what is planned or unavailable may be held besides."""


class Known(Told, Protocol):
    """A delivery that was claimed once, as a row of the ledger has it."""

    @property
    def subject(self) -> str:
        """The subject's id."""

    @property
    def kind(self) -> str:
        """What was said."""

    @property
    def channel(self) -> str:
        """Where."""

    @property
    def slot(self) -> dt.datetime:
        """When it was to go out."""


@dataclass(frozen=True)
class Look:
    """What one pull knows: plan, verdicts, plan of deliveries, ledger, and what a person stopped (`stops` are keys)."""

    plan: Plan
    standings: Mapping[Key, Standing]
    deliveries: Sequence[Delivery]
    editions: Mapping[Pair, Edition]
    rules: Rules
    now: dt.datetime
    ledger: Sequence[Known] = ()
    stops: frozenset[str] = frozenset()
    paused: bool = False
    states: Mapping[str, State] = field(init=False)

    def __post_init__(self) -> None:
        """Keep the states of the ledger by key."""
        object.__setattr__(self, "states", {row.key: row.state for row in self.ledger})


@dataclass(frozen=True)
class Item:
    """One delivery as staff see it; `at` (the city's zone) is when it went out, or else its slot."""

    subject: str
    kind: str
    edition: str
    language: str
    channel: str
    at: dt.datetime
    mood: Mood
    address: str = ""
    reason: str = ""


def items(look: Look) -> list[Item]:
    """All of the plan and of the ledger, in the order of time; what another layout has said is no longer planned."""
    planned, zone = {each.key: each for each in look.deliveries}, look.rules.city.zoneinfo
    told = {row.key: row for row in look.ledger}
    moods = _planned(planned, look)
    found = [
        Item(each.subject, each.kind, each.edition, each.language, each.channel, each.slot.astimezone(zone), moods[key])
        for key, each in planned.items()
        if key in moods and key not in told
    ]
    found += [_told(row, moods.get(key), planned.get(key), zone) for key, row in told.items()]
    return sorted(found, key=lambda item: (item.at, item.subject, item.kind, item.language, item.channel))


def _told(row: Known, mood: Mood | None, planned: Delivery | None, zone: dt.tzinfo) -> Item:
    """A row of the ledger; what is unavailable stands as the plan says, or is over where the plan has it no more.

    What is with a provider leaves when the ledger says, whatever the plan says now.
    """
    stands = MOODS.get(row.state) or mood or Mood.EXPIRED
    given = row.state is State.HANDED_OVER
    stands = Mood.LEAVING if given and row.reason else stands
    out = stands in (Mood.SENT, Mood.RETRACTED)
    at = row.settled_at if out and row.settled_at else (planned.slot if planned and not given else row.slot)
    edition = row.key.rsplit("/", 1)[1]
    return Item(
        row.subject,
        row.kind,
        edition,
        row.language,
        row.channel,
        at.astimezone(zone),
        Mood.AGAIN if row.state is State.UNAVAILABLE and stands in _tried(planned) else stands,
        row.url or "",
        row.reason or "",
    )


def _tried(planned: Delivery | None) -> Collection[Mood]:
    """Where a delivery stands by the plan that a channel could not take; what came back from its provider is just coming."""
    return (Mood.NOW,) if planned and planned.ahead else (Mood.COMING, Mood.NOW)


def _planned(planned: Mapping[str, Delivery], look: Look) -> dict[str, Mood]:
    """The mood of every delivery of the plan by key, as if the ledger had it not."""
    elsewhere, required = retold(planned.values(), look.states), set(look.rules.required)
    spoilt = [key for key in planned if look.states.get(key) in SPENT or (key in look.stops and key not in look.states)]
    spent = {planned[key].release for key in spoilt if legal(planned[key].language, required)}
    going = {key: each for key, each in planned.items() if key not in elsewhere and each.held_because != WORN}
    return {key: _mood(key, each, look, spent) for key, each in going.items()}


def _mood(key: str, delivery: Delivery, look: Look, spent: Container[str]) -> Mood:
    """Where a delivery stands by plan, pause and hold; of a `spent` release the rest cannot go out."""
    if delivery.expires <= look.now:
        return Mood.EXPIRED
    if delivery.held_because:
        return next((mood for each in delivery.languages if (mood := hold(delivery, each, look))), Mood.TOGETHER)
    if look.paused:
        return Mood.PAUSED
    if key in look.stops:
        return Mood.STOPPED
    if delivery.release in spent:
        return Mood.TOGETHER
    return Mood.COMING if delivery.slot > look.now else Mood.NOW


def hold(delivery: Delivery, language: str, look: Look) -> Mood | None:
    """What holds a delivery in one of its languages by the sheet alone, or None."""
    standing = look.standings[delivery.subject, language]
    if standing.entry.held:
        return Mood.HELD
    edition = look.editions.get((delivery.subject, delivery.kind))
    mood = verdict(anew(standing, edition.at) if edition else standing)
    return Mood.NEEDS if mood is None and lacking(delivery, language, look) else mood


def verdict(standing: Standing) -> Mood | None:
    """What holds a row in a language, whatever is to be said; None where it is approved."""
    if standing.approved:
        return None
    usual = {
        Verdict.UNTICKED: Mood.APPROVAL,
        Verdict.HALF: Mood.SECOND,
        Verdict.FROZEN: Mood.ERROR,
        Verdict.INCOMPLETE: Mood.DRAFT,
        Verdict.EARLIER: Mood.EARLIER,
    }
    return usual.get(standing.verdict) or (Mood.CHANGED if standing.at else Mood.UNSHOWN)


def lacking(delivery: Delivery, language: str, look: Look) -> list[str]:
    """The fields without which this kind has nothing to say in a language."""
    kind, content = look.rules.kinds[delivery.kind], look.standings[delivery.subject, language].content
    return [name for name in kind.needs if getattr(content, name, None) in (None, "")]
