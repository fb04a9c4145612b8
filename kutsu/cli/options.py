"""What every command takes, and how it opens the works and ends."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kutsu import console
from kutsu.core.publication import State
from kutsu.settings import Settings, read_clock, read_settings
from kutsu.survey import Survey
from kutsu.wiring import Works, wire

WELL, FAULTS, MISUSE, WAITS = 0, 1, 2, 3

Config = Annotated[Path | None, typer.Option("--config", envvar="KUTSU_CONFIG", help="The config directory.")]
Home = Annotated[Path | None, typer.Option("--state", envvar="KUTSU_STATE", help="Where Kutsu keeps what it has.")]
Now = Annotated[str | None, typer.Option("--now", help="Start the clock at this instant (ISO 8601).")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout; all else goes to stderr.")]


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


def opened(ctx: typer.Context, config: Path | None, state: Path | None, now: str | None) -> Works:
    """The works of this command line; raises `Faulty`."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    return wire(settings, read_clock(settings, now or root.now))


def end(works: Works, survey: Survey | None = None) -> None:
    """Exit by what the ledger and the sheets say: 3 before 1 before 0."""
    if any(row.state is State.WAITING for row in works.views.rows()):
        console.err.print(
            "[red]Something waits for a person:[/] kutsu ledger, then kutsu settle KEY --sent URL | --absent"
        )
        raise typer.Exit(WAITS)
    errors = [fault for fault in survey.plan.faults if fault.severity == "error"] if survey else []
    if errors:
        console.err.print(f"[yellow]Errors in the sheets hold their rows ({len(errors)}):[/] kutsu check")
        raise typer.Exit(FAULTS)
