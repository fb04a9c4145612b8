"""One sandbox for all tests of channels; its clock and theirs is the same, six times as fast as the wall."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kutsu.sandbox import start
from tests.channels import worlds
from tests.channels.leaping import LeapingClock
from tests.channels.post_office import PostOffice, opened
from tests.channels.stages import OVER_HTTP, STAGES, Sandbox
from tests.test_door_tls import HERE, certificate


@pytest.fixture(scope="session")
def clock() -> LeapingClock:
    """A second of the wall is six of this clock, for timeouts too; who sleeps until a network's lag is over is there at once."""
    return LeapingClock.of(worlds.clock(6))


@pytest.fixture(scope="session")
def networks(tmp_path_factory: pytest.TempPathFactory, clock: LeapingClock) -> Iterator[Sandbox]:
    """The outside world that is asked over HTTP, as a process of its own."""
    with start(tmp_path_factory.mktemp("sandbox"), clock) as address, clock.takes_along(address):
        yield Sandbox(address)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostOffice]:
    """A mail server, as a process of its own, whose certificate this process alone trusts."""
    folder = tmp_path_factory.mktemp("office")
    certificate(folder, HERE)
    with pytest.MonkeyPatch.context() as patch, opened(folder) as running:
        patch.setenv("SSL_CERT_FILE", str(folder / "authority.pem"))
        yield running


@pytest.fixture
def sandbox(request: pytest.FixtureRequest) -> Sandbox:
    """Where the adapter of the test is played."""
    adapter = request.getfixturevalue("adapter") if "adapter" in request.fixturenames else OVER_HTTP[0]
    found: Sandbox = request.getfixturevalue("networks" if STAGES[adapter].http else "office")
    return found


@pytest.fixture(params=STAGES)
def adapter(request: pytest.FixtureRequest) -> str:
    """Each adapter in turn."""
    return str(request.param)


@pytest.fixture
def words(request: pytest.FixtureRequest) -> str:
    """Words that no other test publishes, of whatever file."""
    return f"Koe {request.node.path.stem.removeprefix('test_')} {request.node.name}"
