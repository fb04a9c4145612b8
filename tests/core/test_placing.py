"""Which runs are placed, replaced, cancelled or left alone, out of plan, ledger and what Prefect says."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kutsu.core.placing import Life, Run, Wanted, lost, provided, steps
from tests.factories import NOW

SLOT = NOW + dt.timedelta(hours=1)
WANTED = Wanted(SLOT, SLOT, "Tue 24.11. 11.00 · pilot-chosen", ("fi",), ("a", "b"))
RUN = Run(SLOT, SLOT, WANTED.name, WANTED.tags, WANTED.deliveries, 1, "slot 11 r1", NOW, "id-1")
LATER = dt.timedelta(hours=2)
OVERDUE = replace(RUN, slot=None, at=NOW)


def test_nothing_stands_yet() -> None:
    """A coming slot without a run gets one."""
    assert steps([WANTED], [], {}, NOW).place == [(WANTED, None)]


@pytest.mark.parametrize("life", [Life.AHEAD, Life.UNDER_WAY])
def test_a_right_one_stays(life: Life) -> None:
    """What is as it should be is not touched."""
    assert steps([WANTED], [RUN], {1: life}, NOW) == steps([], [], {}, NOW)


@pytest.mark.parametrize(
    "change", [{"name": "other"}, {"tags": ("fi", "sv")}, {"deliveries": ("a",)}, {"wall": SLOT + LATER}]
)
def test_a_changed_one_is_replaced(change: dict[str, object]) -> None:
    """Another name, tag, delivery or clock makes a new run, and only then the old one is cancelled."""
    wanted = replace(WANTED, **change)  # type: ignore[arg-type]  # one field each
    found = steps([wanted], [RUN], {1: Life.AHEAD}, NOW)
    assert (found.place, found.cancel, found.end) == ([(wanted, RUN)], [RUN], [])


def test_one_under_way_reads_the_plan_itself() -> None:
    """A run that waits for its instant is left alone, whatever has changed."""
    wanted = replace(WANTED, deliveries=("a",))
    assert steps([wanted], [RUN], {1: Life.UNDER_WAY}, NOW) == steps([], [], {}, NOW)


def test_a_slot_that_is_gone() -> None:
    """Its run is cancelled, and nothing comes in its place."""
    found = steps([], [RUN], {1: Life.AHEAD}, NOW)
    assert (found.cancel, found.place) == ([RUN], [])


@pytest.mark.parametrize("life", [None, Life.OVER, Life.REPLACED])
def test_deleted_or_ended_early(life: Life | None) -> None:
    """The slot gets a new run."""
    found = steps([WANTED], [RUN], {1: life} if life else {}, NOW)
    assert found.place == [(WANTED, None)]
    assert [each for each, _ in found.end] == [RUN]


def test_a_crash_before_prefect_was_asked() -> None:
    """What the ledger intended and Prefect does not have is made under the same key."""
    found = steps([WANTED], [replace(RUN, run=None)], {}, NOW)
    assert (found.make, found.place, found.end) == ([replace(RUN, run=None)], [], [])


def test_an_operator_s_cancel() -> None:
    """It is heeded, and nothing is placed in its stead, even where Kutsu was about to replace that run."""
    for one in (RUN, replace(RUN, replaced=True)):
        found = steps([WANTED], [one], {1: Life.CANCELLED}, NOW)
        assert (found.heed, found.place, found.cancel) == ([one], [], [])


def test_a_crash_before_the_cancel() -> None:
    """A run that the ledger noted as replaced is cancelled once more; then it is over."""
    old, new = replace(RUN, replaced=True), replace(RUN, id=2)
    assert steps([WANTED], [old, new], {1: Life.AHEAD, 2: Life.AHEAD}, NOW).cancel == [old]
    assert steps([WANTED], [old, new], {1: Life.REPLACED, 2: Life.AHEAD}, NOW).end == [(old, "replaced")]


def test_a_late_one_still_starts() -> None:
    """A run whose slot has passed and that has not begun is left to begin."""
    assert steps([], [RUN], {1: Life.AHEAD}, SLOT) == steps([], [], {}, NOW)


def test_lost() -> None:
    """A pull at rest sees that a coming slot has no run any more, and is no longer at rest."""
    assert lost([RUN], {}, NOW)
    assert lost([replace(RUN, replaced=True)], {1: Life.AHEAD}, NOW)
    assert not lost([RUN], {1: Life.AHEAD}, NOW)
    assert not lost([RUN, OVERDUE], {1: Life.OVER}, SLOT)


def test_provided() -> None:
    """A run that has just been placed takes up what is overdue, but one of a while ago is not waited for, nor one with less."""
    assert provided(["a"], [OVERDUE], {1: Life.AHEAD}, NOW)
    assert not provided(["a"], [OVERDUE], {1: Life.UNDER_WAY}, SLOT)
    assert not provided(["a", "c"], [OVERDUE], {1: Life.AHEAD}, NOW)
    assert not provided(["a"], [OVERDUE], {1: Life.CANCELLED}, NOW)
