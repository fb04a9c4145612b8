"""A little chaos on every network; the whole of it is `make chaos`, its figures are in docs/reliability.md."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from tests.channels.stages import OVER_HTTP
from tests.chaos.lanes import played
from tests.chaos.plan import Trial, trials

SEED = 3
KILLS_EACH = 2
LANES = 4
FOUND = ("lost", "reset", "truncated", "html", "500-after")
"""After these the publication is out, so that nothing has to wait ten minutes for the proof that it is not."""

AMID = ("claimed", "prepared", "asked", "acted", "answered")


def few() -> list[Trial]:
    """Two trials of one kill for each network, out of the plan."""
    quick = [
        trial
        for trial in islice(trials(SEED), 600)
        if trial.fault in FOUND and len(trial.phases) == 1 and trial.phases[0] in AMID
    ]
    return [each for name in OVER_HTTP for each in [one for one in quick if one.adapter == name][:KILLS_EACH]]


@pytest.mark.system
@pytest.mark.long
@pytest.mark.timeout(280)
def test_killed_at_every_network_and_nothing_is_said_twice_or_lost(tmp_path: Path) -> None:
    """With lost answers and publishers killed amid their work, each thing is out once; only mail waits for a person."""
    verdicts = list(played(few(), len(few()), LANES, tmp_path))
    assert [verdict for verdict in verdicts if verdict.bad] == []
    assert len(verdicts) == KILLS_EACH * len(OVER_HTTP)
    assert sum(len(verdict.kills) for verdict in verdicts) >= len(few()) / 2, (
        "a generous bound: on a busy machine one is past its phase before it is seen"
    )
    assert {verdict.trial.adapter for verdict in verdicts if verdict.waiting} <= {"email"}
