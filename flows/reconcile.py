"""Reconcile: read back what is in doubt, settle it, and let what is proven absent go out again."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.parts import threaded, works
from flows.slots import follow_up, place


@flow(name="reconcile", retries=0, description=__doc__)
async def reconcile() -> State[Any]:
    """Do it once, then place the run that goes on."""
    parts = works()
    survey = await threaded(parts.surveyor.look)
    doubts = await threaded(parts.reconciler.run, survey.deliveries)
    await place(parts, survey)
    await follow_up(parts)
    return Completed(message=f"{len(doubts)} looked up")
