"""A mail list in memory, whose provider is handed its mail ahead of the slot and can give it back."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kutsu.core.ahead import AHEAD
from kutsu.core.errors import Refused
from kutsu.core.publication import Claimed, Message, Proof, Receipt
from tests.fakes import BLIND, After, FakeChannel


@dataclass
class FakeMail(FakeChannel):
    """A mail list whose provider keeps what it is handed ahead: `kept` by batch, with its slot, until it leaves or is `stopped`.

    `meets` are the failures of sends and hand-overs alike, `stops` those of taking back.
    """

    name: str = "letter"
    network: str = "email"
    parts: tuple[str, ...] = ("subject", "text", "html")
    proof: Proof = BLIND
    longest: int = 100_000
    ahead: dt.timedelta = dt.timedelta(hours=1)
    give_back: dt.timedelta = dt.timedelta(minutes=10)
    batches: Iterator[int] = field(default_factory=itertools.count)
    kept: dict[str, tuple[Claimed, dt.datetime]] = field(default_factory=dict)
    stopped: set[str] = field(default_factory=set)
    stops: deque[Exception | After | None] = field(default_factory=deque)
    keeps: set[tuple[str, int]] = field(default_factory=set)

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:
        """The people that it was given, others in every language."""
        return [tuple(f"{name}-{message.language}" for name in share) for share in self.people]

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """A batch of its own for what is to be handed over."""
        if self.unprepared:
            raise self.unprepared.popleft()
        return {"batch": str(next(self.batches))} if AHEAD in claimed.marks else {}

    def hand_over(self, claimed: Claimed, slot: dt.datetime) -> Receipt:
        """Keep it until its slot, unless it meets a failure; a batch that was stopped lets nothing go, whenever it comes."""
        if self.watch:
            self.watch(claimed)
        met = self.meets.popleft() if self.meets else None
        if isinstance(met, Exception):
            raise met
        self.kept[claimed.marks["batch"]] = (claimed, slot)
        if met:
            raise met.error
        return Receipt(f"batch {claimed.marks['batch']}")

    def take_back(self, claimed: Claimed) -> None:
        """Stop its batch, unless it meets a failure or is one that the provider `keeps`."""
        if (claimed.key, claimed.share) in self.keeps:
            raise Refused("no more than ten")
        met = self.stops.popleft() if self.stops else None
        if isinstance(met, Exception):
            raise met
        self.stopped.add(claimed.marks["batch"])
        if met:
            raise met.error

    def leave(self, now: dt.datetime) -> list[Claimed]:
        """What readers have by now: what was sent, and what was kept until its slot."""
        left = [each for batch, (each, slot) in self.kept.items() if batch not in self.stopped and slot <= now]
        return [*self.out, *left]
