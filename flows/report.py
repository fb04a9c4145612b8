"""The report: a daily page of the ledger for the operators."""

from __future__ import annotations

from collections import Counter
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.parts import at_this_moment, cell, threaded, works
from kutsu.core.publication import State as Where
from kutsu.core.states import CALLING
from kutsu.missing import lacking


@flow(name="report", flow_run_name=at_this_moment, retries=0, description=__doc__)
async def report() -> State[Any]:
    """Count what went out by channel and state, and name all that waits for a person."""
    parts = works()
    rows = await threaded(parts.views.rows)
    lacks = await threaded(lacking, parts.views, parts.rules.required, parts.clock.now())
    counts = Counter((row.channel, row.language, row.state) for row in rows)
    lines = ["| channel | language | state | publications |", "|---|---|---|---|"]
    lines += [
        f"| {channel} | {language} | {state} | {count} |"
        for (channel, language, state), count in sorted(counts.items())
    ]
    lines += ["", "## Missing in one language", "", *([f"- {cell(str(each))}" for each in lacks] or ["Nothing."])]
    lines += ["", "## Waits for a person", ""]
    waiting = [f"- {cell(row.key)} {row.state}: {cell(row.reason or '')}" for row in rows if row.state in CALLING]
    never = [f"- {cell(row.key)}: {cell(row.reason or '')}" for row in rows if row.state is Where.EXPIRED]
    lines += [*(waiting or ["Nothing."]), "", "## Never went out", "", *(never or ["Nothing."])]
    await acreate_markdown_artifact("\n".join(lines), key="ledger", description="The ledger")
    words = f"{len(rows)} publications, {len(waiting)} wait for a person, {len(lacks)} missing in one language"
    return Completed(message=words)
