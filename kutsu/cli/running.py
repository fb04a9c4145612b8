"""Commands that run everything on one machine: demo and up."""

from __future__ import annotations

import typer

from kutsu import console
from kutsu import demo as played_demo
from kutsu.cli.options import Config, Home, Now, Root, clock_of, settings_of
from kutsu.cli.reading import lines_of
from kutsu.core import report
from kutsu.core.errors import Faulty
from kutsu.up import flows, running, stay


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


def up(ctx: typer.Context, config: Config = None, state: Home = None, now: Now = None) -> None:
    """Run everything on this machine until Ctrl-C: Prefect with the flows, the site and, in a demo, the sandbox."""
    settings = settings_of(ctx, config, state)
    settings.faults.close()
    root: Root = ctx.obj
    start = now or root.now
    clock = played_demo.opening(settings) if settings.places.demo and not start else clock_of(settings, start)
    with running(settings, clock) as (addresses, companions):
        console.addresses(addresses, "Ctrl-C stops all of it")
        flows(companions, "run", "pull")
        if dead := stay(companions):
            raise Faulty([f"{name} ended by itself; its words are in {companions.log(name)}" for name in dead])
