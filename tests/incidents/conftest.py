"""One sandbox for the tests of a module, with a desk of its own for each test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.clock import TickingClock
from kutsu.sandbox import start
from tests.campaign.world import World, world
from tests.channels import worlds
from tests.channels.leaping import LeapingClock
from tests.channels.stages import Sandbox
from tests.incidents.desk import Desk

SCALE = 5
"""Timeouts run five times as fast as the wall; nobody waits for a network's lag."""


@pytest.fixture(scope="module")
def clock() -> LeapingClock:
    """The clock of the networks and of those who wait for their answers."""
    return LeapingClock.of(worlds.clock(SCALE))


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory, clock: LeapingClock) -> Iterator[Sandbox]:
    """The outside world, as a process of its own."""
    with start(tmp_path_factory.mktemp("sandbox"), clock) as address, clock.takes_along(address):
        yield Sandbox(address)


@pytest.fixture
def desk(tmp_path: Path, sandbox: Sandbox, clock: TickingClock, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Publishers with an empty ledger, whose words no other test publishes."""
    made = Desk(tmp_path, sandbox, clock, f"Koe {request.node.name}"[:120])
    yield made
    made.database.close()


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world of X, Facebook and mail, time running ten times as fast; each test writes a workbook of its own."""
    with world(tmp_path_factory.mktemp("world"), 10) as made:
        channels = made.config / "channels.toml"
        tables = re.split(r"\n(?=\[[a-z-]+\]\n)", channels.read_text("utf-8"))
        others = ("mastodon", "bluesky", "linkedin")
        kept = [table for table in tables if not any(f'adapter = "{other}"' in table for other in others)]
        channels.write_text("\n".join(kept), "utf-8")
        yield made
