"""One kill of flows and server around a slot; more of them is `python -m tests.chaos.slots`."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.chaos.slots import Trial, played

SEED = 1
LEAD = dt.timedelta(seconds=40)
NEAR = -12, -1
"""Seconds from the slot: what is due is claimed by then, or about to be."""


@pytest.mark.system
@pytest.mark.timeout(280)
def test_killed_before_a_slot_and_all_is_out_once(tmp_path: Path) -> None:
    """Server, flows and their runs are killed as the slot is prepared: each thing is out once, soon after they are back, or rings."""
    verdict = played(Trial("both", round(random.Random(SEED).uniform(*NEAR), 1)), tmp_path, LEAD)
    assert verdict.wrong == [], verdict
