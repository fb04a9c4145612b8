"""The command line. Exit codes: 0 well, 1 faults in sheet or config, 2 wrong use, 3 something waits for a person."""

from __future__ import annotations

import sys
from typing import NoReturn

import typer

from kutsu import console
from kutsu.cli import (
    announcing,
    archiving,
    audience,
    examining,
    pausing,
    publishing,
    reading,
    rehearsing,
    retracting,
    ringing,
    running,
    saving,
    serving,
    sheets,
)
from kutsu.cli.options import FAULTS, Config, Home, Now, Root
from kutsu.core.errors import Faulty, KutsuError

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)

for command in (
    reading.check,
    reading.plan,
    reading.preview,
    publishing.publish,
    publishing.reconcile,
    reading.ledger,
    archiving.archive,
    publishing.settle,
    publishing.retry,
    retracting.retract,
    announcing.announce_again,
    pausing.pause,
    pausing.resume,
    pausing.hold,
    pausing.unhold,
    running.demo,
    running.up,
    running.watch,
    examining.doctor,
    ringing.bell,
    serving.web,
    rehearsing.rehearse,
    saving.backup,
    saving.restore,
):
    app.command()(command)
app.command("restored")(saving.after)
app.add_typer(sheets.app, name="sheet")
app.add_typer(audience.app, name="audience")


@app.callback()
def main(ctx: typer.Context, config: Config = None, state: Home = None, now: Now = None) -> None:
    """Kutsu: from one shared sheet to the world."""
    ctx.obj = Root(config, state, now)


def run() -> None:
    """The console script: what is wrong is told as sentences, each on its line, never as a traceback."""
    try:
        app()
    except Faulty as faulty:
        _tell(faulty.faults)
    except (KutsuError, OSError) as error:
        _tell([str(error)])


def _tell(faults: list[str]) -> NoReturn:
    """Say what is wrong on stderr, and end."""
    for fault in faults:
        console.err.print(fault, style="red", markup=False, soft_wrap=True)
    sys.exit(FAULTS)
