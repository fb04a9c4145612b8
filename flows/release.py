"""Release for operators: what a cancelled run holds may go out again."""

from __future__ import annotations

import datetime as dt
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.heed import heed
from flows.parts import threaded, works
from flows.slots import place


@flow(
    name="release",
    retries=0,
    description="Let go what a cancelled run holds: what is to come has a run again, what is due goes out at once.",
)
async def release(slot: dt.datetime | None = None, deliveries: list[str] | None = None) -> State[Any]:
    """Release what operators' cancels hold: of one slot, some deliveries, or all.

    Args:
        slot: The slot whose cancelled run is let go, on the city's clock. Without slot and deliveries: all that cancels hold.
        deliveries: Keys of single deliveries, as a run's parameters have them, whoever holds them.
    """
    parts = works()
    await heed(parts)
    if slot and not slot.tzinfo:
        slot = slot.replace(tzinfo=parts.settings.city.zoneinfo)
    freed = [key for key in deliveries or () if await threaded(parts.pauses.unhold, key)]
    if slot or not deliveries:
        freed += await threaded(parts.placed.release, slot)
    coming = await place(parts, await threaded(parts.surveyor.look))
    return Completed(message="\n".join([f"{len(freed)} released, {coming} coming slots", *freed]))
