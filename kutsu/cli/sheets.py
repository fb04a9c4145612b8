"""The commands that make the sheet of the staff, and mend one that is in use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kutsu import console, edges
from kutsu.cli.options import Config, Home, Now, Root, clock_of, opened, settings_of
from kutsu.clock import TickingClock
from kutsu.core.outline import Outline, outlines
from kutsu.core.outline.addition import Addition, What
from kutsu.settings import Settings
from kutsu.sheets.fresh import write_new
from kutsu.sheets.outlined_google import OutlinedGoogleSheet
from kutsu.sheets.outlined_workbook import OutlinedWorkbook

app = typer.Typer(no_args_is_help=True, help="Make the sheet that the staff fill in, or mend it.")

SPREADSHEET = re.compile(r"(?:https://docs\.google\.com/spreadsheets/d/)?([\w-]{10,})(?:/.*)?", re.ASCII)
"""The id of a spreadsheet, alone or in its address."""


class Ui(StrEnum):
    """The languages of the staff."""

    FI = "fi"
    SV = "sv"
    EN = "en"


Target = Annotated[str, typer.Argument(help="A file that ends in .xlsx, or the id of a Google spreadsheet.")]
Key = Annotated[
    Path | None,
    typer.Option(
        "--credentials", help="The service account's key file; else that of the sheet's table in sheets.toml."
    ),
]
Language = Annotated[Ui, typer.Option("--language", help="The language of the headers.")]
Dry = Annotated[bool, typer.Option("--dry-run", help="Only tell what would be added.")]


@app.command()
def accept(
    ctx: typer.Context,
    sheet: Annotated[str, typer.Argument(help="The sheet's name in sheets.toml.")],
    config: Config = None,
    state: Home = None,
) -> None:
    """Take a sheet as it is, although most of its rows are gone: staff emptied it on purpose."""
    works = opened(ctx, config, state, None)
    if sheet not in works.sheets:
        raise typer.BadParameter(
            f"{sheet} is not in sheets.toml; there are {', '.join(works.sheets)}", param_hint="SHEET"
        )
    known = works.surveyor.memories.forget(sheet)
    console.out.print(
        f"{sheet}: {'the next pull takes it as it is' if known else 'it was never read; nothing to forget'}."
    )


@app.command()
def new(
    ctx: typer.Context,
    target: Target,
    language: Language = Ui.FI,
    credentials: Key = None,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Make a sheet with all tabs, notes, drop-downs, a model row and help; never over what is there."""
    settings, clock, wanted = _opened(ctx, config, state, now)
    if path := _path(target):
        write_new(path, wanted, settings.languages, language)
        named = "names its path"
    else:
        _google(settings, clock, target, credentials).lay_down(wanted, language)
        named = "has it as `spreadsheet`"
    console.out.print(
        f"{target}: ready. Fill in contacts and venues first; the tab of help explains the rest.\n"
        f"Kutsu reads it when sheets.toml {named}.",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def upgrade(
    ctx: typer.Context,
    target: Target,
    dry_run: Dry = False,
    credentials: Key = None,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Add to a sheet in use what it lacks beside a new one. What staff typed, coloured or arranged stays as it is."""
    settings, clock, wanted = _opened(ctx, config, state, now)
    if path := _path(target):
        workbook = OutlinedWorkbook(path.stem, path, clock, settings.languages)
        found = workbook.upgrade(wanted, dry=dry_run)
        kept = f" The file as it was: {workbook.copy_of_before}" if workbook.copy_of_before else ""
    else:
        found, kept = _google(settings, clock, target, credentials).upgrade(wanted, dry=dry_run), ""
    _tell(target, found, kept, dry=dry_run)


def _opened(
    ctx: typer.Context, config: Path | None, state: Path | None, now: str | None
) -> tuple[Settings, TickingClock, dict[str, Outline]]:
    """The settings, the clock, and the sheet as it should be, by the language of its headers."""
    root: Root = ctx.obj
    settings = settings_of(ctx, config, state)
    settings.faults.close()
    return settings, clock_of(settings, now or root.now), dict(outlines(settings.languages, settings.city))


def _path(target: str) -> Path | None:
    """The workbook that is meant, or None for a spreadsheet; anything else is wrong use."""
    if Path(target).suffix.lower() == ".xlsx":
        return Path(target)
    if SPREADSHEET.fullmatch(target) is None:
        raise typer.BadParameter(
            f"{target} neither ends in .xlsx nor is the id of a Google spreadsheet", param_hint="TARGET"
        )
    return None


def _google(settings: Settings, clock: TickingClock, target: str, key: Path | None) -> OutlinedGoogleSheet:
    """The spreadsheet that is meant."""
    found = SPREADSHEET.fullmatch(target)
    assert found is not None
    return edges.outlined(settings, clock, found[1], key)


def _tell(target: str, found: Sequence[Addition], kept: str, *, dry: bool) -> None:
    """What was added, line by line; remarks last, as a person has to look at them."""
    told = [each for each in found if each.told]
    for each in sorted(told, key=lambda one: one.what is What.REMARK):
        mark = "?" if each.what is What.REMARK else "+"
        console.out.print(f"{mark} {each.told}", markup=False, highlight=False, soft_wrap=True)
    count = sum(each.what is not What.REMARK for each in told)
    if count:
        words = f"{count} additions {'to make' if dry else 'made'}; nothing that stood there is changed."
    else:
        words = "nothing to add; it is as a new one would be."
    console.out.print(f"{target}: {words}{kept}", markup=False, highlight=False, soft_wrap=True)
