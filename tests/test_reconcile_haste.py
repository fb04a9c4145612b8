"""A run that has a slot before it does not wait for a network that is slow to tell of an earlier one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from threading import Event

from kutsu.core.errors import Unconfirmed
from kutsu.core.publication import Claimed, Finding, State
from tests.fakes import After, FakeChannel
from tests.ledger.works import FI
from tests.test_reconcile import Desk, desk

__all__ = ["desk"]


@dataclass
class Slow(FakeChannel):
    """A channel that answers no look-up before it is let."""

    let: Event = field(default_factory=Event)

    def find(self, claimed: Claimed) -> Finding:
        """Tell the truth, late."""
        self.let.wait(20)
        return super().find(claimed)


def test_who_is_in_haste_does_not_wait(desk: Desk) -> None:
    """Without patience the run ends while a look-up is under way, which settles its doubt all the same."""
    slow = Slow("x-fi")
    desk.channels["x-fi"] = slow
    slow.meets.append(After(Unconfirmed("lost")))
    desk.publish(FI)
    desk.clock.move(seconds=15)
    assert len(desk.reconciler.run([], dt.timedelta())) == 1
    assert desk.row().state is State.UNCONFIRMED
    slow.let.set()
    desk.reconciler.run([])
    assert desk.row().state is State.SENT
