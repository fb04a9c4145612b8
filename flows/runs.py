"""The runs of our own deployments: what Prefect says of them, how one is made or cancelled, and whether there is room for one to stay."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from uuid import UUID

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterName,
    DeploymentFilterTags,
    FlowRunFilter,
    FlowRunFilterId,
    FlowRunFilterState,
    FlowRunFilterStateType,
    Operator,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.client.schemas.sorting import FlowRunSort
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelled, Scheduled

from kutsu.core.placing import Life, Run

AT_ONCE = 8
"""Flow runs at the same time; without a limit a downtime would start all that was missed at once."""

STAYING = AT_ONCE // 2
"""The most runs that stay after their sends; the other places are always there for slots, pulls and pauses."""

REPLACED = "Replaced"
"""The name of the state in which Kutsu leaves a run that it cancels itself; every other cancel is an operator's."""

PAGE = 200
"""As many runs as the server gives at once."""

OURS = DeploymentFilter(tags=DeploymentFilterTags(all_=["kutsu"]))
"""Our own deployments: a Prefect server may have others."""

PULL = DeploymentFilter(name=DeploymentFilterName(any_=["pull"]), tags=OURS.tags)
PUBLISH = DeploymentFilter(name=DeploymentFilterName(any_=["publish"]), tags=OURS.tags)

WAKING = DeploymentFilter(name=DeploymentFilterName(any_=["pull", "publish", "reconcile", "report"]), tags=OURS.tags)
"""Those whose runs only wake, so that a lost one loses nothing; what operators schedule of the others is their word."""


def _in(*types: StateType) -> FlowRunFilter:
    """The runs that are in one of these states."""
    return FlowRunFilter(state=_types(*types))


def _types(*types: StateType) -> FlowRunFilterState:
    return FlowRunFilterState(type=FlowRunFilterStateType(any_=list(types)))


ENDED = _in(StateType.COMPLETED, StateType.FAILED, StateType.CRASHED, StateType.CANCELLED)
UNDER_WAY = _in(StateType.RUNNING, StateType.PENDING, StateType.CANCELLING)

_LIVES = {
    StateType.SCHEDULED: Life.AHEAD,
    StateType.PENDING: Life.UNDER_WAY,
    StateType.RUNNING: Life.UNDER_WAY,
    StateType.PAUSED: Life.UNDER_WAY,
    StateType.CANCELLING: Life.CANCELLED,
}


def life(run: FlowRun) -> Life:
    """Where a run stands."""
    state = run.state
    if state and state.is_cancelled():
        return Life.REPLACED if state.name == REPLACED else Life.CANCELLED
    return _LIVES.get(state.type, Life.OVER) if state else Life.OVER


async def seen(client: PrefectClient, placed: Sequence[Run]) -> list[FlowRun]:
    """These runs, and all other runs of *publish* that are scheduled, by one request for each two hundred."""
    scheduled = _types(StateType.SCHEDULED)
    wanted = FlowRunFilter(id=FlowRunFilterId(any_=ids(placed)), state=scheduled)
    wanted.operator = Operator.or_
    found = list[FlowRun]()
    while True:
        page = await client.read_flow_runs(
            flow_run_filter=wanted,
            deployment_filter=PUBLISH,
            sort=FlowRunSort.ID_DESC,
            limit=PAGE,
            offset=len(found),
        )
        found += page
        if len(page) < PAGE:
            return found


def lives(runs: Sequence[FlowRun], placed: Sequence[Run]) -> tuple[dict[int, Life], Mapping[int, FlowRun]]:
    """What Prefect says of each placed run it knows, by the ledger's ids, and the runs themselves."""
    keys = {each.idempotency_key: each for each in runs if each.idempotency_key}
    named = {str(each.id): each for each in runs}
    of = {each.id: named.get(each.run or "") or keys.get(each.key) for each in placed}
    known = {number: run for number, run in of.items() if run}
    return {number: life(run) for number, run in known.items()}, known


async def stopped(client: PrefectClient, ids: Sequence[UUID]) -> list[FlowRun]:
    """Those of these runs that somebody cancelled: one small request."""
    states = _types(StateType.CANCELLED, StateType.CANCELLING)
    wanted = FlowRunFilter(id=FlowRunFilterId(any_=list(ids)), state=states)
    return await client.read_flow_runs(flow_run_filter=wanted)


def wrong(but: Sequence[Run]) -> FlowRunFilter:
    """What is scheduled, but for these."""
    return FlowRunFilter(state=_types(StateType.SCHEDULED), id=FlowRunFilterId(not_any_=ids(but)))


async def create(client: PrefectClient, deployment: UUID, one: Run, slot: str | None) -> str:
    """Make a run, or find it again by its key; gives Prefect's id."""
    parameters = {"slot": slot, "deliveries": list(one.deliveries)}
    run = await client.create_flow_run_from_deployment(
        deployment,
        parameters=parameters,
        state=Scheduled(scheduled_time=one.wall),
        name=one.name,
        tags=one.tags,
        idempotency_key=one.key,
    )
    return str(run.id)


async def cancel(client: PrefectClient, run: UUID, why: str) -> None:
    """Cancel one as `Replaced`; what has ended meanwhile, was cancelled by an operator or deleted, stays as it is."""
    with suppress(ObjectNotFound):
        await client.set_flow_run_state(run, Cancelled(name=REPLACED, message=why))


async def room() -> bool:
    """Whether this run may stay for a while after its work.

    Who asks is under way itself, and so are all who stay. So the last one that was let stay counted them all: there are
    never more than `STAYING`, however many ask at the same time.
    """
    async with get_client() as client:
        return len(await client.read_flow_runs(flow_run_filter=UNDER_WAY, deployment_filter=OURS)) <= STAYING


def ids(placed: Sequence[Run]) -> list[UUID]:
    """The ids by which Prefect knows them."""
    return [UUID(each.run) for each in placed if each.run]
