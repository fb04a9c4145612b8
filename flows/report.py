"""The report: a daily page of the ledger for the operators."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from prefect import flow
from prefect.artifacts import acreate_markdown_artifact
from prefect.client.schemas.objects import State
from prefect.states import Completed

from flows.artifacts import table
from flows.parts import at_this_moment, cell, threaded, works
from kutsu.core.halves import Missing
from kutsu.core.prospects import said
from kutsu.core.publication import State as Where
from kutsu.core.states import CALLING, UNSETTLED
from kutsu.ledger.views import Row
from kutsu.missing import lacking

DAY = dt.timedelta(days=1)
NEVER_FOR = 14 * DAY
"""How long what never went out is still told; the ledger keeps it for ever."""

WAITS = (*UNSETTLED, Where.UNAVAILABLE, Where.HANDED_OVER)
"""What goes on by itself."""


@flow(name="report", flow_run_name=at_this_moment, retries=0, description=__doc__)
async def report() -> State[Any]:
    """Tell what went out yesterday and today and how punctually, what waits and for whom, and what never went out."""
    parts = works()
    rows = await threaded(parts.views.rows)
    lacks = await threaded(lacking, parts.views, parts.rules.required, parts.clock.now())
    now = parts.clock.now().astimezone(parts.settings.city.zoneinfo)
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    yesterday = (today - DAY / 2).replace(hour=0)
    begun = await threaded(parts.views.begun, yesterday, now)
    local = [(row, row.slot.astimezone(now.tzinfo)) for row in rows]
    of = {day: [row for row, slot in local if slot.date() == day.date()] for day in (yesterday, today)}
    page = [f"As of {said(now)}.", *_days(of, begun), *_people(rows, lacks, now)]
    await acreate_markdown_artifact("\n".join(page), key="ledger", description=f"The ledger, {now:%d.%m.%Y %H.%M}")
    waiting = sum(row.state in CALLING for row in rows)
    words = f"{len(rows)} publications, {waiting} wait for a person, {len(lacks)} missing in one language"
    return Completed(message=words)


def _days(of: Mapping[dt.datetime, Sequence[Row]], begun: Mapping[str, dt.datetime]) -> Iterator[str]:
    """What had its slot on each of these days."""
    for day, name in zip(of, ("Yesterday", "Today"), strict=True):
        yield from ("", f"## {name}, {day:%A} {day.day}.{day.month}.", "")
        yield from counted(of[day])
        yield from ("", punctual([(begun[row.key] - row.slot) for row in of[day] if row.key in begun]))


def counted(rows: Collection[Row]) -> list[str]:
    """Publications by channel and language, a column for each state that there is."""
    if not rows:
        return ["Nothing was to go out."]
    states = sorted({row.state for row in rows}, key=list(Where).index)
    counts = Counter((row.channel, row.language, row.state) for row in rows)
    lines = [
        {"channel": channel, "language": language}
        | {state: str(counts[channel, language, state] or "") for state in states}
        for channel, language in sorted({(row.channel, row.language) for row in rows})
    ]
    every = {"channel": "all"} | {state: str(sum(row.state is state for row in rows)) for state in states}
    return table(["channel", "language", *states], [*lines, every])


def punctual(late: Sequence[dt.timedelta]) -> str:
    """How long after their slots the requests were made of what stood ready before; what was approved later is not late."""
    if not late:
        return "Lateness: nothing stood ready before its slot."
    seconds = [each.total_seconds() for each in late]
    return (
        f"Lateness of the {len(late)} that stood ready before their slots: median {statistics.median(seconds):.2f} s, "
        f"worst {max(seconds):.2f} s."
    )


def _people(rows: Sequence[Row], lacks: Iterable[Missing], now: dt.datetime) -> Iterator[str]:
    """What somebody has to do something about, what goes on by itself, and what is over."""
    yield from _listed("Missing in one language", (cell(str(each)) for each in lacks))
    yield from _listed("Waits for a person", (_told(row) for row in rows if row.state in CALLING))
    yield from _listed("Goes on by itself", (_told(row) for row in rows if row.state in WAITS))
    never = (row for row in rows if row.state is Where.EXPIRED and now - row.expires < NEVER_FOR)
    yield from _listed(f"Never went out, in the last {NEVER_FOR.days} days", (_told(row) for row in never))


def _listed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A heading with its list."""
    yield from ("", f"## {title}", "", *([f"- {line}" for line in lines] or ["Nothing."]))


def _told(row: Row) -> str:
    """One publication with its state and the reason."""
    return f"{cell(row.key)} {row.state}" + (f": {cell(row.reason)}" if row.reason else "")
