"""Mail that is with its provider ahead of its slot: what of it must be taken back, and how people are told of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from kutsu.core.layout import legal
from kutsu.core.publication import LEAST, Delivery, State

AHEAD = "ahead"
"""The mark of a share that is, or perhaps is, with its provider: the instant (ISO 8601) at which it leaves."""

LAG = dt.timedelta(minutes=5)
"""How long after its slot what nobody took back counts as sent."""

LOST = frozenset({State.REFUSED, State.EXPIRED, State.RETRACTED})
"""States in which a language does not go out any more by itself."""

LATE = frozenset({State.PLANNED, State.UNAVAILABLE, State.UNCONFIRMED, State.WAITING})
"""States that keep the other required language back at the last call, as it would leave alone."""


@dataclass(frozen=True)
class Over:
    """A delivery of which a part is with its provider, who lets it go at `leaves`.

    `told` are the digests by language of the contents that it says.
    """

    key: str
    language: str
    release: str
    leaves: dt.datetime
    told: Mapping[str, str]

    @property
    def subject(self) -> str:
        """The subject's id."""
        return self.key.partition("/")[0]


Digests = Mapping[tuple[str, str], str]
"""What each subject says now in each language, as a digest."""


def leaves(marks: Mapping[str, str]) -> dt.datetime:
    """When a share that was handed over leaves its provider, by its marks."""
    return dt.datetime.fromisoformat(marks[AHEAD])


def with_provider(at: dt.datetime) -> str:
    """How people are told of what cannot be taken back, `at` in the city's zone."""
    return f"it is with the mail provider and leaves at {at:%H.%M} on {at.day}.{at.month}.{at.year}"


def astray(
    over: Iterable[Over],
    planned: Iterable[Delivery],
    digests: Digests,
    stops: Mapping[str, str],
    states: Mapping[str, State],
    required: Collection[str],
    now: dt.datetime,
) -> dict[str, str]:
    """Why, by key, what is with its provider must be taken back; what is as it was approved and planned is not in it.

    `stops` are pauses and holds by key. What is wrong with a required language concerns all of its release.
    """
    there, plan = list(over), {each.key: each for each in planned}
    keys = {each.key for each in there}
    found = {each.key: why for each in there if (why := stops.get(each.key) or _own(each, plan, digests, states))}
    last = {each.release: each.leaves for each in there}
    broken = {
        sister.release: f"goes together with {sister.language}: {why}"
        for sister in plan.values()
        if sister.release in last and legal(sister.language, required)
        for late in [last[sister.release] - now <= LEAST and sister.key not in keys]
        for why in _sister(sister, found, stops, states, late=late)
    }
    return {each.key: broken[each.release] for each in there if each.release in broken} | found


def _own(over: Over, plan: Mapping[str, Delivery], digests: Digests, states: Mapping[str, State]) -> str | None:
    """What is wrong with a delivery itself."""
    planned = plan.get(over.key)
    if planned is None:
        return "it is not in the plan any more"
    if planned.held_because:
        return planned.held_because
    if planned.slot.astimezone(dt.UTC) != over.leaves.astimezone(dt.UTC):
        return "its slot has moved"
    if planned.expires <= over.leaves:
        return "it would be too late then"
    if any(digests.get((over.subject, language)) != digest for language, digest in over.told.items()):
        return "another text is approved now"
    return "a part of it was refused" if states.get(over.key) is State.REFUSED else None


def _sister(
    sister: Delivery, found: Mapping[str, str], stops: Mapping[str, str], states: Mapping[str, State], *, late: bool
) -> Iterator[str]:
    """Why a delivery in a required language keeps its release from leaving: nothing is out yet, so nothing needs to go alone."""
    state = states.get(sister.key, State.PLANNED)
    if why := found.get(sister.key) or stops.get(sister.key):
        yield why
    elif state in LOST or (late and state in LATE):
        yield f"it is {state}"
