"""The flow of a reconcile: what it frees goes at once, and the run that looks again comes when there is something to see."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from flows import reconcile, slots
from flows.slots import follow_up, wanted
from kutsu.core.publication import Message
from kutsu.ledger.claims import LEASE, Work
from kutsu.survey import Survey
from kutsu.wiring import Works
from tests.factories import delivery
from tests.houses import EN, FI, SV, House


def left(works: Works, claimed: dt.datetime) -> None:
    """Have a publisher claim the pilot's deliveries at this instant, and die."""
    words = Message("fi", {"status": "Tervetuloa!"}, "https://example.org")
    assert works.claims.claim([Work(delivery(key), words, [()]) for key in (FI, SV, EN)], claimed)


async def nothing(*_: object) -> int:
    """What Prefect would have done."""
    return 0


def test_what_was_freed_goes_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a dead publisher had claimed is overdue for the run that took it back; it does not wait for the next pull."""
    house = House(tmp_path)
    house.approve()
    works, overdue = house.works(), set[str]()
    left(works, works.clock.now() - LEASE)

    async def place(_: Works, survey: Survey) -> None:
        overdue.update(each.key for each in wanted(works, survey)[1])

    monkeypatch.setattr(reconcile, "works", lambda: works)
    monkeypatch.setattr(reconcile, "heed", nothing)
    monkeypatch.setattr(reconcile, "place", place)
    monkeypatch.setattr(reconcile, "follow_up", nothing)
    assert asyncio.run(reconcile.reconcile.fn()).is_completed()
    assert overdue == {FI, SV, EN}


def test_no_run_comes_too_early(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run that looks again is placed so that it sees the lease ended even where Prefect starts it half a second early."""
    works, placed = House(tmp_path).works(), list[dt.datetime]()
    now = works.clock.now()
    left(works, now)

    async def run(_: str, *, scheduled_time: dt.datetime, **__: Any) -> None:
        placed.append(scheduled_time)

    monkeypatch.setattr(slots, "arun_deployment", run)
    asyncio.run(follow_up(works))
    (at,) = placed
    assert dt.timedelta(seconds=0.5) < at - works.clock.wall(now + LEASE) < dt.timedelta(seconds=2)
