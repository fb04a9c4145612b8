"""Places runs: one for every future slot, so that operators see what is coming, and those that settle what is in doubt."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from prefect.client.orchestration import PrefectClient, get_client
from prefect.deployments.flow_runs import arun_deployment

from flows.heed import obey
from flows.parts import threaded
from flows.runs import lives, seen
from flows.steps import clear, make, take
from kutsu.campaign import STAY
from kutsu.core.placing import NEAR, Run, Wanted, lost, provided, steps
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import together
from kutsu.survey import Survey
from kutsu.wiring import Works

LEAD = dt.timedelta(seconds=45)
"""How far ahead of its slot a run starts: the process comes up, which takes three seconds on a quiet machine and many on a busy
one, reads the plan again, claims, and waits for the instant."""

HORIZON = dt.timedelta(days=14)
"""How far ahead slots are placed; every pull looks again."""


async def place(works: Works, survey: Survey) -> int:
    """Let the right run stand for every slot within the horizon, and one right now for what is overdue; gives how many slots there are.

    Mail that is handed over ahead has its run at that moment. Where all is right already this is one request.
    """
    coming, overdue = await threaded(wanted, works, survey)
    async with get_client() as client:
        placed = await threaded(works.placed.open)
        runs = await seen(client, placed)
        stand, known = lives(runs, placed)
        found = steps(coming, placed, stand, survey.now)
        for each in found.heed:
            await obey(works, client, each, known[each.id])
        if not found.heed:
            await take(works, client, found, known)
            await clear(works, client, runs, placed)
            if overdue and not provided([each.key for each in overdue], placed, stand, survey.now):
                await now(works, f"overdue · {len(overdue)} publications", overdue, client)
    return await place(works, survey) if found.heed else len(coming)


async def now(works: Works, name: str, deliveries: Iterable[Delivery], client: PrefectClient | None = None) -> None:
    """Start a publish run at once, for all that is due, of which these deliveries are a part."""
    if client is None:
        async with get_client() as opened:
            return await now(works, name, deliveries, opened)
    moment = works.clock.now()
    one = _of(None, works.clock.wall(moment), name, [*deliveries])
    if made := await threaded(works.placed.intend, one, moment):
        await make(works, client, [made])
    return None


async def standing(works: Works) -> bool:
    """Whether every coming slot that was placed still has its run, for a pull at rest; it asks no sheet."""
    placed = await threaded(works.placed.open)
    if not placed:
        return True
    async with get_client() as client:
        stand, _ = lives(await seen(client, placed), placed)
    return not lost(placed, stand, works.clock.now())


def right(works: Works) -> list[Run]:
    """The placed runs of coming slots that start when they should by this clock."""
    now, wall = works.clock.now(), works.clock.wall
    coming = [each for each in works.placed.open() if each.run and each.slot and each.slot > now and not each.replaced]
    return [each for each in coming if each.slot and abs(each.wall - wall(each.slot - LEAD)) < NEAR]


EARLY = dt.timedelta(seconds=1)
"""How much later than there is something to do the run for it is placed: Prefect starts one up to half a second before its time,
and one that came too early would find nothing, and in its own second no other is made."""


async def follow_up(works: Works, mine: Collection[str] = ()) -> None:
    """Place the run that goes on with what this one could not settle, at the moment when there is something to do.

    `mine` are the keys that this run stays with no longer. What others have just sent, they look up themselves while they live.
    """
    now = works.clock.now()
    moments = (works.views.next(now, mine), works.views.next(now, attended=STAY))
    if soon := min(filter(None, moments), default=None):
        again = soon + EARLY
        local = again.astimezone(works.settings.city.zoneinfo)
        await arun_deployment(
            "reconcile/reconcile",
            scheduled_time=works.clock.wall(again),
            flow_run_name=f"look again at {local:%H.%M.%S}",
            idempotency_key=f"reconcile {works.clock.wall(again).isoformat(timespec='seconds')}",
            timeout=0,
            as_subflow=False,
        )


def wanted(works: Works, survey: Survey) -> tuple[list[Wanted], list[Delivery]]:
    """The runs that are to stand for the coming slots, and what is overdue.

    What waits for a person's word has no run, or one that an operator cancelled would stand there again; a pause ends by
    itself, and the runs of its time stay.
    """
    states = works.views.states(survey.now)
    found = works.gate.due(survey, survey.now)
    stopped = works.pauses.stops([each.key for each in found], survey.now)
    held = together(survey.deliveries, works.pauses.held(), works.rules.required)
    slots: dict[dt.datetime, list[Delivery]] = defaultdict(list)
    for delivery in survey.deliveries:
        planned = states.get(delivery.key, State.PLANNED) is State.PLANNED and delivery.held_because is None
        start = delivery.starts(survey.now).astimezone(dt.UTC)
        if planned and delivery.key not in held and survey.now < start <= survey.now + HORIZON:
            slots[start].append(delivery)
    zone = works.settings.city.zoneinfo
    coming = [
        _of(slot, works.clock.wall(slot - LEAD), titled(slot.astimezone(zone), of), of) for slot, of in slots.items()
    ]
    return coming, [each for each in found if each.key not in stopped]


def _of(slot: dt.datetime | None, wall: dt.datetime, name: str, deliveries: Sequence[Delivery]) -> Wanted:
    """The run of these deliveries, with the tags by which operators look for it."""
    kinds = sorted({delivery.kind for delivery in deliveries})
    languages = sorted({delivery.language for delivery in deliveries})
    channels = sorted({delivery.channel for delivery in deliveries})
    keys = tuple(sorted(delivery.key for delivery in deliveries))
    return Wanted(slot, wall, name, (*kinds, *languages, *channels), keys)


def titled(start: dt.datetime, deliveries: Sequence[Delivery]) -> str:
    """The name of a run that an operator understands."""
    return f"{start:%a} {start.day}.{start.month}. {start:%H.%M} · {called(start, deliveries)}"


def called(start: dt.datetime, deliveries: Sequence[Delivery]) -> str:
    """What a run does, for operators: the kinds that go out then, and those that are handed over for a later slot."""
    ahead = {each.slot for each in deliveries if each.slot > start}
    names = [", ".join(sorted({each.kind for each in deliveries if each.slot <= start}))]
    for slot in sorted(ahead):
        kinds = ", ".join(sorted({each.kind for each in deliveries if each.slot == slot}))
        names.append(f"hands over {kinds} for {slot:%a} {slot.day}.{slot.month}. {slot:%H.%M}")
    return " · ".join(filter(None, names))
