"""What the Prefect server is told is what it understands: a name that it does not know would be ignored without a word."""

from __future__ import annotations

import pytest
from prefect.settings.models.root import Settings

from kutsu.up import UNHURRIED


def test_prefect_knows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting is one of this Prefect's, and has the value that was meant."""
    for name, value in UNHURRIED.items():
        monkeypatch.setenv(name, value)
    assert UNHURRIED.keys() <= Settings().to_environment_variables(exclude_unset=True).keys()
    services = Settings().server.services
    assert (services.late_runs.loop_seconds, services.pause_expirations.loop_seconds) == (15, 60)
    assert Settings().server.events.proactive_granularity.total_seconds() == 15
