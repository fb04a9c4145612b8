"""The commands about those who receive mail: the lists, and the rights of each person on them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from kutsu import console, wiring
from kutsu.audiences.roll import CHOSE_NONE, EVERYBODY
from kutsu.audiences.rules import ADDRESS
from kutsu.cli.options import FAULTS, WAITS, Config, Home, Json, Now, Root, clock_of, settings_of
from kutsu.core.errors import Faulty
from kutsu.rights import Count, Rights

app = typer.Typer(
    no_args_is_help=True, help="Who receives mail, what is known of a person, and how they are forgotten."
)

Address = Annotated[
    str,
    typer.Argument(
        help="A mail address; - reads it from standard input, so that it is not kept in the shell's history."
    ),
]

LABELS = {EVERYBODY: "everybody", CHOSE_NONE: "chose none, gets all"}


@app.command()
def check(
    ctx: typer.Context, as_json: Json = False, config: Config = None, state: Home = None, now: Now = None
) -> None:
    """Read every list, and tell how many there are by language and topic, or everything that is wrong."""
    counts = _rights(ctx, config, state, now).check()
    if as_json:
        console.print_json([_json(each) for each in counts])
    for each in (each for each in counts if not (as_json or each.faults)):
        console.out.print(_table(each))
    _tell(fault for each in counts for fault in each.faults)
    if any(each.faults for each in counts):
        raise typer.Exit(FAULTS)


@app.command()
def export(ctx: typer.Context, address: Address, config: Config = None, state: Home = None, now: Now = None) -> None:
    """Print all that is known of a person as JSON, for them to have: lists, mailings, suppressions, events."""
    who = _address(address)
    found, faults = _rights(ctx, config, state, now).export(who)
    console.print_json(found)
    _tell(faults)
    if faults:
        raise typer.Exit(FAULTS)


@app.command()
def erase(
    ctx: typer.Context,
    address: Address,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Forget a person: off the lists, without a name in the ledger, and never written to again."""
    who = _address(address)
    rights = _rights(ctx, config, state, now)
    if not yes:
        typer.confirm("Forget this person for ever? They can not be written to again.", abort=True)
    erasure = rights.erase(who)
    console.out.print(f"Forgotten, and never written to again; rows removed from lists: {erasure.removed}.")
    _tell(erasure.left)
    if erasure.left:
        raise typer.Exit(WAITS)


@app.command()
def readmit(ctx: typer.Context, address: Address, config: Config = None, state: Home = None, now: Now = None) -> None:
    """Let mail reach a person again who left or bounced, and has asked the city for it."""
    try:
        lifted = _rights(ctx, config, state, now).readmit(_address(address))
    except Faulty as fault:
        _tell(fault.faults)
        raise typer.Exit(FAULTS) from None
    for each in lifted:
        console.out.print(
            f"Lifted: {each.reason}, for {each.scope or 'all mail'}, told by {each.source}.", markup=False
        )
    if any(each.source.startswith("sendgrid") for each in lifted):
        _tell(["Take them off SendGrid's own list too, or the next mail brings this back."])
    if not lifted:
        console.out.print("Nothing stood against mail to this address.")


def _rights(ctx: typer.Context, config: Path | None, state: Path | None, now: str | None) -> Rights:
    """The rights in the lists and the ledger of this command line."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    return wiring.rights(settings, clock_of(settings, now or root.now))


def _address(given: str) -> str:
    """The address that is meant; what is none is wrong use, and is not repeated."""
    found = (sys.stdin.readline() if given == "-" else given).strip()
    if not ADDRESS.fullmatch(found):
        raise typer.BadParameter("this is not a plain mail address", param_hint="ADDRESS")
    return found


def _table(count: Count) -> Table:
    """A list for people."""
    table = Table("Language", "Topic", "People", title=escape(f"{count.place} ({', '.join(count.channels)})"))
    for (language, topic), many in sorted(count.people.items(), key=_order):
        table.add_row(language, LABELS.get(topic, topic), str(many))
    return table


def _order(counted: tuple[tuple[str, str], int]) -> tuple[str, bool, str]:
    """Language by language, everybody first."""
    language, topic = counted[0]
    return language, topic != EVERYBODY, topic


def _json(count: Count) -> dict[str, object]:
    """A list for machines."""
    people = [
        {"language": language, "topic": topic, "people": many}
        for (language, topic), many in sorted(count.people.items(), key=_order)
    ]
    return {"list": count.place, "channels": list(count.channels), "people": people, "faults": list(count.faults)}


def _tell(sentences: Iterable[str]) -> None:
    """What a person has to look at, on stderr."""
    for each in sentences:
        console.err.print(each, style="red", markup=False, highlight=False, soft_wrap=True)
