"""The command that plays a season before it happens."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from kutsu import console
from kutsu.cli.options import FAULTS, Config, Home, Json, settings_of
from kutsu.core.publication import State
from kutsu.rehearsal.calendar import write_calendar
from kutsu.rehearsal.outcome import STAFF, Rehearsal, as_json
from kutsu.rehearsal.theatre import Season
from kutsu.rehearsal.theatre import rehearse as play


def rehearse(
    ctx: typer.Context,
    first: Annotated[dt.datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="The first day.")],
    last: Annotated[dt.datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="The last day.")],
    edits: Annotated[
        Path | None,
        typer.Option("--edits", help="What staff do and when (TOML). Without it all that is complete is approved."),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="The folder for calendar.html and the messages.")] = Path(
        "rehearsal"
    ),
    language: Annotated[str, typer.Option("--language", help=f"Of the calendar: {', '.join(STAFF)}.")] = STAFF[0],
    fresh: Annotated[bool, typer.Option("--fresh", help="As if nothing had ever gone out or been approved.")] = False,
    pictures: Annotated[bool, typer.Option("--pictures/--no-pictures", help="Draw share cards (slower).")] = False,
    config: Config = None,
    state: Home = None,
    json: Json = False,
) -> None:
    """Play a season in seconds: the real plan and rules, scripted edits, played networks; tells all that would be said."""
    if language not in STAFF:
        raise typer.BadParameter(f"write one of {', '.join(STAFF)}", param_hint="--language")
    settings, begun = settings_of(ctx, config, state), monotonic()
    played = play(settings, Season(first.date(), last.date(), edits, fresh, pictures))
    page = write_calendar(played, settings.languages, settings.kinds, out, language)
    if json:
        console.print_json(as_json(played))
    else:
        _tell(played)
    console.err.print(f"{page} · {monotonic() - begun:.0f} s", markup=False, soft_wrap=True)
    if any(each.state is not State.SENT and each.state is not State.RETRACTED for each in played.said):
        raise typer.Exit(FAULTS)


def _tell(played: Rehearsal) -> None:
    """The season in a few lines, and all that was told."""
    sent = sum(each.state is State.SENT for each in played.said)
    lines = [f"{each.at:%d.%m.%Y %H.%M} {each.about}: {each.words['en']}" for each in played.told]
    for words in lines:
        console.out.print(words, style="yellow", markup=False, soft_wrap=True)
    for name, why in played.waiting:
        console.out.print(f"held {name}: {why}", markup=False, soft_wrap=True)
    console.out.print(
        f"{len(played.done)} edits, {played.pulls} pulls; {sent} of {len(played.said)} publications are out."
    )
