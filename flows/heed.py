"""Heeds operators: a run that one of them cancels in the Prefect UI holds its deliveries until somebody releases them."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.objects import FlowRun
from prefect.states import Cancelled

from flows.beside import beside
from flows.parts import threaded
from flows.runs import ids, life, stopped
from kutsu.core.placing import Life, Run
from kutsu.ledger.placed import cancelled_words
from kutsu.wiring import Works

log = logging.getLogger("kutsu.heed")

EVERY_SECONDS, FAR_SECONDS = 5, 15
"""How often `flows serve` looks for cancelled runs while one is near: so soon a publisher in a shell knows it too; and while none is."""

NEAR = dt.timedelta(minutes=2)
"""How far from its time a run is near."""


async def heed(works: Works, client: PrefectClient | None = None) -> int:
    """Hold what operators' cancels mean; gives how many runs these were. One small request, and none where no run is placed."""
    placed = {each.run: each for each in await threaded(works.placed.open) if each.run}
    if not placed:
        return 0
    if client is None:
        async with get_client() as opened:
            return await heed(works, opened)
    found = [run for run in await stopped(client, ids([*placed.values()])) if life(run) is Life.CANCELLED]
    for run in found:
        await obey(works, client, placed[str(run.id)], run)
    return len(found)


async def obey(works: Works, client: PrefectClient, one: Run, run: FlowRun) -> None:
    """Hold the deliveries of a cancelled run, and give back what is claimed of them and not begun.

    The UI forces a run into *Cancelling*; of one that never began nobody but us would make an end.
    """
    now = works.clock.now()
    keys = await threaded(works.placed.cancelled, one, now)
    if keys:
        await threaded(works.claims.give_back, keys, cancelled_words(one.name), now)
        log.warning("%s: %d publications are held until they are released", cancelled_words(one.name), len(keys))
    if run.state and run.state.is_cancelling() and run.start_time is None:
        await client.set_flow_run_state(run.id, Cancelled(message=f"{len(keys)} publications are held: see release"))


def near(works: Works) -> bool:
    """Whether one of the placed runs begins soon, or should have begun."""
    soon = works.clock.wall(works.clock.now()) + NEAR
    return any(each.wall < soon for each in works.placed.open())


async def listen(works: Works) -> None:
    """Heed for ever; a server that does not answer is asked again, and told of once."""

    async def turn(client: PrefectClient) -> None:
        await heed(works, client)
        await asyncio.sleep(EVERY_SECONDS if await threaded(near, works) else FAR_SECONDS)

    await beside(turn, "operators' cancels cannot be seen", EVERY_SECONDS)
