"""The command that has something said again."""

from __future__ import annotations

import getpass
from typing import Annotated

import typer

from kutsu import console
from kutsu.cli.options import Config, Home, Now, Why, opened
from kutsu.core.errors import Faulty


def announce_again(
    ctx: typer.Context,
    subject: Annotated[str, typer.Argument(help="The id of a round, a pilot or a session, as the sheet has it.")],
    kind: Annotated[str, typer.Argument(help="The kind, as kutsu plan shows it.")],
    why: Why = "",
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Say once more what was said before: a new edition, for which each language is approved anew."""
    works = opened(ctx, config, state, now)
    survey, _ = works.surveyor.pull()
    try:
        edition = works.announcer.again(survey, (subject, kind), getpass.getuser(), why)
    except Faulty as fault:
        raise typer.BadParameter(str(fault)) from fault
    survey = works.surveyor.look()
    its = [each for each in survey.deliveries if (each.subject, each.kind) == (subject, kind)]
    zone = works.settings.city.zoneinfo
    until = console.day(min(each.expires for each in its), zone) if its else "?"
    slot = console.day(min(each.slot for each in its), zone) if its else "?"
    console.out.print(
        f"{subject}/{kind}: {edition.name} goes out from {slot} on, until {until}, in each language that is approved anew:\n"
        "take its tick away, wait until a pull has seen that, and tick again. The tick that stands now does not count.",
        markup=False,
        soft_wrap=True,
    )
    for warning in works.announcer.repeats(survey):
        console.err.print(warning, style="yellow", markup=False, soft_wrap=True)
