"""Commands that make everything wait, or one delivery, and let it go on."""

from __future__ import annotations

import datetime as dt
import getpass
from typing import Annotated

import typer

from kutsu import console
from kutsu.cli.options import Config, Home, Now, Why, opened
from kutsu.core.errors import Faulty
from kutsu.core.publication import State
from kutsu.ledger.pauses import SHEET
from kutsu.wiring import Works

Key = Annotated[str, typer.Argument(help="The key, as kutsu plan --json shows it.")]

OVER = (State.SENT, State.RETRACTED)
"""What a hold comes too late for."""


def pause(
    ctx: typer.Context,
    until: Annotated[str | None, typer.Option("--until", help="When it ends by itself (ISO 8601).")] = None,
    why: Why = "",
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Let everything wait: nothing is sent until you resume; nothing is lost."""
    works = opened(ctx, config, state, now)
    end = _instant(works, until) if until else None
    try:
        works.pauses.pause(works.clock.now(), getpass.getuser(), why, end)
    except Faulty as fault:
        raise typer.BadParameter(str(fault), param_hint="--until") from fault
    lasts = f" until {console.day(end, works.settings.city.zoneinfo)}" if end else ""
    console.out.print(f"Paused{lasts}. Go on with kutsu resume.")
    _recall(works)


def resume(ctx: typer.Context, config: Config = None, state: Home = None, now: Now = None) -> None:
    """End the pause, and list what goes out now; the next run of any kind sends it."""
    works = opened(ctx, config, state, now)
    if not works.pauses.active(works.clock.now()):
        console.out.print("Nothing was paused.")
    works.pauses.resume(works.clock.now())
    for left in works.pauses.active(works.clock.now()):
        how = ": take the tick in its Settings tab away" if left.by == SHEET else ""
        console.err.print(f"still {left}{how}", style="yellow", markup=False)
    survey = works.surveyor.look()
    ready = works.gate.ready(survey, survey.now)
    console.out.print(f"Goes out now: {len(ready.works)}")
    for work in ready.works:
        console.out.print(f"  {work.delivery.key}", markup=False, soft_wrap=True)


def hold(
    ctx: typer.Context, key: Key, why: Why = "", config: Config = None, state: Home = None, now: Now = None
) -> None:
    """Let one delivery wait, whatever its slot; where its language is required, its whole release waits with it."""
    works = opened(ctx, config, state, now)
    if (known := works.views.states(works.clock.now()).get(key)) in OVER:
        raise typer.BadParameter(f"{key} is {known} already; what is out is taken back by kutsu retract KEY")
    if key not in {each.key for each in works.surveyor.look().deliveries}:
        raise typer.BadParameter(f"{key} is not in the plan; see kutsu plan --json")
    works.pauses.hold(key, works.clock.now(), why)
    console.out.print(f"{key}: held", markup=False, soft_wrap=True)
    _recall(works)


def unhold(
    ctx: typer.Context,
    key: Annotated[str | None, typer.Argument(help="The key, as kutsu plan --json shows it.")] = None,
    cancelled: Annotated[
        bool, typer.Option("--cancelled", help="All that runs hold which operators cancelled.")
    ] = False,
    slot: Annotated[str | None, typer.Option("--slot", help="Of these only what was for this slot (ISO 8601).")] = None,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Take a hold away, or with --cancelled those that came of cancelled runs; the next pull places the runs again."""
    if bool(key) == cancelled or (slot and not cancelled):
        raise typer.BadParameter("say either a KEY or --cancelled; --slot goes with --cancelled")
    works = opened(ctx, config, state, now)
    if key and not works.pauses.unhold(key):
        raise typer.BadParameter(f"{key} is not held")
    freed = [key] if key else works.placed.release(_instant(works, slot, "--slot") if slot else None)
    for each in freed:
        console.out.print(f"{each}: no longer held", markup=False, soft_wrap=True)
    if not freed:
        console.out.print("No cancelled run holds anything.")


def _recall(works: Works) -> None:
    """Take back what is with mail providers and must not leave now, and name what leaves all the same."""
    for key, why in works.recaller.run(works.surveyor.recollect()).items():
        console.err.print(f"{key}: {why}", style="red", markup=False, soft_wrap=True)


def _instant(works: Works, text: str, option: str = "--until") -> dt.datetime:
    """An instant as typed, in the city's zone where it names none."""
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text}: write an instant such as 2027-03-29T09:00", param_hint=option) from error
    return found if found.tzinfo else found.replace(tzinfo=works.settings.city.zoneinfo)
