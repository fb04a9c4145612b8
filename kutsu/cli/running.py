"""Commands that run everything on one machine: demo, up and watch."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kutsu import console
from kutsu import demo as played_demo
from kutsu.cli.options import WAITS, WELL, Config, Home, Now, Root, clock_of, opened, settings_of
from kutsu.companions.member import Member
from kutsu.core import report
from kutsu.outlook import lines_of
from kutsu.up import running, write
from kutsu.up.addresses import Door
from kutsu.up.pulse import feel
from kutsu.up.supervisor import Supervisor
from kutsu.watch import Watch
from kutsu.watch import stay as watch_on


def demo(ctx: typer.Context, config: Config = None, state: Home = None) -> None:
    """Play a whole campaign on this machine, through Prefect, against a sandbox of the outside world."""
    root: Root = ctx.obj
    played = played_demo.play(config or root.config, state or root.state)
    works = played.works
    survey = works.surveyor.look()
    lines, zone = lines_of(works, survey, played.held), works.settings.city.zoneinfo
    console.out.print(console.faults_table(survey.plan.faults))
    console.out.print(console.plan_table(report.held(lines), zone, "Held"))
    console.out.print(console.plan_table(report.coming(lines), zone, "Coming"))
    console.out.print(console.went_table(works.views.rows()))
    console.out.print(console.summary(works.views.rows(), lines))
    console.addresses(played.addresses, "make up opens them again")


def up(
    ctx: typer.Context,
    config: Config = None,
    state: Home = None,
    now: Now = None,
    host: Annotated[
        str, typer.Option("--host", help="Where the Prefect UI listens; beyond loopback it asks for a password.")
    ] = Door.host,
    port: Annotated[
        int | None, typer.Option("--port", help="The port of the Prefect UI; an error when it is taken.")
    ] = None,
) -> None:
    """Run everything on this machine until Ctrl-C: Prefect with the flows, the site and, in a demo, the sandbox."""
    settings = settings_of(ctx, config, state)
    settings.faults.close()
    root: Root = ctx.obj
    start = now or root.now
    clock = played_demo.opening(settings) if settings.places.demo and not start else clock_of(settings, start)
    with running(settings, clock, _warn, host, port) as (addresses, companions):
        companions.enlist(Member("watch", [sys.executable, "-m", "flows", "watch"], shown=True))
        console.addresses(addresses, "Ctrl-C stops all of it")
        status = settings.places.state / "companions.json"
        supervisor = Supervisor(companions, clock.now, _warn, lambda text: write(status, text))
        feel(supervisor.wards)
        try:
            supervisor.stay()
        finally:
            status.unlink(missing_ok=True)


def watch(
    ctx: typer.Context,
    once: Annotated[bool, typer.Option("--once", help="Look once; exit code 3 when something is wrong.")] = False,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Look from outside whether everything happens when it should, and tell what does not; kutsu up has one running."""
    works = opened(ctx, config, state, now)
    if once:
        found = Watch(works).look()
        for alarm in found:
            _tell(f"ALARM {alarm}")
        if not found:
            _tell("All is well.")
        raise typer.Exit(WAITS if found else WELL)
    watch_on(Watch(works, works.clock.now()), _tell)


def _warn(words: str) -> None:
    """One line on stderr about the companions."""
    console.err.print(words, style="yellow", markup=False, highlight=False, soft_wrap=True)


def _tell(words: str) -> None:
    """One line on stderr."""
    console.err.print(words, style="red" if words.startswith("ALARM") else "green", markup=False, soft_wrap=True)
