"""Pause and resume for operators: the same pause that the command line and the sheet set."""

from __future__ import annotations

import datetime as dt
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.heed import heed
from flows.parts import at_this_moment, threaded, works
from flows.slots import place

OPERATOR = "an operator"

PAUSE = """Let everything wait: from now on nothing is sent, on no channel, until somebody resumes or the time is over.

Nothing is lost. What becomes stale meanwhile expires instead of flooding residents later. Mail that a provider holds already is taken
back where that can still be done; the run's end names what could not.
"""
RESUME = """End the pause: what is due goes out at once, what has become stale has expired.

A pause by the tick in the sheet's *Settings* tab is ended there alone; the run's end tells whether one is still on.
"""


@flow(name="pause", flow_run_name=at_this_moment, retries=0, description=PAUSE)
async def pause(why: str = "", until: dt.datetime | None = None) -> State[Any]:
    """Pause everything for a reason, and take back what providers hold.

    Args:
        why: The reason in a few words. Staff read it in the sheet, and everybody in the ledger: no names of residents.
        until: When the pause ends by itself, on the city's clock. Empty: only when somebody runs the deployment resume.
    """
    parts = works()
    if until and not until.tzinfo:
        until = until.replace(tzinfo=parts.settings.city.zoneinfo)
    await threaded(parts.pauses.pause, parts.clock.now(), OPERATOR, why, until)
    kept = await threaded(lambda: parts.recaller.run(parts.surveyor.recollect()))
    return Completed(message="\n".join(["paused", *(f"{key}: {words}" for key, words in kept.items())]))


@flow(name="resume", flow_run_name=at_this_moment, retries=0, description=RESUME)
async def resume() -> State[Any]:
    """Resume, and wake a publisher for what is due."""
    parts = works()
    await heed(parts)
    await threaded(parts.pauses.resume, parts.clock.now())
    await place(parts, await threaded(parts.surveyor.look))
    left = await threaded(parts.pauses.active, parts.clock.now())
    return Completed(message="; ".join(f"still {each}" for each in left) or "resumed")
