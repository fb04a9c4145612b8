"""A sandbox for each module of tests, and its clients."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
import requests

from kutsu.clock import TickingClock
from kutsu.sandbox import start

ZONE = ZoneInfo("Europe/Helsinki")
SHOWN = dt.datetime(2026, 5, 4, 10, 0, tzinfo=ZONE)
SCALE = 60


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a sandbox whose minute lasts a second."""
    clock = TickingClock.starting(ZONE, SHOWN, SCALE)
    with start(tmp_path_factory.mktemp("sandbox"), clock) as address:
        yield address


@pytest.fixture
def faults(sandbox: str) -> Iterator[str]:
    """Where rules for faults are posted; none is left afterwards."""
    yield f"{sandbox}/_sandbox/faults"
    requests.delete(f"{sandbox}/_sandbox/faults", timeout=10)
