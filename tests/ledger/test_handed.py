"""Hand-overs, look-ups, pauses and deaths in any order on one ledger: nobody has a thing twice, and nothing leaves in doubt."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest

from kutsu import publish, recall, reconcile
from kutsu.core.ahead import LAG, leaves
from kutsu.core.errors import Refused, Unavailable, Unconfirmed
from kutsu.core.publication import State
from kutsu.core.schedule import due
from kutsu.core.states import may_follow, whole
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.database import Database
from kutsu.ledger.handed import HandedOver
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.tables import deliveries, receipts, shares
from kutsu.ledger.views import Views
from kutsu.publish import Publisher
from kutsu.recall import Recaller
from kutsu.reconcile import Reconciler
from tests.factories import NOW
from tests.fake_mail import FakeMail
from tests.fakes import After, HandClock
from tests.ledger.works import rows, work

KEYS = [f"P-1/pilot-chosen/{language}/letter/" for language in ("fi", "sv")]
REQUIRED = ("fi", "sv")
PEOPLE = {key: ((f"a {key}",), (f"b {key}",)) for key in KEYS}
WINDOW: dict[str, Any] = {"slot": NOW + dt.timedelta(hours=2), "ahead": dt.timedelta(hours=1), "release": "P-1"}
MEETS = (None, Unconfirmed("lost"), After(Unconfirmed("lost")), Unavailable("503"), Refused("no"))


class Game:
    """What may happen at any moment; the provider is honest, but its answers are lost."""

    def __init__(self, database: Database) -> None:
        """An empty ledger, a mail list, and a release of two mails in two requests each."""
        self.database = database
        self.clock, self.mail = HandClock(), FakeMail()
        self.views, self.pauses = Views(self.database), Pauses(self.database)
        self.claims, channels = Claims(self.database, "one"), {"letter": self.mail}
        self.publisher = Publisher(self.claims, channels, self.clock, self.pauses)
        self.reconciler = Reconciler(self.claims, self.views, channels, self.clock)
        handed = HandedOver(self.database)
        self.recaller = Recaller(self.claims, handed, self.views, self.pauses, channels, REQUIRED, self.clock)
        self.seen: dict[tuple[str, int], State] = {}

    def turn(self, chance: random.Random) -> None:
        """A run: settle, take back, hand over or send what is due; it may die in the middle of its first request."""
        self.clock.move(minutes=chance.choice((0, 1, 5, 20, 50)))
        self.mail.meets.extend(chance.choice(MEETS) for _ in range(chance.randrange(4)))
        self.mail.stops.extend(chance.choice(MEETS) for _ in range(chance.randrange(3)))
        dies = chance.random() < 1 / 4
        works = {key: work(key, people=PEOPLE[key], **WINDOW) for key in KEYS}
        planned = [each.delivery for each in works.values()]
        survey = SimpleNamespace(deliveries=planned, standings={}, now=self.clock.now())
        self.reconciler.run(planned)
        self.by_the_table()
        self.recaller.run(survey)  # type: ignore[arg-type]  # what it asks of a survey
        self.by_the_table()
        free = due(planned, self.views.states(survey.now), survey.now, REQUIRED)
        stopped = self.pauses.stops([each.key for each in free], survey.now)
        told = [works[each.key] for each in free if not stopped]
        mine = self.publisher.ready(self.publisher.claim(told), REQUIRED)
        self.by_the_table()
        for delivery in mine:
            if dies:
                self.die(delivery.key)
                break
            self.publisher.send(delivery, delivery.begins, REQUIRED)
        self.recaller.run(survey)  # type: ignore[arg-type]  # as above

    def die(self, key: str) -> None:
        """The request is made, and nobody is left to hear its answer."""
        share = self.claims.shares(key)[0]
        if self.claims.begin(key, share.share, self.clock.now()):
            if "batch" in share.marks:
                self.mail.kept[share.marks["batch"]] = (share, leaves(share.marks))
            else:
                self.mail.out.append(share)
        self.clock.move(seconds=LEASE.total_seconds())

    def pause(self, _: random.Random) -> None:
        """Everything waits."""
        self.pauses.pause(self.clock.now(), "anna")

    def resume(self, _: random.Random) -> None:
        """It goes on."""
        self.pauses.resume(self.clock.now())

    def nobody_twice(self) -> None:
        """No request leaves twice, now or at its slot, whatever is in doubt."""
        assert max(self.leaving().values(), default=0) <= 1

    def by_the_table(self) -> None:
        """Shares go by the table, a delivery is what its shares are, and what has a receipt is sent or with its provider."""
        present = {(row.key, row.share): State(row.state) for row in rows(self.database, shares)}
        for share, after in present.items():
            before = self.seen.get(share, State.PLANNED)
            assert before is after or may_follow(before, after) or State.CLAIMED in (before, after), (before, after)
        for row in rows(self.database, deliveries):
            parts = whole(state for (key, _), state in present.items() if key == row.key)
            # While the rest of a mail in doubt goes on, its owner has it claimed.
            assert row.state in (parts, State.EXPIRED) or (row.owner and row.state == State.CLAIMED)
        told = {share for share, state in present.items() if state in (State.SENT, State.HANDED_OVER)}
        doubtful = {share for share, state in present.items() if state in (State.UNCONFIRMED, State.WAITING)}
        assert {(row.key, row.share) for row in rows(self.database, receipts)} - doubtful == told
        self.seen = present

    def true(self) -> None:
        """What the ledger says is with the provider or was sent leaves once, and what is surely not sent does not leave."""
        leaving = self.leaving()
        for share, state in self.seen.items():
            if state in (State.SENT, State.HANDED_OVER):
                assert leaving[share] == 1, (share, state)
            if state in (State.UNAVAILABLE, State.REFUSED, State.PLANNED):
                assert leaving[share] == 0, (share, state)

    def leaving(self) -> Counter[tuple[str, int]]:
        """Which requests have left or will, as it stands."""
        return Counter((each.key, each.share) for each in self.mail.leave(NOW + dt.timedelta(days=9)))

    def end(self) -> None:
        """However it went: well after the slot nothing is with the provider, and what is not certain waits for a person."""
        self.mail.stops.clear()
        self.clock.sleep_until(NOW + dt.timedelta(hours=2) + 2 * LAG)
        for _ in range(2):
            self.reconciler.run([])
        self.nobody_twice()
        assert not {State.CLAIMED, State.HANDED_OVER} & {State(row.state) for row in rows(self.database, shares)}


@pytest.mark.parametrize("seed", range(8))
def test_any_game(database: Database, seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dozen moments of any kind: whatever happens, the ledger speaks the truth, and what is uncertain waits for a person."""
    for module in (recall, reconcile, publish):
        monkeypatch.setattr(module, "AT_ONCE", 1)
    game, chance = Game(database), random.Random(seed)
    for _ in range(12):
        chance.choice([game.turn, game.turn, game.turn, game.pause, game.resume])(chance)
        game.nobody_twice()
        game.by_the_table()
        game.true()
    game.end()
