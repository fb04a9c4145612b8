"""What the command line prints: tables for people on a terminal, JSON on stdout for machines."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from kutsu.core.costs import NOTHING, money
from kutsu.core.grid import Fault
from kutsu.core.publication import State
from kutsu.core.report import Line, coming, held
from kutsu.ledger.views import Row
from kutsu.up import Addresses

out = Console()
err = Console(stderr=True)


def print_json(value: object) -> None:
    """JSON on stdout, and nothing else there."""
    out.print_json(json.dumps(value), indent=2, highlight=False, ensure_ascii=True)


def day(instant: dt.datetime, zone: dt.tzinfo) -> str:
    """An instant as Finnish eyes read it, such as `24.11. 10.00`."""
    local = instant.astimezone(zone)
    return f"{local:%a} {local.day}.{local.month}. {local:%H.%M}"


def faults_table(faults: Sequence[Fault], language: str = "en") -> Table:
    """Every fault with its cell and what to do."""
    table = Table("Sheet", "Tab", "Cell", "Column", "", "What to do", title=f"Remarks on the sheets: {len(faults)}")
    for fault in faults:
        colour = "red" if fault.severity == "error" else "yellow"
        place = (_plain(part) for part in (fault.sheet, fault.tab, fault.cell, fault.column))
        table.add_row(*place, f"[{colour}]{fault.severity}[/]", _plain(fault.message[language]))
    return table


def fault_json(fault: Fault) -> dict[str, object]:
    """A fault of `kutsu check --json`."""
    names = ("sheet", "tab", "row", "column", "cell", "severity", "code", "message")
    return {name: getattr(fault, name) for name in names}


def row_json(row: Row, zone: dt.tzinfo) -> dict[str, str | None]:
    """A row of `kutsu ledger --json`; instants in ISO 8601 with the city's offset."""
    instants = {"slot": row.slot, "claimed_at": row.claimed_at, "settled_at": row.settled_at}
    times = {name: at.astimezone(zone).isoformat() if at else None for name, at in instants.items()}
    return {"key": row.key, "state": row.state, **times, "remote_id": row.remote_id, "url": row.url}


def plan_table(lines: Iterable[Line], zone: dt.tzinfo, title: str) -> Table:
    """Deliveries by slot, kind and subject, one line each, with their channels and languages."""
    groups: dict[tuple[dt.datetime, str, str, str], list[Line]] = defaultdict(list)
    for line in lines:
        key = (line.delivery.slot, line.delivery.kind, line.delivery.subject, line.held_because or "")
        groups[key].append(line)
    holds, priced = any(why for *_, why in groups), any(line.cost for members in groups.values() for line in members)
    table = Table(Column("Slot", no_wrap=True), Column("Kind", no_wrap=True), "Subject", "Where", title=title)
    if priced:
        table.add_column("Cost", justify="right")
    if holds:
        table.add_column("Held because")
    for (slot, kind, subject, why), members in groups.items():
        where = _where((line.delivery.channel, line.delivery.language) for line in members)
        costs = [line.cost for line in members if line.cost]
        price = [money(sum(costs, NOTHING)) if costs else ""] if priced else []
        table.add_row(day(slot, zone), kind, subject, where, *price, *([_plain(why)] if holds else []))
    return table


def went_table(rows: Sequence[Row]) -> Table:
    """What the ledger says went where, by kind and subject."""
    groups: dict[tuple[str, str, State], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.kind, row.subject, row.state].append(row)
    table = Table("Kind", "Subject", "State", "Where", title=f"{len(rows)} publications in the ledger")
    for (kind, subject, state), members in sorted(groups.items()):
        colour = {State.SENT: "green", State.WAITING: "red", State.REFUSED: "red"}.get(state, "yellow")
        table.add_row(kind, subject, f"[{colour}]{state}[/]", _where((row.channel, row.language) for row in members))
    return table


def ledger_table(rows: Sequence[Row], zone: dt.tzinfo) -> Table:
    """Every row of the ledger with its address or the reason of its state."""
    table = Table(Column("Key", overflow="fold"), "State", "Slot", Column("Address or reason", overflow="fold"))
    table.title = f"{len(rows)} publications in the ledger"
    for row in rows:
        where = row.reason if row.state is State.RETRACTED else row.url or row.reason or row.remote_id
        table.add_row(row.key, row.state, day(row.slot, zone), _plain(where))
    return table


def summary(rows: Sequence[Row], lines: Sequence[Line]) -> str:
    """All of it in one line."""
    sent = sum(row.state is State.SENT for row in rows)
    return f"[bold]{sent} of {len(rows)} publications sent, {len(coming(lines))} coming, {len(held(lines))} held[/]"


def addresses(where: Addresses, remark: str) -> None:
    """Where a person sees it all."""
    out.print(f"Prefect UI  {where.prefect}\nThe site    {where.site}\nPreviews    {where.preview}", soft_wrap=True)
    if where.wall:
        out.print(f"The wall    {where.wall}")
    out.print(f"({remark})")


def _where(places: Iterable[tuple[str, str]]) -> str:
    """Channels with their languages, such as `facebook fi sv en, x-fi`."""
    spoken: dict[str, list[str]] = defaultdict(list)
    for channel, language in places:
        spoken[channel].append(language)
    named = (
        name if name.endswith(f"-{keys[0]}") else f"{name} {' '.join(keys)}" for name, keys in sorted(spoken.items())
    )
    return ", ".join(named)


def _plain(text: str | None) -> Text:
    """Text of the sheet or of a network, which is never markup."""
    return Text(text or "")
