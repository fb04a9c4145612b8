"""The publication of a slot: look again, claim, wait for the exact instant, send everything at once, settle, tell."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import tell_slot
from flows.heed import heed
from flows.heirs import bequeath
from flows.parts import threaded, works
from flows.runs import room
from flows.slots import follow_up, now
from kutsu.campaign import STAY, follow
from kutsu.core.halves import Missing
from kutsu.core.publication import Delivery
from kutsu.core.publication import State as Where
from kutsu.ledger.claims import Outcome
from kutsu.ledger.pauses import by_a_person
from kutsu.ledger.views import Row
from kutsu.missing import sound
from kutsu.publish import by_release
from kutsu.survey import Survey
from kutsu.wiring import Works

log = logging.getLogger(__name__)

READY = dt.timedelta(seconds=20)
"""How long before its slot a run looks at the plan for the last time: time to ask the channels, to claim, to prepare, and to
start a task for each delivery, which then waits. A claim's lease ends well after the slot all the same."""

LOOKING = dt.timedelta(seconds=4)
"""How much of that time is for doubts of earlier slots; what a slow network has not answered by then is for another run."""


HEEDING_SECONDS = 4
"""How long Prefect may take to tell what operators have cancelled."""

LAST_LOOK = dt.timedelta(seconds=3)
"""So shortly before its instant a run looks once more whether an operator has cancelled it; what comes later is for the kill."""


@flow(name="publish", retries=0, on_crashed=[bequeath], description=__doc__)
async def publish(slot: dt.datetime | None = None, deliveries: list[str] | None = None) -> State[Any]:  # noqa: ARG001 - for people
    """Publish all that is due at `slot` (an instant of the city's zone; without one: now), overdue work included.

    `deliveries` are what the run was placed for, for operators to see: what goes out is computed from plan and ledger.
    """
    parts = works()
    instant = slot or parts.clock.now()
    await threaded(parts.clock.sleep_until, instant - READY)
    survey, _ = await threaded(lambda: parts.surveyor.pull(whole=False))
    await threaded(parts.reconciler.run, survey.deliveries, LOOKING)
    return await send_due(parts, survey, survey, instant)


async def send_due(parts: Works, survey: Survey, chosen: Survey, instant: dt.datetime) -> State[Any]:
    """Claim, send at `instant` and settle what is due of `chosen`: the whole `survey`, or a part of it with whole releases."""
    await threaded(parts.recaller.run, survey)
    await heeded(parts)
    ready = await threaded(parts.gate.ready, chosen, max(instant, parts.clock.now()))
    mine = await threaded(parts.publisher.claim, ready.works)
    await asyncio.gather(_once_more(parts, instant), *(_release(parts, each, instant) for each in by_release(mine)))
    await threaded(parts.recaller.run, survey)
    rows, missing = await _told(parts, instant, mine, ready.held)
    if await _stayed(parts, survey, mine):
        rows, missing = await _told(parts, instant, mine, ready.held)
    await follow_up(parts, [delivery.key for delivery in mine])
    return _end(rows, ready.held, missing)


async def _once_more(parts: Works, instant: dt.datetime) -> None:
    """Heed right before the instant, if that is yet to come."""
    if (left := parts.clock.seconds(instant - LAST_LOOK - parts.clock.now())) > 0:
        await asyncio.sleep(left)
        await heeded(parts)


async def heeded(parts: Works) -> None:
    """Heed operators, for a moment: a slot waits for no server, whose client would ask again for a minute."""
    try:
        async with asyncio.timeout(HEEDING_SECONDS):
            await heed(parts)
    except Exception as error:  # of any kind: what an operator cancelled is looked at again, what is due is due now
        log.warning("operators' cancels could not be seen (%s)", type(error).__name__)


async def _release(parts: Works, release: Sequence[Delivery], instant: dt.datetime) -> None:
    """Prepare one release, and start a task for each of its deliveries."""
    able = await threaded(parts.publisher.ready, release, parts.rules.required)
    await asyncio.gather(*(_named(delivery.key)(parts, delivery, instant, return_state=True) for delivery in able))


async def _told(
    parts: Works, instant: dt.datetime, mine: Sequence[Delivery], held: Mapping[str, str]
) -> tuple[list[Row], Sequence[Missing]]:
    """Tell how it stands now, and start the run for short forms; gives the rows of what this run has sent, and what is missing."""
    rows = {row.key: row for row in parts.views.rows()}
    yet = await threaded(parts.gate.to_shorten) & {delivery.key for delivery in mine}
    if yet:
        await now(parts, f"short form · {len(yet)} publications", [each for each in mine if each.key in yet])
    missing = await threaded(sound, parts.views, parts.rules.required, parts.clock.now(), yet)
    local = instant.astimezone(parts.settings.city.zoneinfo)
    await tell_slot(
        local, [rows[delivery.key] for delivery in mine], {**held} | {each.key: str(each) for each in missing}
    )
    return [rows[delivery.key] for delivery in mine], missing


async def _stayed(parts: Works, survey: Survey, mine: Sequence[Delivery]) -> int:
    """Stay for the first readings of what is in doubt, while other runs have room; gives how often there was something to do."""
    until = parts.clock.now() + STAY
    near = parts.views.next(parts.clock.now(), [delivery.key for delivery in mine])
    if near is None or near > until or not await room():
        return 0
    return await threaded(follow, parts, survey.deliveries, mine, until)


@task(retries=0, cache_policy=NO_CACHE, persist_result=False)
async def deliver(parts: Works, delivery: Delivery, instant: dt.datetime) -> State[Any]:
    """One delivery: waits for the instant itself, since Prefect may start a run early or late."""
    outcome = await threaded(parts.publisher.send, delivery, instant, parts.rules.required)
    return _state(outcome)


def _named(key: str) -> Any:
    """The task under the delivery's key, as operators look for it."""
    return deliver.with_options(task_run_name=key)


def _state(outcome: Outcome | None) -> State[Any]:
    """What an operator sees at the task: the ledger's state by its name, and the address or the reason."""
    if outcome is None:
        return Completed(name="Nothing left", message="settled before, or claimed by another publisher")
    if outcome.state is Where.SENT:
        return Completed(name="Sent", message=outcome.receipt.url if outcome.receipt else None)
    if outcome.state is Where.HANDED_OVER:
        return Completed(name="Handed over", message="with the mail provider until its slot")
    return Failed(name=outcome.state.capitalize(), message=outcome.reason)


def _end(rows: Sequence[Row], held: Mapping[str, str], missing: Sequence[Missing] = ()) -> State[Any]:
    """The run's own end: failed when something did not go out, or was held by other than a person's word, so that it catches the eye."""
    sent = sum(row.state in (Where.SENT, Where.HANDED_OVER) for row in rows)
    words = "\n".join([f"{sent} of {len(rows)} sent or handed over, {len(held)} held", *map(str, missing)])
    wrong = sent != len(rows) or missing or not all(map(by_a_person, held.values()))
    return Failed(message=words) if wrong else Completed(message=words)
