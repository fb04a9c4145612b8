"""The runs of our own deployments: which of them are scheduled, which are under way, and whether there is room for one to stay."""

from __future__ import annotations

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType

AT_ONCE = 8
"""Flow runs at the same time; without a limit a downtime would start all that was missed at once."""

STAYING = AT_ONCE // 2
"""The most runs that stay after their sends; the other places are always there for slots, pulls and pauses."""

OURS = DeploymentFilter(tags=DeploymentFilterTags(all_=["kutsu"]))
"""Our own deployments: a Prefect server may have others."""


def _in(*types: StateType) -> FlowRunFilter:
    """The runs that are in one of these states."""
    return FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types))))


SCHEDULED = _in(StateType.SCHEDULED)
ENDED = _in(StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)
UNDER_WAY = _in(StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)


async def room() -> bool:
    """Whether this run may stay for a while after its work.

    Who asks is under way itself, and so are all who stay. So the last one that was let stay counted them all: there are
    never more than `STAYING`, however many ask at the same time.
    """
    async with get_client() as client:
        return len(await client.read_flow_runs(flow_run_filter=UNDER_WAY, deployment_filter=OURS)) <= STAYING
