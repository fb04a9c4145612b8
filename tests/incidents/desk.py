"""Publishers of one ledger with the real clients, whose own time is moved by hand so that no proof has to be sat out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kutsu.clock import TickingClock
from kutsu.core.ports import Channel
from kutsu.core.publication import Delivery
from kutsu.ledger.claims import Claims, Work
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.tables import attempts
from kutsu.ledger.views import Row, Views
from kutsu.publish import Publisher
from kutsu.reconcile import Reconciler
from tests.channels.pictures import bus, pictured
from tests.channels.stages import STAGES, Sandbox, channel
from tests.channels.worlds import LINK, message
from tests.factories import delivery
from tests.fakes import HandClock
from tests.ledger.works import rows

REQUIRED = ("fi", "sv")


class Desk:
    """A ledger, channels named after their adapters, and as many publishers as a test wants."""

    def __init__(self, folder: Path, sandbox: Sandbox, world: TickingClock, words: str) -> None:
        self.sandbox, self.world, self.words = sandbox, world, words
        self.database = Database(f"sqlite:///{folder / 'ledger.db'}")
        self.views, self.clock = Views(self.database), HandClock(world.now())
        self.channels: dict[str, Channel] = {}
        self.alts: tuple[str, ...] = ()
        for adapter in STAGES:
            self.place(adapter, sandbox.base(adapter))

    def place(self, adapter: str, base: str) -> None:
        """Let an adapter find its network at this address."""
        self.channels[adapter] = channel(adapter, base, self.world)

    def work(self, adapter: str) -> Work:
        """One message for an adapter's channel, due now, with a picture for each of `alts` where there can be pictures."""
        said = message(f"{self.words} {LINK}", text=f"{self.words} {message().parts['text']}")
        shown = pictured(said, *map(bus, self.alts)) if self.channels[adapter].pictures else said
        return Work(delivery(f"PILOT-1/pilot-chosen/fi/{adapter}/"), shown, self.channels[adapter].shares(shown))

    def publisher(self, owner: str = "one") -> Publisher:
        """A publisher of this name."""
        return Publisher(Claims(self.database, owner), self.channels, self.clock, Pauses(self.database))

    def reconcile(self) -> None:
        """Take dead claims back, and look up what is to be looked up by now."""
        Reconciler(Claims(self.database, "looking"), self.views, self.channels, self.clock).run([])

    def ready(self, adapter: str, owner: str = "one") -> Sequence[Delivery]:
        """Claim and prepare, if the delivery is free."""
        publisher = self.publisher(owner)
        return publisher.ready(publisher.claim([self.work(adapter)]), REQUIRED)

    def run(self, adapter: str, owner: str = "one") -> Row:
        """One whole run of a publisher: reconcile, claim, prepare, send; gives what the ledger then knows."""
        self.reconcile()
        for each in self.ready(adapter, owner):
            self.publisher(owner).send(each, self.clock.now())
        return self.row(adapter)

    def row(self, adapter: str) -> Row:
        """What the ledger knows of an adapter's delivery."""
        return next(row for row in self.views.rows() if row.channel == adapter)

    def attempts(self) -> int:
        """How often a visible request was begun."""
        return len(rows(self.database, attempts))

    def read_back(self, adapter: str) -> Row:
        """Let the network's lag pass, then settle."""
        self.world.sleep_until(self.world.now() + STAGES[adapter].lag)
        return self.settle(adapter)

    def settle(self, adapter: str) -> Row:
        """Look whenever it is time to, until nothing is in doubt."""
        while self.views.doubts() and (at := self.views.next(self.clock.now())):
            self.clock.sleep_until(at)
            self.reconcile()
        return self.row(adapter)

    def out(self) -> int:
        """How many times residents see this test's words."""
        return len(self.sandbox.out(self.words))
