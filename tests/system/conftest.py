"""One played demo for all tests that look at it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.system.house import House, own_processes


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose demo was played once; nothing of it may be left running at the end."""
    made = House(tmp_path_factory.mktemp("demo") / "state")
    made.pin()
    played = made.demo()
    assert played.returncode == 0, played.stdout + played.stderr
    yield made
    assert own_processes(made.state) == []
