"""Plan and ledger side by side: the state of every delivery that was ever planned, for people and for `--json`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kutsu.core.publication import Delivery, State


@dataclass(frozen=True)
class Line:
    """One delivery of the plan with what the ledger knows of it; `held_because` only while it may still go out."""

    delivery: Delivery
    state: State
    held_because: str | None
    cost: Decimal | None = None


def lines(
    deliveries: Iterable[Delivery],
    states: Mapping[str, State],
    held: Mapping[str, str],
    now: dt.datetime,
    costs: Mapping[str, Decimal] = {},
) -> list[Line]:
    """The plan's deliveries by slot and key; `held` adds what only rendering or the networks could tell, `costs` the price."""
    found = []
    for delivery in deliveries:
        state = states.get(delivery.key, State.PLANNED)
        if state is State.PLANNED and delivery.expires <= now:
            state = State.EXPIRED
        waiting = state in (State.PLANNED, State.UNAVAILABLE)
        why = (held.get(delivery.key) or delivery.held_because) if waiting else None
        found.append(Line(delivery, state, why, costs.get(delivery.key)))
    return found


def coming(found: Iterable[Line]) -> list[Line]:
    """What is to go out later or now, held by nothing."""
    return [line for line in found if line.state in (State.PLANNED, State.UNAVAILABLE) and not line.held_because]


def held(found: Iterable[Line]) -> list[Line]:
    """What does not go out unless somebody does something."""
    return [line for line in found if line.held_because]


def as_json(line: Line) -> dict[str, str | None]:
    """A line of `kutsu plan --json`; instants in ISO 8601 with the city's offset."""
    names = ("key", "kind", "subject", "language", "channel")
    delivery = line.delivery
    facts: dict[str, str | None] = {name: getattr(delivery, name) for name in names}
    slot = delivery.slot.isoformat()
    return (
        facts
        | {"slot": slot, "release": delivery.release, "state": line.state, "held_because": line.held_because}
        | {"cost": str(line.cost) if line.cost is not None else None}
    )
