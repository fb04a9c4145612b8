"""Commands that look and change nothing: check, plan, preview, ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from kutsu import console
from kutsu.budget import Budget
from kutsu.cli.options import FAULTS, WELL, Config, Home, Json, Now, end, opened
from kutsu.core import report
from kutsu.outlook import lines_of
from kutsu.wiring import Works


def check(ctx: typer.Context, config: Config = None, state: Home = None, now: Now = None, json: Json = False) -> None:
    """Read the sheets and tell every fault, with its cell and what to do."""
    works = opened(ctx, config, state, now)
    survey = works.surveyor.look()
    faults = [*survey.plan.faults, *works.adviser(survey)]
    if json:
        console.print_json([console.fault_json(fault) for fault in faults])
    else:
        console.out.print(console.faults_table(faults) if faults else "[green]All sheets are well.[/]")
        for words in works.adviser.lacks:
            console.err.print(words, style="yellow", markup=False, soft_wrap=True)
    errors = any(fault.severity == "error" for fault in faults)
    raise typer.Exit(FAULTS if errors or works.missing else WELL)


def plan(ctx: typer.Context, config: Config = None, state: Home = None, now: Now = None, json: Json = False) -> None:
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
    for month in months_of(works, lines, survey.now):
        (console.err if json else console.out).print(month, markup=False, soft_wrap=True)
    for warning in works.announcer.repeats(survey):
        console.err.print(warning, style="yellow", markup=False, soft_wrap=True)
    end(works, survey)


def preview(
    ctx: typer.Context,
    out: Annotated[Path | None, typer.Option("--out", help="Another folder than the state's.")] = None,
    config: Config = None,
    state: Home = None,
    now: Now = None,
    json: Json = False,
) -> None:
    """Write the pages that show every coming message as it will look, and tell where they are; publishes and approves nothing."""
    works = opened(ctx, config, state, now)
    survey = works.surveyor.look()
    previews = works.previews.elsewhere(out) if out else works.previews
    built = previews.build(survey)
    notes, pages = previews.notes(survey), previews.folder.read().pages
    held = {key: why for kept in pages.values() for key, why in kept.held.items()}
    if json:
        where = {subject: previews.address(subject) for subject in pages}
        console.print_json({"index": previews.index(), "pages": where, "held": held, "notes": notes})
    else:
        console.out.print(f"{len(pages)} rows, {len(built.rows)} of them new: {previews.index()}", soft_wrap=True)
        for words in (*notes, *(f"{key}: {why}" for key, why in held.items())):
            console.out.print(words, style="yellow", markup=False, soft_wrap=True)
    failures = {fault.code: fault.message["en"] for fault in built.faults}
    for words in failures.values():
        console.err.print(words, style="red", markup=False, soft_wrap=True)
    end(works, survey, failures)


def ledger(ctx: typer.Context, config: Config = None, state: Home = None, now: Now = None, json: Json = False) -> None:
    """Show what went out, and what is in doubt."""
    works = opened(ctx, config, state, now)
    show_ledger(works, json)
    end(works)


def show_ledger(works: Works, json: bool) -> None:
    """Every row of the ledger."""
    rows, zone = works.views.rows(), works.settings.city.zoneinfo
    if json:
        console.print_json([console.row_json(row, zone) for row in rows])
    else:
        console.out.print(console.ledger_table(rows, zone))


def months_of(works: Works, lines: Sequence[report.Line], now: dt.datetime) -> list[str]:
    """What is spent and coming by month, on networks that charge."""
    coming = [(line.delivery, line.cost) for line in report.coming(lines) if line.cost is not None]
    return [str(month) for month in Budget(works.rules, works.views).months(coming, now)]
