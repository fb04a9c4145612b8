"""Places runs: one for every future slot, so that operators see what is coming, and those that settle what is in doubt."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from prefect.deployments.flow_runs import arun_deployment

from kutsu.campaign import STAY
from kutsu.core.publication import Delivery, State
from kutsu.survey import Survey
from kutsu.wiring import Works

LEAD = dt.timedelta(seconds=45)
"""How far ahead of its slot a run starts: the process comes up, which takes three seconds on a quiet machine and many on a busy
one, reads the plan again, claims, and waits for the instant."""

HORIZON = dt.timedelta(days=14)
"""How far ahead slots are placed; every pull looks again."""


async def place(works: Works, survey: Survey) -> int:
    """Place a run for every slot within the horizon, and one right now for what is overdue; gives how many slots there are.

    Mail that is handed over ahead has its run at that moment.
    """
    states = works.views.states(survey.now)
    found = works.gate.due(survey, survey.now)
    stopped = works.pauses.stops([each.key for each in found], survey.now)
    overdue = [each for each in found if each.key not in stopped]
    slots: dict[dt.datetime, list[Delivery]] = defaultdict(list)
    for delivery in survey.deliveries:
        planned = states.get(delivery.key, State.PLANNED) is State.PLANNED and delivery.held_because is None
        if planned and survey.now < (start := delivery.starts(survey.now)) <= survey.now + HORIZON:
            slots[start].append(delivery)
    runs = [_slot_run(works, slot, deliveries) for slot, deliveries in slots.items()]
    runs += [now(f"overdue · {len(overdue)} publications")] if overdue else []
    await asyncio.gather(*runs)
    return len(slots)


async def now(name: str) -> None:
    """Start a publish run at once, for all that is due."""
    await arun_deployment("publish/publish", flow_run_name=name, timeout=0, as_subflow=False)


async def follow_up(works: Works, mine: Collection[str] = ()) -> None:
    """Place the run that goes on with what this one could not settle, at the moment when there is something to do.

    `mine` are the keys that this run stays with no longer. What others have just sent, they look up themselves; should
    they have died, it is looked up when they would have left.
    """
    now = works.clock.now()
    moments = (works.views.next(now, mine), works.views.next(now, attended=STAY))
    if again := min(filter(None, moments), default=None):
        local = again.astimezone(works.settings.city.zoneinfo)
        await arun_deployment(
            "reconcile/reconcile",
            scheduled_time=works.clock.wall(again),
            flow_run_name=f"look again at {local:%H.%M.%S}",
            idempotency_key=f"reconcile {works.clock.wall(again).isoformat(timespec='seconds')}",
            timeout=0,
            as_subflow=False,
        )


async def _slot_run(works: Works, slot: dt.datetime, deliveries: Sequence[Delivery]) -> None:
    """One scheduled run that an operator understands; placing it again changes nothing."""
    wall = works.clock.wall(slot - LEAD)
    kinds = sorted({delivery.kind for delivery in deliveries})
    said = called(slot, deliveries)
    languages = sorted({delivery.language for delivery in deliveries})
    channels = sorted({delivery.channel for delivery in deliveries})
    await arun_deployment(
        "publish/publish",
        parameters={"slot": slot.isoformat()},
        scheduled_time=wall,
        flow_run_name=f"{slot:%a} {slot.day}.{slot.month}. {slot:%H.%M} · {said}",
        tags=[*kinds, *languages, *channels],
        idempotency_key=f"slot {slot.isoformat()} {wall.isoformat(timespec='minutes')}",
        timeout=0,
        as_subflow=False,
    )


def called(start: dt.datetime, deliveries: Sequence[Delivery]) -> str:
    """What a run does, for operators: the kinds that go out then, and those that are handed over for a later slot."""
    ahead = {each.slot for each in deliveries if each.slot > start}
    names = [", ".join(sorted({each.kind for each in deliveries if each.slot <= start}))]
    for slot in sorted(ahead):
        kinds = ", ".join(sorted({each.kind for each in deliveries if each.slot == slot}))
        names.append(f"hands over {kinds} for {slot:%a} {slot.day}.{slot.month}. {slot:%H.%M}")
    return " · ".join(filter(None, names))
