"""The report: a daily page of the ledger for the operators."""

from __future__ import annotations

from collections import Counter
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.parts import at_this_moment, threaded, works
from kutsu.core.publication import State as Where


@flow(name="report", flow_run_name=at_this_moment, retries=0, description=__doc__)
async def report() -> State[Any]:
    """Count what went out by channel and state, and name all that waits for a person."""
    rows = await threaded(works().views.rows)
    counts = Counter((row.channel, row.language, row.state) for row in rows)
    lines = ["| channel | language | state | publications |", "|---|---|---|---|"]
    lines += [
        f"| {channel} | {language} | {state} | {count} |"
        for (channel, language, state), count in sorted(counts.items())
    ]
    lines += ["", "## Waits for a person", ""]
    waiting = [f"- `{row.key}`: {row.reason}" for row in rows if row.state in (Where.WAITING, Where.REFUSED)]
    await acreate_markdown_artifact(
        "\n".join(lines + (waiting or ["Nothing."])), key="ledger", description="The ledger"
    )
    return Completed(message=f"{len(rows)} publications, {len(waiting)} wait for a person")
