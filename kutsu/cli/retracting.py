"""The command that takes back what is out."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from typing import Annotated

import typer

from kutsu import console
from kutsu.cli.options import FAULTS, WAITS, Config, Home, Key, Now, Why, opened
from kutsu.core.errors import Held, KutsuError, Unavailable
from kutsu.core.publication import State
from kutsu.core.states import UNSETTLED
from kutsu.ledger.retractions import GONE, Out
from kutsu.ledger.views import Row
from kutsu.wiring import Works

PERHAPS_OUT = {State.SENT, State.HANDED_OVER, State.WAITING, *UNSETTLED}
"""States of the sisters that a person has to know of."""

WORDS = 60
"""So many characters of the text are shown."""


def retract(
    ctx: typer.Context,
    key: Key,
    why: Why = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Take one publication back: it is deleted on its network, or does not leave its provider, and is never sent again."""
    works = opened(ctx, config, state, now)
    row = next((each for each in works.views.rows() if each.key == key), None)
    if row is None or row.state not in (*GONE, State.RETRACTED):
        raise typer.BadParameter(f"{key} is not {' or '.join(GONE)}; see kutsu ledger")
    if row.state is State.RETRACTED:
        console.out.print(f"{key}: {row.reason} already", markup=False, soft_wrap=True)
        return
    outs = works.retractor.retractions.out(key)
    _show(works, row, outs[0])
    if not yes:
        typer.confirm("Delete it there?", abort=True)
    _take_back(works, row, outs, why)
    works.recaller.run(works.surveyor.recollect())
    _sisters(works, row)


def _show(works: Works, row: Row, out: Out) -> None:
    """What would be taken back: network, address, when it went out, first words."""
    channel = works.retractor.channels[row.channel]
    words = " ".join(out.claimed.message.parts[channel.parts[0]].split())
    when = console.day(row.slot if out.held else out.at, works.settings.city.zoneinfo)
    since = "with its provider until" if out.held else "out since"
    place = f"{channel.network} ({row.channel}), {row.language}, {since} {when}"
    lines = (place, out.receipt.url or out.receipt.remote_id, words if len(words) <= WORDS else f"{words[:WORDS]}…")
    for line in lines:
        console.out.print(line, markup=False, soft_wrap=True)


def _take_back(works: Works, row: Row, outs: Sequence[Out], why: str) -> None:
    """Do it, and tell how it ended: where it cannot be done or nobody knows, a person has to act."""
    try:
        works.retractor.retract(outs, getpass.getuser(), why)
    except KutsuError as error:
        passing = isinstance(error, Held | Unavailable)
        console.err.print(f"{row.key} is not taken back: {error}", style="red", markup=False, soft_wrap=True)
        if not passing:
            again = f"kutsu announce-again {row.subject} {row.kind}"
            console.err.print(
                f"Once the sheet is mended, a new edition corrects it: {again}", markup=False, soft_wrap=True
            )
        raise typer.Exit(FAULTS if passing else WAITS) from error
    console.out.print(f"{row.key}: {State.RETRACTED}", markup=False, soft_wrap=True)


def _sisters(works: Works, row: Row) -> None:
    """Tell what of the same release, in the other languages, is still out."""
    rows = works.views.rows()
    left = [each for each in rows if each.release == row.release and each.key != row.key and each.state in PERHAPS_OUT]
    if left:
        console.out.print("Of the same release these are still out:")
    for each in left:
        where = each.url or each.reason or ""
        console.out.print(f"  {each.key} ({each.state}) {where}", markup=False, soft_wrap=True)
