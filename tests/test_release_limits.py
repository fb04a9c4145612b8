"""A network that tells its limits only when it is asked is asked before anything is written for it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.fakes import FakeChannel
from tests.test_release import Desk as GateDesk
from tests.test_release import X, desk, work

__all__ = ["desk"]


@dataclass
class Telling(FakeChannel):
    """A channel that takes what its defaults say until `check` has learnt how much it really is."""

    really: int = 0
    asked: int = 0

    def check(self) -> list[str]:
        """Learn the limit."""
        self.longest = self.really
        self.asked += 1
        return []


def telling(desk: GateDesk, usual: int, really: int) -> Telling:
    """The Swedish account as one that takes `really` characters, of which its defaults say `usual`."""
    made = Telling("x-sv", longest=usual, really=really)
    desk.channels["x-sv"] = made
    return made


def test_a_text_too_long_for_a_small_server_is_held_at_once(desk: GateDesk) -> None:
    """What a small server does not take is known in the first run, before it is claimed; the server is asked once."""
    small = telling(desk, usual=5000, really=40)
    assert "too long for x" in desk.ready().held[X["sv"]]
    assert small.asked == 1


def test_a_text_is_not_cut_shorter_than_its_server_wants(desk: GateDesk) -> None:
    """A server that takes more than its defaults say gets the long text in the first run."""
    telling(desk, usual=120, really=5000)
    long = work(desk.ready(), X["sv"]).message.parts["status"]
    desk.channels["x-sv"] = FakeChannel("x-sv", longest=120)
    assert len(long) > len(work(desk.ready(), X["sv"]).message.parts["status"])
