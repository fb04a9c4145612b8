"""What every command takes, and how it opens the works and ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kutsu import console
from kutsu.clock import TickingClock
from kutsu.core.errors import Faulty
from kutsu.core.states import CALLING
from kutsu.missing import lacking
from kutsu.settings import Settings, read_clock, read_settings
from kutsu.survey import Survey
from kutsu.wiring import Works, wire

WELL, FAULTS, WAITS = 0, 1, 3
"""Exit codes; 2, wrong use, is Typer's own."""

Config = Annotated[Path | None, typer.Option("--config", help="The config directory; else KUTSU_CONFIG.")]
Home = Annotated[Path | None, typer.Option("--state", help="Where Kutsu keeps what it has; else KUTSU_STATE.")]
Now = Annotated[str | None, typer.Option("--now", help="Start the clock at this instant (ISO 8601).")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout; all else goes to stderr.")]
Key = Annotated[str, typer.Argument(help="The key, as kutsu ledger shows it.")]
Why = Annotated[str, typer.Option("--why", help="The reason, as everybody will read it.")]


@dataclass(frozen=True)
class Root:
    """What was given before the command's name; a command's own options go before it."""

    config: Path | None = None
    state: Path | None = None
    now: str | None = None


def settings_of(ctx: typer.Context, config: Path | None, state: Path | None) -> Settings:
    """The settings of this command line; raises `Faulty`."""
    root: Root = ctx.obj
    return read_settings(config or root.config, state or root.state)


def clock_of(settings: Settings, now: str | None) -> TickingClock:
    """The clock of this command line; an instant that cannot be read is wrong use."""
    try:
        return read_clock(settings, now)
    except Faulty as fault:
        if now:
            raise typer.BadParameter(str(fault), param_hint="--now") from fault
        raise


def opened(ctx: typer.Context, config: Path | None, state: Path | None, now: str | None) -> Works:
    """The works of this command line, with every missing secret told first; raises `Faulty`."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    works = wire(settings, clock_of(settings, now or root.now))
    for missing in works.missing:
        console.err.print(missing, style="yellow", markup=False, soft_wrap=True)
    return works


def end(works: Works, survey: Survey | None = None, held: Mapping[str, str] | None = None) -> None:
    """Exit by what the ledger and the sheets say: 3 before 1 before 0; what was due and is held is a fault."""
    lacks = lacking(works.views, works.rules.required, works.clock.now())
    for missing in lacks:
        console.err.print(str(missing), style="red", markup=False, soft_wrap=True)
    told = {missing.key for missing in lacks}
    calls = [row for row in works.views.rows() if row.state in CALLING and row.key not in told]
    for row in calls:
        words = f"waits for a person: {row.key} ({row.state}): {row.reason}"
        console.err.print(words, style="red", markup=False, soft_wrap=True)
    if calls:
        console.err.print("kutsu settle KEY --sent URL | --absent, or for what was refused kutsu retry KEY")
    if calls or lacks:
        raise typer.Exit(WAITS)
    errors = [fault for fault in survey.plan.faults if fault.severity == "error"] if survey else []
    if errors:
        console.err.print(f"[yellow]Errors in the sheets hold their rows ({len(errors)}):[/] kutsu check")
    if errors or held:
        raise typer.Exit(FAULTS)
