"""The pull: read the sheets, remember approvals, answer in the sheets, refresh the mirrors, place the slots."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed

from flows.artifacts import tell_faults
from flows.fortnight import tell_calendar
from flows.heartbeat import beat
from flows.heed import heed
from flows.parts import at_this_moment, threaded, works
from flows.slots import follow_up, place, standing
from kutsu.outdated import sound
from kutsu.rest import Rest
from kutsu.survey import UNDONE, Survey
from kutsu.wiring import Works

FAILED = (UNDONE, "mirror-failed", "preview-failed")
"""The codes of faults that no editor of a sheet can mend."""


@flow(name="pull", flow_run_name=at_this_moment, retries=0, description=__doc__)
async def pull() -> State[Any]:
    """Do it once; what is overdue gets a publish run at once, what is in doubt a reconcile run when it is to be read.

    Where nothing has changed since a pull that found nothing to do, and nothing is due yet, this one is at rest.
    The slots are placed before the previews are made: a hundred pages take half a minute, and a slot may be as near.
    """
    parts = works()
    if rest := await at_rest(parts):
        return Completed(name="At rest", message=str(rest))
    before = await threaded(parts.rests.sign)
    survey, changed = await threaded(lambda: parts.surveyor.learn(trusting=True))
    kept = await threaded(parts.recaller.run, survey)
    slots = await place(parts, survey)
    await follow_up(parts)
    survey = await threaded(parts.surveyor.attend, survey)
    await tell_faults(survey)
    await tell_calendar(parts, survey)
    await threaded(parts.rests.grant, before, survey, changed)
    old = await threaded(sound, parts.views, survey, parts.rules.kinds, parts.clock.now())
    errors = sum(fault.severity == "error" for fault in survey.plan.faults)
    told = f"{len(survey.plan.entries)} rows, {errors} errors, {survey.answered} cells answered"
    words = f"{told}, {changed} files of the site changed, {slots} coming slots"
    wrong = list(wholly(survey, parts.sheets))
    message = "\n".join([*wrong, *(f"{key}: {why}" for key, why in kept.items()), words, *map(str, old)])
    if wrong or kept:
        return Failed(message=message)
    await threaded(beat, parts.settings)
    return Completed(message=message)


async def at_rest(parts: Works, ahead: dt.timedelta = dt.timedelta()) -> Rest | None:
    """The rest that holds now and so long ahead (on Kutsu's clock), after all that a pull at rest does; none where there is more to do."""
    await heed(parts)
    rest = await threaded(parts.rests.taken, ahead)
    if not rest or not await standing(parts):
        return None
    await follow_up(parts)
    await threaded(beat, parts.settings)
    return rest


def wholly(survey: Survey, sheets: Iterable[str]) -> Iterator[str]:
    """What is wrong with more than a row, so that it catches the eye: sheets that count for nothing as they are now, failed parts."""
    sound = {book.sheet for book in survey.books}
    for sheet in (each for each in sheets if each not in sound):
        whys = (
            fault.message["en"] for fault in survey.plan.faults if fault.sheet == sheet and fault.severity == "error"
        )
        yield f"The sheet {sheet} is held: {next(whys, 'see the faults.')}"
    yield from (fault.message["en"] for fault in survey.plan.faults if fault.code in FAILED)
