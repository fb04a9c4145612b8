"""A few kills of who sends mail; the whole of it is `python -m tests.chaos.mail`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.chaos.mail import trials

KILLS = 5


@pytest.mark.system
def test_killed_in_the_middle_of_mail(tmp_path: Path) -> None:
    """Mail whose sender is killed five times reaches everybody once, but for one request a kill at the most, which waits for a person."""
    for verdict in trials(KILLS, seed=1, lanes=1, folder=tmp_path):
        assert verdict.wrong == ()
        assert verdict.waiting <= verdict.kills <= KILLS
        assert verdict.requests >= 30 - verdict.kills
