"""The commands that make the sheet of the staff."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kutsu import console
from kutsu.cli.options import Config, Home, opened, settings_of
from kutsu.core.outline import outline
from kutsu.sheets.fresh import write_new

app = typer.Typer(no_args_is_help=True, help="Make the sheet that the staff fill in.")


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
    path: Annotated[Path, typer.Argument(help="A new file that ends in .xlsx.")],
    config: Config = None,
    state: Home = None,
) -> None:
    """Make a workbook with all tabs, notes, drop-downs, a model row and help; never over a file that is there."""
    if path.suffix.lower() != ".xlsx":
        raise typer.BadParameter(f"{path} does not end in .xlsx", param_hint="PATH")
    settings = settings_of(ctx, config, state)
    settings.faults.close()
    write_new(path, outline(settings.languages, settings.city))
    console.out.print(
        f"{path}: ready. Fill in contacts and venues first; its last tab explains the rest.\n"
        "Kutsu reads it when sheets.toml names its path.",
        markup=False,
        soft_wrap=True,
    )
