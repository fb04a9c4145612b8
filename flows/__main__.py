"""`python -m flows serve` runs all deployments in one process; `run NAME` runs one of them to its end; `idle` waits for all.

`watch` looks from outside and rings the bells; `ring` rings each of them once, for a test.
"""

from __future__ import annotations

import asyncio
import sys
from time import monotonic
from typing import Any

from prefect import aserve
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.deployments.flow_runs import arun_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from flows import watch
from flows.automations import arrange
from flows.bells import belfry
from flows.deployments import deployments
from flows.parts import works
from flows.runs import AT_ONCE, OURS, SCHEDULED, UNDER_WAY

PATIENCE_SECONDS = 60
"""How long a deployment may take to be registered, and runs under way to end."""

RUN_SECONDS = 120
"""How long a run may take that somebody waits for."""


async def sweep() -> None:
    """Take away what an earlier time left: runs are alarm clocks, and the first pull places those that are right.

    What is scheduled is deleted, not cancelled: a cancelled run would keep its idempotency key, and its slot could never
    be placed again. What seems to run has crashed with the process that it was in.
    """
    crashed: State[Any] = Crashed(message="Kutsu was stopped while this ran; the next run goes on with what is due")
    async with get_client() as client:
        while left := await client.read_flow_runs(flow_run_filter=SCHEDULED, deployment_filter=OURS):
            await asyncio.gather(*(client.delete_flow_run(run.id) for run in left))
        while left := await client.read_flow_runs(flow_run_filter=UNDER_WAY, deployment_filter=OURS):
            await asyncio.gather(*(client.set_flow_run_state(run.id, crashed, force=True) for run in left))


async def serve() -> None:
    """Register the deployments, pull at once, and run what is scheduled, until SIGTERM."""
    await sweep()
    works().rests.forget()
    made = await deployments()
    for deployment in made:
        await deployment.aapply()
    settings = works().settings
    await arrange(belfry(settings), settings.city.zone, [deployment.name for deployment in made])
    await arun_deployment("pull/pull", timeout=0, as_subflow=False)
    await aserve(*made, pause_on_shutdown=False, print_starting_message=False, limit=AT_ONCE)


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
    state = made.state
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
