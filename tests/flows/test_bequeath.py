"""What a killed run had claimed and not begun goes out by another run, as soon as its death is known."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, cast

import pytest
from prefect.client.schemas.objects import FlowRun
from prefect.states import Crashed

from flows import heirs
from flows.by_hand import by_hand
from flows.heirs import bequeath
from flows.publish import publish
from kutsu.core.publication import Message, State
from kutsu.ledger.claims import Claims, Work
from tests.factories import delivery
from tests.houses import FI, SV, House
from tests.ledger.works import dead_owner


def test_every_flow_that_claims_has_heirs() -> None:
    """Prefect's runner tells each of them that a run of theirs was killed."""
    assert all(bequeath in flow.on_crashed_hooks for flow in (publish, by_hand))


def test_what_a_killed_run_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that was killed leaves its claims to one other run; where it had none, none is started."""
    house = House(tmp_path)
    house.approve()
    works, started = house.works(), list[str]()
    words = Message("fi", {"status": "Tervetuloa!"}, "https://example.org")
    killed = Claims(works.rests.database, dead_owner())
    assert killed.claim([Work(delivery(key), words, [()]) for key in (FI, SV)], works.clock.now())

    async def run(name: str, **_: Any) -> None:
        started.append(name)

    monkeypatch.setattr(heirs, "works", lambda: works)
    monkeypatch.setattr(heirs, "arun_deployment", run)
    for _ in range(2):
        asyncio.run(bequeath(publish, cast("FlowRun", None), Crashed()))
    assert started == ["reconcile/reconcile"]
    assert {row.key: row.state for row in works.views.rows()} == dict.fromkeys((FI, SV), State.UNAVAILABLE)
