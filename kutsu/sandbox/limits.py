"""How much of a network's allowance is spent: fixed windows that begin with the first call, kept in the store."""

from __future__ import annotations

from dataclasses import dataclass

from kutsu.sandbox.world import World

SHELF = "allowance"


@dataclass(frozen=True)
class Allowance:
    """So many calls in so many seconds."""

    name: str
    calls: int
    seconds: float


@dataclass(frozen=True)
class Spent:
    """What is left of an allowance; `reset` is when its window ends, in epoch seconds."""

    limit: int
    remaining: int
    reset: int
    over: bool


def spend(world: World, allowance: Allowance, who: str) -> Spent:
    """Count one call of `who`; one that is over the limit is not counted."""
    key, now = f"{allowance.name}:{who}", world.now()
    window = world.store.get(SHELF, key)
    if window is None or now >= window["until"]:
        window = {"until": now + allowance.seconds, "used": 0}
    over = window["used"] >= allowance.calls
    window["used"] += not over
    world.store.put(SHELF, key, window)
    return Spent(allowance.calls, allowance.calls - window["used"], int(window["until"]) + 1, over)
