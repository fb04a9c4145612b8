"""`python -m flows serve` runs all deployments in one process; `run NAME` runs one of them to its end.

`first SINCE` waits for the end of the pull with which a `serve` that began after this instant (ISO 8601) opens; `idle` waits for all.
`watch` looks from outside and rings the bells; `ring` rings each of them once, for a test.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import sys
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from prefect import aserve
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import FlowRunFilter, FlowRunFilterExpectedStartTime, FlowRunFilterTags
from prefect.client.schemas.objects import State
from prefect.deployments.flow_runs import arun_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from flows import watch
from flows.apart import tell_runs
from flows.automations import arrange
from flows.bells import belfry
from flows.deployments import deployments
from flows.doze import doze
from flows.heed import heed, listen
from flows.heirs import gone, heirs, inherit
from flows.parts import threaded, works
from flows.runs import AT_ONCE, ENDED, OURS, UNDER_WAY, WAKING, wrong
from flows.slots import right

log = logging.getLogger("kutsu.flows")

PATIENCE_SECONDS = 60
"""How long a deployment may take to be registered, and runs under way to end."""

RUN_SECONDS = 120
"""How long a run may take that somebody waits for."""

FIRST = "first"
"""The tag of the pull with which `serve` opens."""


async def sweep() -> set[UUID]:
    """Take away what an earlier time left: runs are alarm clocks, and the first pull places those that are right.

    A coming slot's run that is still right by ledger and clock stays. What has missed its time, or has another clock's, is
    deleted: one run for all that is overdue wakes fewer than one for each slot. An operator's cancel is heeded before that
    hides it. What dead publishers had claimed and not begun is free again. Gives what seems to be under way, before any run
    of ours is.
    """
    await heed(works())
    await threaded(works().claims.abandon, works().clock.now())
    async with get_client() as client:
        late = wrong(await threaded(right, works()))
        while left := await client.read_flow_runs(flow_run_filter=late, deployment_filter=WAKING):
            await asyncio.gather(*(client.delete_flow_run(run.id) for run in left))
        return {run.id for run in await client.read_flow_runs(flow_run_filter=UNDER_WAY, deployment_filter=OURS)}


async def bury(left: set[UUID], living: list[Path]) -> None:
    """What an earlier time left under way has crashed with its process, unless that lives: then it is let end by itself.

    What those had claimed who ended only now is free now, and goes without waiting for the next pull.
    """
    crashed: State[Any] = Crashed(message="Kutsu was stopped while this ran; the next run goes on with what is due")
    await gone(living)
    async with get_client() as client:
        busy = await client.read_flow_runs(flow_run_filter=UNDER_WAY, deployment_filter=OURS)
        dead = [run.id for run in busy if run.id in left]
        await asyncio.gather(*(client.set_flow_run_state(each, crashed, force=True) for each in dead))
    if living:
        await inherit()


async def serve() -> None:
    """Register the deployments, pull at once, and run what is scheduled, heeding operators all the while, until SIGTERM."""
    tell_runs()
    left, living = await sweep(), heirs()
    burial = asyncio.create_task(bury(left, living))
    if not living:
        await burial
    works().rests.forget()
    made = await deployments()
    for deployment in made:
        await deployment.aapply()
    await _arranged([deployment.name for deployment in made])
    await arun_deployment("pull/pull", tags=[FIRST], timeout=0, as_subflow=False)
    beside = [asyncio.create_task(listen(works())), asyncio.create_task(doze(works().clock))]
    try:
        await aserve(*made, pause_on_shutdown=False, print_starting_message=False, limit=AT_ONCE)
    finally:
        for task in (*beside, burial):
            task.cancel()


async def _arranged(names: list[str]) -> None:
    """Have the server ring the bells; where it cannot, slots go out all the same, and the watch rings by itself."""
    settings = works().settings
    try:
        await arrange(belfry(settings), settings.city.zone, names)
    except Exception as error:  # of any kind: a block that cannot be saved, a server that is busy
        log.warning("the alarms of the Prefect server could not be arranged (%s)", type(error).__name__)


async def run(name: str) -> int:
    """Run a deployment and wait for its end; gives 1 when it failed. It may be registered only in a moment."""
    deadline = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            made = await arun_deployment(f"{name}/{name}", poll_interval=0.3, timeout=RUN_SECONDS, as_subflow=False)
            break
        except ObjectNotFound:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(0.3)
    return _told(name, made.state)


async def first(since: dt.datetime) -> int:
    """Wait for the end of the pull with which `serve` opened after an instant; gives 1 when it failed, or did not come."""
    opening = FlowRunFilter(
        tags=FlowRunFilterTags(all_=[FIRST]),
        expected_start_time=FlowRunFilterExpectedStartTime.model_validate({"after_": since}),
        state=ENDED.state,
    )
    deadline = monotonic() + PATIENCE_SECONDS + RUN_SECONDS
    async with get_client() as client:
        while not (ended := await client.read_flow_runs(flow_run_filter=opening, deployment_filter=OURS)):
            if monotonic() > deadline:
                return _told("pull", None)
            await asyncio.sleep(0.3)
    return _told("pull", ended[0].state)


def _told(name: str, state: State[Any] | None) -> int:
    """Say in which state a run ended; gives 1 when that is no good one."""
    sys.stderr.write(f"{name}: {state.name if state else '?'} {state.message if state else ''}\n")
    return 0 if state and state.is_completed() else 1


async def idle() -> int:
    """Wait until no run is under way, so that a stop cuts none off; gives 1, with their names, when some go on for too long."""
    deadline = monotonic() + PATIENCE_SECONDS
    async with get_client() as client:
        while busy := await client.read_flow_runs(flow_run_filter=UNDER_WAY, deployment_filter=OURS):
            if monotonic() > deadline:
                sys.stderr.write(f"still under way: {', '.join(run.name for run in busy)}\n")
                return 1
            await asyncio.sleep(0.3)
    return 0


def main() -> None:
    """Serve, run, wait, watch or ring."""
    match sys.argv[1:]:
        case ["serve"]:
            asyncio.run(serve())
        case ["idle"]:
            sys.exit(asyncio.run(idle()))
        case ["first", since]:
            sys.exit(asyncio.run(first(dt.datetime.fromisoformat(since))))
        case ["watch"]:
            watch.main()
        case ["ring"]:
            sys.exit(watch.ring())
        case ["run", name]:
            sys.exit(asyncio.run(run(name)))
        case _:
            sys.exit(f"usage: {__doc__}")


if __name__ == "__main__":
    main()
