"""What operators find under Artifacts: tables and pages whose texts are data, written anew only when they say something new."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence

from prefect.artifacts import Artifact, acreate_markdown_artifact, acreate_table_artifact

from flows.parts import cell
from kutsu.ledger.views import Row
from kutsu.survey import Survey

NAMES = ("subject", "kind", "language", "channel", "state", "link")
"""The columns of a slot's table."""


def table(names: Sequence[str], lines: Iterable[Mapping[str, str]]) -> list[str]:
    """The lines of a Markdown table: every text is data, and an address can be opened."""
    head = ["| " + " | ".join(names) + " |", "|---" * len(names) + "|"]
    return [*head, *("| " + " | ".join(cell(line.get(name, "")) for name in names) + " |" for line in lines)]


async def tell_slot(instant: dt.datetime, rows: Sequence[Row], held: Mapping[str, str]) -> None:
    """What went where and what was held: a table to search in, and a page whose links open in either Prefect UI.

    `instant` is on the city's clock, so that the keys sort and say what staff say.
    """
    lines = [{name: str(getattr(row, name)) for name in NAMES[:-1]} | {"link": _link(row)} for row in rows]
    lines += [{"subject": key, "state": "held", "link": why} for key, why in held.items()]
    key, words = f"slot-{instant:%Y-%m-%d-%H%M}", f"What went where, {instant:%d.%m.%Y %H.%M}"
    await acreate_table_artifact(table=lines, key=key, description=words)
    await acreate_markdown_artifact("\n".join(table(NAMES, lines)), key=f"{key}-links", description=words)


async def tell_faults(survey: Survey) -> bool:
    """The faults of the sheets as a table, when they are others than before; gives whether they are."""
    lines = [
        {"sheet": fault.sheet, "tab": fault.tab, "cell": fault.cell, "severity": fault.severity, **fault.message}
        for fault in survey.plan.faults
    ]
    if lines == await _before("faults"):
        return False
    await acreate_table_artifact(table=lines, key="faults", description="What the sheets need from their editors")
    return True


async def tell_page(key: str, page: Sequence[str], description: str) -> bool:
    """A page of Markdown, when it says something else than before; gives whether it does."""
    words = "\n".join(page)
    if words == await _before(key):
        return False
    await acreate_markdown_artifact(words, key=key, description=description)
    return True


async def _before(key: str) -> object:
    """What the latest artifact of this key says, a table as its lines; None when there is none."""
    latest = await Artifact.aget(key)
    if latest is None or latest.type != "table":
        return latest.data if latest else None
    return json.loads(latest.data) if isinstance(latest.data, str) else latest.data


def _link(row: Row) -> str:
    """The public address; where there is none, the reason or the network's own id."""
    return row.url or row.reason or row.remote_id or ""
