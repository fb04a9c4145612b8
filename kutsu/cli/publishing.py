"""Commands that publish, look up and settle."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from kutsu import campaign, console, restored
from kutsu.cli.options import Config, Home, Json, Key, Now, end, opened
from kutsu.cli.reading import show_ledger
from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import Outcome
from kutsu.wiring import Works

PERSON_SETTLES = (State.WAITING, State.UNCONFIRMED, State.REFUSED)
"""What a person who has looked at the network, or has published by hand, may settle."""


def publish(
    ctx: typer.Context,
    due: Annotated[bool, typer.Option("--due", help="Publish what is due now; nothing else can be published by hand.")],
    wait: Annotated[int, typer.Option("--wait", help="Seconds to stay for settling doubt.")] = 900,
    config: Config = None,
    state: Home = None,
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
        console.err.print(f"held {key}: {why}", markup=False, soft_wrap=True)
    end(works, works.surveyor.look(), held)


def reconcile(
    ctx: typer.Context, config: Config = None, state: Home = None, now: Now = None, json: Json = False
) -> None:
    """Look up what was claimed or is unconfirmed, and settle it, and take back mail that must not leave; sends nothing."""
    works = opened(ctx, config, state, now)
    survey = works.surveyor.look()
    doubts = works.reconciler.run(survey.deliveries)
    console.err.print(f"{len(doubts)} looked up")
    for key, why in works.recaller.run(survey).items():
        console.err.print(f"{key}: {why}", style="red", markup=False, soft_wrap=True)
    show_ledger(works, json)
    end(works)


def settle(
    ctx: typer.Context,
    key: Key,
    sent: Annotated[str | None, typer.Option("--sent", help="It is out, at this address.")] = None,
    absent: Annotated[bool, typer.Option("--absent", help="It is not out; it may be sent again.")] = False,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Settle by your word what nothing else proves: you have looked at the network."""
    if bool(sent) == absent:
        raise typer.BadParameter("say either --sent URL or --absent")
    works = opened(ctx, config, state, now)
    if key in works.pauses.after_restore():
        restored.settle(works, key, sent)
        console.out.print(f"{key}: {'sent' if sent else 'not out; it goes while its time lasts'}", markup=False)
        return
    yes = Outcome(State.SENT, "settled by a person", Receipt(sent or "", sent))
    no = Outcome(State.UNAVAILABLE, "a person says that it is not out")
    states = (*PERSON_SETTLES, State.UNAVAILABLE) if sent else PERSON_SETTLES
    decide(works, key, states, yes if sent else no)


def retry(ctx: typer.Context, key: Key, config: Config = None, state: Home = None, now: Now = None) -> None:
    """Let a refused delivery be tried again, with its text as it is approved now."""
    no = Outcome(State.UNAVAILABLE, "to be tried again by a person's word")
    decide(opened(ctx, config, state, now), key, (State.REFUSED,), no)


def decide(works: Works, key: str, states: tuple[State, ...], outcome: Outcome) -> None:
    """Write a person's word down; a key that is in none of the states is wrong use."""
    if not works.claims.decide(key, states, outcome, works.clock.now()):
        raise typer.BadParameter(f"{key} is not {' or '.join(states)}; see kutsu ledger")
    console.out.print(f"{key}: {outcome.state}")
