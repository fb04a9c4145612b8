"""Takes the steps by which the right runs come to stand in Prefect; the ledger knows of each before Prefect does."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun

from flows.heed import obey
from flows.parts import threaded
from flows.runs import cancel, create, life, stopped
from kutsu.core.placing import Life, Run, Steps
from kutsu.wiring import Works

MAKING = 16
"""Runs that are made at the same time."""

OTHER = "{name} is in its place: the sheet has changed, or the clock"
NONE = "nothing goes out at this slot any more"
STRAY = "the ledger does not know it: what is right has a run of its own"

OUR_KEYS = ("slot ", "overdue ")
"""How the idempotency keys begin of the runs that Kutsu places."""


async def take(works: Works, client: PrefectClient, found: Steps, known: Mapping[int, FlowRun]) -> None:
    """Take all steps but those that are an operator's; the ledger knows of each before Prefect does."""
    moment = works.clock.now()
    await threaded(works.placed.end, found.end, moment)
    made = [*found.make]
    for want, instead in found.place:
        if one := await threaded(works.placed.intend, want, moment, instead):
            made.append(one)
    await make(works, client, made)
    if found.cancel:
        await threaded(works.placed.replaced, found.cancel, moment)
        names = {each.slot: each.name for each in made}
        whys = {each.id: OTHER.format(name=names[each.slot]) if each.slot in names else NONE for each in found.cancel}
        await asyncio.gather(*(cancel(client, known[each.id].id, whys[each.id]) for each in found.cancel))
        await _read_back(works, client, found.cancel, known)


async def _read_back(works: Works, client: PrefectClient, some: Sequence[Run], known: Mapping[int, FlowRun]) -> None:
    """Where an operator was faster with a cancel than we, it is the operator's word that counts."""
    ended = {run.id: run for run in await stopped(client, [known[each.id].id for each in some])}
    for each in some:
        run = ended.get(known[each.id].id)
        if run and life(run) is Life.CANCELLED:
            await obey(works, client, each, run)
        elif run:
            await threaded(works.placed.end, [(each, Life.REPLACED)], works.clock.now())


async def make(works: Works, client: PrefectClient, some: Sequence[Run]) -> None:
    """Have Prefect make these, and note its ids."""
    if not some:
        return
    deployment, few = (await client.read_deployment_by_name("publish/publish")).id, asyncio.Semaphore(MAKING)
    zone = works.settings.city.zoneinfo

    async def one(run: Run) -> None:
        async with few:
            slot = run.slot.astimezone(zone).isoformat() if run.slot else None
            await threaded(works.placed.made, run, await create(client, deployment, run, slot))

    await asyncio.gather(*map(one, some))


async def clear(works: Works, client: PrefectClient, runs: Sequence[FlowRun], placed: Sequence[Run]) -> None:
    """Cancel scheduled runs under our keys that the ledger does not know: one that was restored from a copy has forgotten them.

    What another flow has placed since this one read the ledger stands there by now.
    """
    before = {name for each in placed for name in (each.key, each.run)}
    ours = [each for each in runs if life(each) is Life.AHEAD and (each.idempotency_key or "").startswith(OUR_KEYS)]
    strays = [each for each in ours if not {each.idempotency_key, str(each.id)} & before]
    if strays:
        known = {name for each in await threaded(works.placed.open) for name in (each.key, each.run)}
        alien = [each for each in strays if not {each.idempotency_key, str(each.id)} & known]
        await asyncio.gather(*(cancel(client, each.id, STRAY) for each in alien))
