"""One sandbox for all tests of channels; its clock and theirs is the same, ten times as fast as the wall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kutsu.clock import TickingClock
from kutsu.sandbox import start
from tests.channels import worlds
from tests.channels.stages import STAGES, Sandbox


@pytest.fixture(scope="session")
def clock() -> TickingClock:
    """A second of the wall is six of this clock: timeouts and the networks' lags alike."""
    return worlds.clock(6)


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory, clock: TickingClock) -> Iterator[Sandbox]:
    """The outside world, as a process of its own."""
    with start(tmp_path_factory.mktemp("sandbox"), clock) as address:
        yield Sandbox(address)


@pytest.fixture(params=STAGES)
def adapter(request: pytest.FixtureRequest) -> str:
    """Each adapter in turn."""
    return str(request.param)


@pytest.fixture
def words(request: pytest.FixtureRequest) -> str:
    """Words that no other test publishes, of whatever file."""
    return f"Koe {request.node.path.stem.removeprefix('test_')} {request.node.name}"
