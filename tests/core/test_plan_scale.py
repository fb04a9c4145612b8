"""What goes wrong in every row of a large sheet costs and tells no more than in proportion."""

from __future__ import annotations

from kutsu.core.model import Plan
from tests.core.rows import PILOT, SESSION, plan, sheet

ROWS = 300


def longest(found: Plan, code: str) -> int:
    """Characters of the longest message with this code; there is one for every row."""
    told = [fault.message["fi"] for fault in found.faults if fault.code == code]
    assert len(told) == ROWS
    return max(map(len, told))


def test_an_id_filled_down_a_whole_tab() -> None:
    """Each row of an id that all rows share is told of a few others, not of all."""
    assert longest(plan(sheet(sessions=[SESSION] * ROWS)), "id-doubled") < 300


def test_a_pilot_that_everything_names_is_gone() -> None:
    """Rows that name what is not there are each told what is nearest."""
    pilots = [{**PILOT, "id": f"PILOT-{number}"} for number in range(2, ROWS)]
    sessions = [{**SESSION, "id": f"INFO-{number}"} for number in range(ROWS)]
    assert longest(plan(sheet(pilots=pilots, sessions=sessions)), "reference-unknown") < 300
