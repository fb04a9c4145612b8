"""What the dead leave: flow runs that outlive the process that started them, and claims that a killed run made and did not begin."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

from prefect.client.schemas.objects import FlowRun, State
from prefect.deployments.flow_runs import arun_deployment

from flows.parts import threaded, works

PROC = Path("/proc")

RUNS = (b"prefect.engine", b"multiprocessing.spawn")
"""One of these stands in the command line of a flow run's process: Prefect has two ways to start it."""

LOOK_SECONDS = 1


def heirs() -> list[Path]:
    """The living processes of flow runs of our Prefect server; asked before `serve` starts one itself, they are an earlier one's.

    No list of Prefect's has them: who knows them is Linux alone (elsewhere none is found).
    """
    return [each for each in PROC.glob("[0-9]*") if _runs(each)]


async def gone(left: list[Path]) -> None:
    """Wait until all of them have ended."""
    while any(_runs(each) for each in left):
        await asyncio.sleep(LOOK_SECONDS)


async def bequeath(flow: Any, flow_run: FlowRun, state: State[Any]) -> None:  # noqa: ARG001 - as Prefect calls its hooks
    """What a crashed run had claimed and not begun goes out at once, by another run."""
    await inherit()


async def inherit() -> None:
    """Free what the dead had claimed and not begun, and let a run send it: neither lease nor pull is waited for."""
    parts = works()
    if await threaded(parts.claims.abandon, parts.clock.now()):
        await arun_deployment("reconcile/reconcile", timeout=0, as_subflow=False)


def _runs(place: Path) -> bool:
    """Whether a process runs a flow for our server; one that has ended says nothing of itself."""
    ours = f"PREFECT_API_URL={os.environ.get('PREFECT_API_URL')}".encode()
    try:
        command, told = (place / "cmdline").read_bytes(), (place / "environ").read_bytes().split(b"\0")
    except OSError:  # another user's, or gone meanwhile
        return False
    return ours in told and any(name in command for name in RUNS)
