"""The pull: read the sheets, tell their faults, remember approvals, refresh the mirrors, place the slots."""

from __future__ import annotations

from typing import Any

from prefect import flow
from prefect.artifacts import acreate_table_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.parts import at_this_moment, threaded, works
from flows.slots import follow_up, place
from kutsu.outdated import sound
from kutsu.survey import Survey


@flow(name="pull", flow_run_name=at_this_moment, retries=0, description=__doc__)
async def pull() -> State[Any]:
    """Do it once; what is overdue gets a publish run at once, what is in doubt a reconcile run when it is to be read."""
    parts = works()
    survey, changed = await threaded(parts.surveyor.pull)
    await tell(survey)
    old = await threaded(sound, parts.views, survey, parts.rules.kinds, parts.clock.now())
    slots = await place(parts, survey)
    await follow_up(parts)
    errors = sum(fault.severity == "error" for fault in survey.plan.faults)
    words = (
        f"{len(survey.plan.entries)} rows, {errors} errors, {changed} files of the site changed, {slots} coming slots"
    )
    return Completed(message="\n".join([words, *map(str, old)]))


async def tell(survey: Survey) -> None:
    """The faults of the sheets as a table."""
    table = [
        {"sheet": fault.sheet, "tab": fault.tab, "cell": fault.cell, "severity": fault.severity, **fault.message}
        for fault in survey.plan.faults
    ]
    await acreate_table_artifact(table=table, key="faults", description="What the sheets need from their editors")
