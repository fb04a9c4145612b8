"""Reconcile: read back what is in doubt, settle it, take back mail that must not leave, and let what is surely not out go again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.heed import heed
from flows.parts import threaded, works
from flows.slots import follow_up, place


@flow(name="reconcile", retries=0, description=__doc__)
async def reconcile() -> State[Any]:
    """Do it once, then place the run that goes on; failed when mail leaves that was to come back, so that it catches the eye."""
    parts = works()
    await heed(parts)
    survey = await threaded(parts.surveyor.look)
    doubts = await threaded(parts.reconciler.run, survey.deliveries)
    kept = await threaded(parts.recaller.run, survey)
    await place(parts, replace(survey, now=parts.clock.now()))  # what was freed just now goes now
    await follow_up(parts)
    words = "\n".join([f"{len(doubts)} looked up", *(f"{key}: {why}" for key, why in kept.items())])
    return Failed(message=words) if kept else Completed(message=words)
