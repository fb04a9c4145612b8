"""`python -m flows serve` runs all deployments in one process; `run NAME` runs one of them to its end; `idle` waits for all."""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from time import monotonic
from zoneinfo import ZoneInfo

from prefect import aserve
from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    FlowRunFilter,
    FlowRunFilterNextScheduledStartTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.deployments.flow_runs import arun_deployment
from prefect.deployments.runner import RunnerDeployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled

from flows.publish import publish
from flows.pull import pull
from flows.reconcile import reconcile
from flows.report import report
from kutsu.clock import TickingClock

PULL_EVERY = dt.timedelta(minutes=5)
AT_ONCE = 8
"""Flow runs at the same time; without a limit a downtime would start all that was missed at once."""

PATIENCE_SECONDS = 60


async def deployments() -> list[RunnerDeployment]:
    """The four deployments with their schedules; none falls between 03 and 04, where clock changes are."""
    one = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.ENQUEUE)
    return [
        await pull.ato_deployment("pull", interval=PULL_EVERY, tags=["kutsu"]),
        await publish.ato_deployment("publish", tags=["kutsu"]),
        await reconcile.ato_deployment("reconcile", concurrency_limit=one, tags=["kutsu"]),
        await report.ato_deployment("report", cron="30 8 * * *", concurrency_limit=one, tags=["kutsu"]),
    ]


async def sweep() -> None:
    """Cancel the runs that a downtime left behind: they are alarm clocks, and what is due is computed by the next pull."""
    past = {"before_": TickingClock.real(ZoneInfo("UTC")).now()}
    missed = FlowRunFilter(
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.SCHEDULED])),
        next_scheduled_start_time=FlowRunFilterNextScheduledStartTime.model_validate(past),
    )
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=missed):
            await client.set_flow_run_state(run.id, Cancelled(message="missed while Kutsu was down"), force=True)


async def serve() -> None:
    """Register the deployments and run what is scheduled, until SIGTERM."""
    await sweep()
    await aserve(*await deployments(), pause_on_shutdown=False, print_starting_message=False, limit=AT_ONCE)


async def run(name: str) -> int:
    """Run a deployment and wait for its end; gives 1 when it failed. It may be registered only in a moment."""
    deadline = monotonic() + PATIENCE_SECONDS
    while True:
        try:
            made = await arun_deployment(f"{name}/{name}", poll_interval=0.3, as_subflow=False)
            break
        except ObjectNotFound:
            if monotonic() > deadline:
                raise
            await asyncio.sleep(0.3)
    state = made.state
    sys.stderr.write(f"{name}: {state.name if state else '?'} {state.message if state else ''}\n")
    return 0 if state and state.is_completed() else 1


async def idle() -> None:
    """Wait until no run is under way, so that a stop cuts none off."""
    under_way = FlowRunFilterStateType(any_=[StateType.RUNNING, StateType.PENDING])
    busy = FlowRunFilter(state=FlowRunFilterState(type=under_way))
    async with get_client() as client:
        while await client.read_flow_runs(flow_run_filter=busy, limit=1):
            await asyncio.sleep(0.3)


def main() -> None:
    """Serve, run or wait."""
    match sys.argv[1:]:
        case ["serve"]:
            asyncio.run(serve())
        case ["idle"]:
            asyncio.run(idle())
        case ["run", name]:
            sys.exit(asyncio.run(run(name)))
        case _:
            sys.exit(f"usage: {__doc__}")


if __name__ == "__main__":
    main()
