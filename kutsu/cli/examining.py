"""The command that looks at everything that publishing needs: doctor."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer
from rich.table import Column, Table
from rich.text import Text

from kutsu import console
from kutsu import doctor as doctors
from kutsu.cli.options import WAITS, WELL, Config, Home, Json, Now, Root, clock_of, settings_of
from kutsu.core.checked import Checked, Level
from kutsu.doctor.patient import Patient
from kutsu.doctor.round import go

Only = Annotated[list[str] | None, typer.Option("--only", help="Look at this field alone; may be given several times.")]
Seen = Sequence[tuple[str, Checked]]

MARKS: dict[Level, tuple[str, str]] = {
    "fault": ("FAULT", "bold red"),
    "note": ("note", "yellow"),
    "ok": ("ok", "green"),
}


def doctor(
    ctx: typer.Context,
    as_json: Json = False,
    only: Only = None,
    config: Config = None,
    state: Home = None,
    now: Now = None,
) -> None:
    """Look at every credential, right, quota, clock, disk, database and network, without publishing; 3 when a person is needed."""
    root: Root = ctx.obj
    if strange := sorted(set(only or ()) - set(doctors.fields())):
        raise typer.BadParameter(f"{', '.join(strange)}: fields are {', '.join(doctors.fields())}", param_hint="--only")
    began, settings = time.monotonic(), settings_of(ctx, config, state)
    patient = Patient(settings, clock_of(settings, now or root.now))
    seen = go(doctors.checks(patient, only or ()), patient.secrets())
    if as_json:
        console.print_json([{"field": field, **asdict(each)} for field, each in seen])
    else:
        console.out.print(_table(seen))
        console.out.print(_summary(seen, time.monotonic() - began))
    raise typer.Exit(WAITS if any(each.level == "fault" for _, each in seen) else WELL)


def _table(seen: Seen) -> Table:
    """One section per field; what is well of one thing stands in one line, after what is not."""
    wide = Column("Seen, and what to do", overflow="fold", ratio=1)
    table = Table("", Column("What", overflow="fold", max_width=30), wide, expand=True)
    for field in dict.fromkeys(field for field, _ in seen):
        table.add_section()
        table.add_row("", Text(field.upper(), style="bold"), "")
        mine = [each for name, each in seen if name == field]
        for level, (mark, style) in MARKS.items():
            for each in (each for each in _joined(mine) if each.level == level):
                told = Text.assemble(each.seen, *([("\n→ " + each.do, "bold")] if each.do else []))
                table.add_row(Text(mark, style=style), Text(each.what), told)
    return table


def _joined(seen: Sequence[Checked]) -> list[Checked]:
    """The same in fewer lines: what was seen of one thing in one, and things of which the same was seen in one."""
    one: dict[tuple[Level, str, str], list[str]] = {}
    for each in seen:
        one.setdefault((each.level, each.what, each.do), []).append(each.seen)
    same: dict[tuple[Level, str, str], list[str]] = {}
    for (level, what, do), told in one.items():
        same.setdefault((level, ("; " if level == "ok" else "\n").join(told), do), []).append(what)
    return [Checked(level, ", ".join(things), told, do) for (level, told, do), things in same.items()]


def _summary(seen: Seen, seconds: float) -> Text:
    """How it stands in one line, the faults by name."""
    count = {level: sum(each.level == level for _, each in seen) for level in MARKS}
    faulty = dict.fromkeys(each.what for _, each in seen if each.level == "fault")
    told = f"Faults: {count['fault']}, notes: {count['note']}, well: {count['ok']}, in {seconds:.0f} s. Nothing was published or changed."
    style = MARKS["fault"][1] if faulty else MARKS["ok"][1]
    return Text(f"{told}\nNeeds a person: {', '.join(faulty)}" if faulty else told, style=style)
