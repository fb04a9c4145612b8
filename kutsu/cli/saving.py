"""Commands that save the ledger and the state, and bring them back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kutsu import console, restored
from kutsu.backup.restore import restore as put_back
from kutsu.backup.take import take
from kutsu.cli.options import WAITS, Config, Home, Json, Now, Root, clock_of, opened, settings_of
from kutsu.wiring import Works, wire

AT_DATABASE = "The ledger is on PostgreSQL and not in this backup: pg_dump or point-in-time recovery keeps it."


def backup(
    ctx: typer.Context,
    to: Annotated[Path, typer.Argument(help="A new folder, or a new file that ends in .tar.")],
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Save the ledger and what else nothing makes anew, while everything runs; whole or not at all."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    manifest, total = take(settings, to, clock_of(settings, now or root.now).now())
    names = ", ".join(f"{name} ({file.size} bytes)" for name, file in manifest.files.items())
    console.out.print(f"{to}: {names}", markup=False, soft_wrap=True)
    if manifest.ledger == "postgresql":
        console.out.print(AT_DATABASE)
    console.out.print("It holds secrets: keep it as you keep the state itself.")
    console.out.print(f"SHA-256 of its manifest: {total}", soft_wrap=True, highlight=False)


def restore(
    ctx: typer.Context,
    source: Annotated[Path, typer.Argument(metavar="FROM", help="What kutsu backup wrote.")],
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Put a backup into an empty state; everything waits until kutsu restored has told what may be out already."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    settings.faults.close()
    manifest = put_back(settings.places, source)
    console.out.print(
        f"Restored from {source}, of {manifest.at:%Y-%m-%d %H:%M:%S %Z}. Everything is paused.", markup=False
    )
    settings = settings_of(ctx, config, state)
    works = wire(settings, clock_of(settings, now or root.now))
    restored.hold(works, works.surveyor.recollect(), restored.known_until(works) or manifest.at)
    console.out.print("What went out since then is not known to this ledger. Next: kutsu restored")


def after(
    ctx: typer.Context,
    go_on: Annotated[bool, typer.Option("--go-on", help="End the pause; what is listed stays held.")] = False,
    config: Config = None,
    state: Home = None,
    now: Now = None,
    as_json: Json = False,
) -> None:
    """After a restore: read the sheets and the networks, hold what may be out already, and list it. Sends nothing."""
    works = opened(ctx, config, state, now)
    since = restored.known_until(works)
    left = restored.look(works, since) if since else works.pauses.after_restore()
    if as_json:
        console.print_json(left)
    else:
        _tell(left)
    for words in restored.lost(since) if since else ():
        console.err.print(words, style="yellow", markup=False, soft_wrap=True)
    if since:
        _end(works, go_on=go_on)
    if left or (since and not go_on):
        raise typer.Exit(WAITS)


def _tell(left: dict[str, str]) -> None:
    """What a person has to look at."""
    for key, why in left.items():
        console.out.print(f"{key}: {why}", markup=False, highlight=False, soft_wrap=True)
    console.out.print(f"{len(left)} may be out already and are held." if left else "Nothing is in doubt.")


def _end(works: Works, *, go_on: bool) -> None:
    """End the pause, or say how."""
    if go_on:
        works.pauses.look_done(works.clock.now())
    words = "What is not listed goes on." if go_on else "Everything still waits. Go on with kutsu restored --go-on"
    console.err.print(words, markup=False)
