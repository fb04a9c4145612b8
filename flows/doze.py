"""Ends pulls at rest without a process: shortly before one begins, `flows serve` looks itself whether there is anything to do.

A process costs seconds of computing before its first line, its look a tenth of one. Whatever is not at rest, cannot be looked at or
was taken up by the runner first, is left as it is, and begins as ever.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
import logging
from typing import Any
from uuid import UUID

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterNextScheduledStartTime, FlowRunFilterState
from prefect.client.schemas.filters import FlowRunFilterStateType as Types
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.responses import OrchestrationResult, SetStateStatus
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Pending

from flows.beside import beside
from flows.parts import fresh, moment
from flows.pull import at_rest
from flows.runs import PULL
from kutsu.clock import TickingClock

log = logging.getLogger("kutsu.doze")

AHEAD = dt.timedelta(seconds=20)
"""How long before its time a pull is looked at."""

RUNNERS = dt.timedelta(seconds=11)
"""So near its time it is the runner's, which fetches ten seconds ahead: a look at a slow sheet that ends later ends nothing. (Prefect
would let a run that the runner has ended meanwhile begin anew.)"""

AGAIN_SECONDS = 60
"""How soon the next pull is asked for again where none stands there, or where something failed."""

FEW = 5
"""Some of the next pulls may be an operator's."""

TAKEN = "flows serve looks itself whether there is anything to do"
"""By these words a run is ours."""

TRIES, PAUSE_SECONDS = 60, 5
"""A run that we took is ours to end: for so long a server that does not answer is asked again."""


async def doze(clock: TickingClock) -> None:
    """Look ahead for ever; where that fails, the runner starts the pull, and each costs a process as without us."""
    await beside(lambda client: once(client, clock), "pulls at rest cannot be told ahead", AGAIN_SECONDS)


async def once(client: PrefectClient, clock: TickingClock) -> bool:
    """Wait for the moment of the next pull, and end it if it is at rest; gives whether it did."""
    run = await coming(client, clock.wall(clock.now()) + AHEAD)
    if run is None or run.next_scheduled_start_time is None:
        await asyncio.sleep(AGAIN_SECONDS)
        return False
    begins: dt.datetime = run.next_scheduled_start_time
    await asyncio.sleep(max(0, (begins - AHEAD - clock.wall(clock.now())).total_seconds()))
    try:
        return await spare(client, clock, run.id, begins)
    finally:
        gc.collect(1)  # works lie in circles, and a process that is tuned for large sheets looks for these after days


async def coming(client: PrefectClient, near: dt.datetime) -> FlowRun | None:
    """The next pull of the schedule that is not as near as this; what operators schedule is left to the runner."""
    after = near + dt.timedelta(seconds=1)
    wanted = FlowRunFilter(
        state=FlowRunFilterState(type=Types(any_=[StateType.SCHEDULED])),
        next_scheduled_start_time=FlowRunFilterNextScheduledStartTime.model_validate({"after_": after}),
    )
    found = await client.read_flow_runs(
        flow_run_filter=wanted,
        deployment_filter=PULL,
        sort=FlowRunSort.NEXT_SCHEDULED_START_TIME_ASC,
        limit=FEW,
    )
    return next((run for run in found if run.auto_scheduled), None)


async def spare(client: PrefectClient, clock: TickingClock, run: UUID, begins: dt.datetime) -> bool:
    """End this pull if it still stands where it stood, is at rest, and nobody has taken it up; gives whether it did."""
    stands = await client.read_flow_run(run)
    waits = stands.state and stands.state.is_scheduled() and stands.next_scheduled_start_time == begins
    if not waits or _late(clock, begins):
        return False
    async with fresh() as works:
        rest = await at_rest(works, AHEAD * clock.scale)
        if rest is None or _late(clock, begins):
            return False
        return await end(client, run, str(rest), moment(works.clock.now()))


def _late(clock: TickingClock, begins: dt.datetime) -> bool:
    """Whether the runner may have taken it up: the look took long, or the machine slept."""
    return begins - clock.wall(clock.now()) < RUNNERS


async def end(client: PrefectClient, run: UUID, why: str, name: str) -> bool:
    """Take this run up, unless the runner has, and end it at once; gives whether it was ours to end."""
    ours = await _taken(client, run)
    for _ in range(TRIES):
        try:
            ours = await _tells(client, run) if ours is None else ours
            if ours:
                await client.update_flow_run(run, name=name)
                await client.set_flow_run_state(run, Completed(name="At rest", message=why))
        except ObjectNotFound:  # somebody deleted it
            return False
        except Exception as error:  # a server that was stopped, say: once it is back, the run must not stay as ours
            log.info("a pull at rest is not ended yet (%s)", type(error).__name__)
        else:
            return ours
        await asyncio.sleep(PAUSE_SECONDS)
    return False


async def _taken(client: PrefectClient, run: UUID) -> bool | None:
    """Whether we took it first, as only one can make a run that waits *Pending*; None when the answer was lost."""
    try:
        made: OrchestrationResult[Any] = await client.set_flow_run_state(run, Pending(message=TAKEN))
    except ObjectNotFound:
        return False
    except Exception:  # it may have been accepted
        return None
    return made.status is SetStateStatus.ACCEPT


async def _tells(client: PrefectClient, run: UUID) -> bool:
    """Whether the run itself says that it is ours."""
    state = (await client.read_flow_run(run)).state
    return state is not None and state.is_pending() and state.message == TAKEN
