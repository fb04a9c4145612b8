"""The command line. Exit codes: 0 well, 1 faults in sheet or config, 2 wrong use, 3 something waits for a person."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from kutsu import campaign, console
from kutsu.core import report
from kutsu.core.errors import Faulty, KutsuError
from kutsu.core.publication import Receipt, State
from kutsu.core.schedule import together
from kutsu.ledger.claims import Outcome
from kutsu.settings import read_clock, read_settings
from kutsu.survey import Survey
from kutsu.up import running, stay
from kutsu.wiring import Works, wire

WELL, FAULTS, MISUSE, WAITS = 0, 1, 2, 3

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

Config = Annotated[Path | None, typer.Option("--config", envvar="KUTSU_CONFIG", help="The config directory.")]
State_ = Annotated[Path | None, typer.Option("--state", envvar="KUTSU_STATE", help="Where Kutsu keeps what it has.")]
Now = Annotated[str | None, typer.Option("--now", help="Start the clock at this instant (ISO 8601).")]
Json = Annotated[bool, typer.Option("--json", help="JSON on stdout; all else goes to stderr.")]


@dataclass(frozen=True)
class Root:
    """What was given before the command's name; a command's own options go before it."""

    config: Path | None = None
    state: Path | None = None
    now: str | None = None


@app.callback()
def main(ctx: typer.Context, config: Config = None, state: State_ = None, now: Now = None) -> None:
    """Kutsu: from one shared sheet to the world."""
    ctx.obj = Root(config, state, now)


def opened(ctx: typer.Context, config: Path | None, state: Path | None, now: str | None) -> Works:
    """The works of this command line."""
    root: Root = ctx.obj
    settings = read_settings(config or root.config, state or root.state)
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
        console.err.print(f"[yellow]{len(errors)} errors in the sheets hold their rows:[/] kutsu check")
        raise typer.Exit(FAULTS)


@app.command()
def check(ctx: typer.Context, config: Config = None, state: State_ = None, now: Now = None, json: Json = False) -> None:
    """Read the sheets and tell every fault, with its cell and what to do."""
    works = opened(ctx, config, state, now)
    faults = works.surveyor.look().plan.faults
    if json:
        console.print_json([console.fault_json(fault) for fault in faults])
    else:
        console.out.print(console.faults_table(faults) if faults else "[green]All sheets are well.[/]")
    raise typer.Exit(FAULTS if any(fault.severity == "error" for fault in faults) else WELL)


@app.command()
def plan(ctx: typer.Context, config: Config = None, state: State_ = None, now: Now = None, json: Json = False) -> None:
    """Show all that is to be said: when, where, and what holds it."""
    works = opened(ctx, config, state, now)
    survey = works.surveyor.look()
    lines = lines_of(works, survey)
    if json:
        console.print_json([report.as_json(line) for line in lines])
    else:
        zone = works.settings.city.zoneinfo
        console.out.print(console.plan_table(report.coming(lines), zone, "Coming"))
        console.out.print(console.plan_table(report.held(lines), zone, "Held"))
    end(works, survey)


@app.command()
def preview(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option("--out", help="The folder to write the messages to.")],
    config: Config = None,
    state: State_ = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Write every message as it would be sent, one file a part; publishes nothing."""
    works = opened(ctx, config, state, now)
    survey = works.surveyor.look()
    written, held = campaign.preview(works, survey, out)
    if json:
        console.print_json({"written": [str(path) for path in written], "held": dict(held)})
    else:
        console.out.print(f"{len(written)} messages in {out}")
        for key, why in held.items():
            console.out.print(f"[yellow]{key}[/]: {why}")
    end(works, survey)


