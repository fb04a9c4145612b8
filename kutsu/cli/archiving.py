"""The command that writes a public record of what was said."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kutsu import console, wiring
from kutsu.archive.folder import refuse
from kutsu.archive.period import Period, day
from kutsu.archive.record import Taken
from kutsu.cli.options import Config, Home, Json, Now, Root, clock_of, settings_of
from kutsu.core.desk.words import when
from kutsu.core.errors import Faulty
from kutsu.settings import Settings


class Ui(StrEnum):
    """The languages that pages for officials are in."""

    FI = "fi"
    SV = "sv"
    EN = "en"


def archive(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="A new folder; nothing is ever written over.")],
    since: Annotated[
        str | None, typer.Option("--from", help="The first day, 2026-11-24; else from the beginning.")
    ] = None,
    until: Annotated[str | None, typer.Option("--to", help="The last day; else up to now.")] = None,
    language: Annotated[Ui | None, typer.Option("--language", help="Of the pages; else the city's first.")] = None,
    config: Config = None,
    state: Home = None,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """Write what was said, when, where, in which words and by which approval into a folder: HTML, JSON and CSV."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    archivist = wiring.archivist(settings, clock_of(settings, now or root.now))
    period = _period(settings, since, until)
    try:
        refuse(out)
    except Faulty as fault:
        raise typer.BadParameter(str(fault), param_hint="--out") from fault
    taken = archivist.write(period, out, language or _first(settings))
    if as_json:
        counted = {"subjects": taken.subjects, "counts": taken.counts, "sum": taken.sum}
        ends = {"first": taken.first and taken.first.isoformat(), "last": taken.last and taken.last.isoformat()}
        console.print_json({"out": str(out), **counted, **ends})
    else:
        _tell(taken, out)


def _period(settings: Settings, since: str | None, until: str | None) -> Period:
    """The days that are meant; what is none is wrong use."""
    try:
        first, last = day(since, "--from") if since else None, day(until, "--to") if until else None
        return Period(settings.city.zoneinfo, first, last)
    except Faulty as fault:
        raise typer.BadParameter(str(fault)) from fault


def _first(settings: Settings) -> str:
    """The first language of the city that pages for officials are in."""
    known = [key for key in settings.languages if key in list(Ui)]
    return known[0] if known else Ui.EN


def _tell(taken: Taken, out: Path) -> None:
    """What was taken, and where it is."""
    many, counts = sum(taken.counts.get(said, 0) for said in ("yes", "partly", "perhaps", "later", "no")), taken.counts
    said = f"{many} messages about {taken.subjects} subjects, {counts.get('no', 0)} of them not said"
    unsure = f", {counts['perhaps']} perhaps said" if counts.get("perhaps") else ""
    span = f"; said from {when(taken.first, 'en')} to {when(taken.last, 'en')}" if taken.first and taken.last else ""
    console.out.print(f"{said}{unsure}{span}.", markup=False, soft_wrap=True, highlight=False)
    console.out.print(f"{counts.get('approved', 0)} approved contents.", highlight=False)
    console.out.print(f"{out / 'index.html'}", markup=False, soft_wrap=True, highlight=False)
    console.out.print(f"SHA-256 of its SHA256SUMS: {taken.sum}", soft_wrap=True, highlight=False)
