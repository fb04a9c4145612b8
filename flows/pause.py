"""Pause and resume for operators: the same pause that the command line and the sheet set."""

from __future__ import annotations

import datetime as dt
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.heed import heed
from flows.parts import threaded, works
from flows.slots import place

OPERATOR = "an operator"


@flow(
    name="pause", retries=0, description="Let everything wait: nothing is sent until somebody resumes; nothing is lost."
)
async def pause(why: str = "", until: dt.datetime | None = None) -> State[Any]:
    """Pause everything, for a reason (`why`) that everybody will read, at the longest `until` an instant (of the city's zone)."""
    parts = works()
    if until and not until.tzinfo:
        until = until.replace(tzinfo=parts.settings.city.zoneinfo)
    await threaded(parts.pauses.pause, parts.clock.now(), OPERATOR, why, until)
    kept = await threaded(lambda: parts.recaller.run(parts.surveyor.recollect()))
    return Completed(message="\n".join(["paused", *(f"{key}: {words}" for key, words in kept.items())]))


@flow(name="resume", retries=0, description="End the pause; what is due goes out at once, what is stale has expired.")
async def resume() -> State[Any]:
    """Resume, and wake a publisher for what is due."""
    parts = works()
    await heed(parts)
    await threaded(parts.pauses.resume, parts.clock.now())
    await place(parts, await threaded(parts.surveyor.look))
    left = await threaded(parts.pauses.active, parts.clock.now())
    return Completed(message="; ".join(f"still {each}" for each in left) or "resumed")