@app.command()
def publish(
    ctx: typer.Context,
    due: Annotated[bool, typer.Option("--due", help="Publish what is due now; nothing else can be published by hand.")],
    wait: Annotated[int, typer.Option("--wait", help="Seconds to stay for settling doubt.")] = 900,
    config: Config = None,
    state: State_ = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Publish all that is due, read back what is in doubt, and tell how it ended."""
    if not due:
        raise typer.BadParameter("say --due")
    works = opened(ctx, config, state, now)
    held = campaign.publish_due(works, dt.timedelta(seconds=wait))
    show_ledger(works, json)
    for key, why in held.items():
        console.err.print(f"held {key}: {why}", markup=False)
    end(works, works.surveyor.look())


@app.command()
def reconcile(
    ctx: typer.Context, config: Config = None, state: State_ = None, now: Now = None, json: Json = False
) -> None:
    """Look up what was claimed or is unconfirmed, and settle it; sends nothing."""
    works = opened(ctx, config, state, now)
    doubts = works.reconciler.run()
    console.err.print(f"{len(doubts)} looked up")
    show_ledger(works, json)
    end(works)


@app.command()
def ledger(
    ctx: typer.Context, config: Config = None, state: State_ = None, now: Now = None, json: Json = False
) -> None:
    """Show what went out, and what is in doubt."""
    works = opened(ctx, config, state, now)
    show_ledger(works, json)
    end(works)


@app.command()
def settle(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(help="The key, as kutsu ledger shows it.")],
    sent: Annotated[str | None, typer.Option("--sent", help="It is out, at this address.")] = None,
    absent: Annotated[bool, typer.Option("--absent", help="It is not out; it may be sent again.")] = False,
    config: Config = None,
    state: State_ = None,
    now: Now = None,
) -> None:
    """Settle by your word what nothing else proves: you have looked at the network."""
    if bool(sent) == absent:
        raise typer.BadParameter("say either --sent URL or --absent")
    yes = Outcome(State.SENT, "settled by a person", Receipt(sent or "", sent))
    no = Outcome(State.UNAVAILABLE, "a person says that it is not out")
    decide(opened(ctx, config, state, now), key, (State.WAITING, State.UNCONFIRMED), yes if sent else no)


@app.command()
def retry(ctx: typer.Context, key: str, config: Config = None, state: State_ = None, now: Now = None) -> None:
    """Let a refused delivery be tried again, with its text as it is approved now."""
    no = Outcome(State.UNAVAILABLE, "to be tried again by a person's word")
    decide(opened(ctx, config, state, now), key, (State.REFUSED,), no)


@app.command()
def demo(ctx: typer.Context, config: Config = None, state: State_ = None) -> None:
    """Play a whole campaign on this machine, through Prefect, against a sandbox of the outside world."""
    root: Root = ctx.obj
    played = demo_run.play(config or root.config or Path("config/demo"), state or root.state or Path("state"))
    works = played.works
    survey = works.surveyor.look()
    lines, zone = lines_of(works, survey), works.settings.city.zoneinfo
    console.out.print(console.faults_table(survey.plan.faults))
    console.out.print(console.plan_table(report.held(lines), zone, "Held"))
    console.out.print(console.plan_table(report.coming(lines), zone, "Coming"))
    console.out.print(console.went_table(works.views.rows()))
    console.addresses(played.addresses, "make up opens them again")


@app.command()
def up(ctx: typer.Context, config: Config = None, state: State_ = None) -> None:
    """Run everything on this machine until Ctrl-C: Prefect with the flows, the site and, in a demo, the sandbox."""
    root: Root = ctx.obj
    settings = read_settings(config or root.config, state or root.state)
    clock = demo_run.opening(settings) if settings.places.demo else read_clock(settings)
    with running(settings, clock) as (addresses, companions):
        console.addresses(addresses, "Ctrl-C stops all of it")
        if dead := stay(companions):
            raise Faulty(
                [f"{name} ended by itself; its words are in {settings.places.state / 'logs'}" for name in dead]
            )


def decide(works: Works, key: str, states: tuple[State, ...], outcome: Outcome) -> None:
    """Write a person's word down; a key that is in none of the states is wrong use."""
    if not works.claims.decide(key, states, outcome, works.clock.now()):
        raise typer.BadParameter(f"{key} is not {' or '.join(states)}; see kutsu ledger")
    console.out.print(f"{key}: {outcome.state}")


def show_ledger(works: Works, json: bool) -> None:
    """Every row of the ledger."""
    rows, zone = works.views.rows(), works.settings.city.zoneinfo
    if json:
        console.print_json([console.row_json(row, zone) for row in rows])
    else:
        console.out.print(console.ledger_table(rows, zone))


def lines_of(works: Works, survey: Survey) -> list[report.Line]:
    """Plan and ledger side by side, with what cannot be written held."""
    states = works.views.states(survey.now)
    _, held = works.gate.compose(survey, (each for each in survey.deliveries if not each.held_because))
    held = together(survey.deliveries, held, works.rules.required)
    return report.lines(survey.deliveries, states, held, survey.now)


def run() -> None:
    """The console script: faults of config are told as sentences, each on its line."""
    try:
        app()
    except Faulty as faulty:
        for fault in faulty.faults:
            console.err.print(fault, style="red", markup=False)
        sys.exit(FAULTS)
    except KutsuError as error:
        console.err.print(str(error), style="red", markup=False)
        sys.exit(FAULTS)
