"""Reconcile: doubt is settled by what is read back, by the proof that the network's adapter declares, and never by sending."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.core.errors import Duplicate, Unconfirmed
from kutsu.core.publication import Absent, Found, Proof, Receipt, State, Unclear
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Row, Views
from kutsu.publish import Publisher
from kutsu.reconcile import PACE, Reconciler
from tests.factories import NOW
from tests.fakes import BLIND, UNPROVEN, After, FakeChannel, HandClock
from tests.ledger.works import FI, SV, later, work


class Desk:
    """A publisher, a reconciler, and two accounts."""

    def __init__(self, path: Path) -> None:
        self.database = Database(f"sqlite:///{path / 'ledger.db'}")
        self.clock, self.views, claims = HandClock(), Views(self.database), Claims(self.database, "one")
        self.fi, self.sv = FakeChannel("x-fi"), FakeChannel("x-sv")
        self.channels = {"x-fi": self.fi, "x-sv": self.sv}
        self.publisher = Publisher(claims, self.channels, self.clock, Pauses(self.database))
        self.reconciler = Reconciler(claims, self.views, self.channels, self.clock)

    def publish(self, *keys: str, people: tuple[tuple[str, ...], ...] = ((),)) -> None:
        """Claim and send."""
        for delivery in self.publisher.claim([work(key, people=people) for key in keys]):
            self.publisher.send(delivery, self.clock.now())

    def row(self, key: str = FI) -> Row:
        """What the ledger knows of a delivery."""
        return next(row for row in self.views.rows() if row.key == key)

    def read_until_settled(self) -> list[float]:
        """Reconcile whenever there is something to do; gives the ages in seconds at which something was read."""
        ages = []
        while (at := self.views.next(self.clock.now())) and self.views.doubts():
            self.clock.sleep_until(at)
            if self.reconciler.run([]):
                ages.append((self.clock.now() - NOW).total_seconds())
        return ages


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Everything that reconciling needs."""
    made = Desk(tmp_path)
    yield made
    made.database.close()


def test_found(desk: Desk) -> None:
    """A post whose answer was lost is found at the first reading and settled with its address."""
    desk.fi.meets.append(After(Unconfirmed("lost")))
    desk.publish(FI)
    assert desk.read_until_settled() == [15]
    assert (desk.row().state, desk.row().url) == (State.SENT, "https://x-fi.example/0")


def test_proven_absent_is_tried_again(desk: Desk) -> None:
    """Only after every reading of the proof, at its age, is absence proven; then the same key goes out at last, once."""
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.publish(FI)
    desk.clock.move(seconds=14)
    assert desk.reconciler.run([]) == []
    assert desk.read_until_settled() == [15, 60, 180]
    assert (desk.row().state, desk.row().reason) == (State.UNAVAILABLE, "read back 3 times: it is not out")
    desk.publish(FI)
    assert desk.row().state is State.SENT
    assert len(desk.fi.out) == 1


def test_absence_in_one_reading(desk: Desk) -> None:
    """Where a single reading is proof, such as that of an unpublished draft, it settles at once."""
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.fi.findings.append(Absent(proven=True))
    desk.publish(FI)
    assert desk.read_until_settled() == [15]
    assert desk.row().state is State.UNAVAILABLE


def test_a_network_that_lags(desk: Desk) -> None:
    """A post that only the last reading shows is settled as sent."""
    desk.fi.meets.append(After(Unconfirmed("lost")))
    desk.fi.findings.extend([Absent(), Absent()])
    desk.publish(FI)
    assert desk.read_until_settled() == [15, 60, 180]
    assert desk.row().state is State.SENT


def test_unproven_absence_waits_for_a_person(desk: Desk) -> None:
    """Where no number of empty readings is proof, the last one calls a person, with the reason."""
    desk.fi.proof = UNPROVEN
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.publish(FI)
    assert desk.read_until_settled() == [15, 60, 180]
    assert desk.row().state is State.WAITING
    assert desk.row().reason == "not seen in 3 readings, which prove nothing: the list omits some"
    assert desk.views.next(desk.clock.now()) is None


def test_mail_waits_at_once(desk: Desk) -> None:
    """A network that cannot be asked is not asked twice: the share waits for a person from the first look on."""
    desk.fi.proof = BLIND
    desk.fi.meets.extend([None, After(Unconfirmed("lost"))])
    desk.fi.findings.append(Unclear("the mail provider cannot tell."))
    desk.publish(FI, people=(("a",), ("b",)))
    assert desk.read_until_settled() == [0]
    assert desk.row().state is State.WAITING
    assert desk.row().reason == "the mail provider cannot tell. this network cannot be asked"


def test_unclear_readings_do_not_count(desk: Desk) -> None:
    """While the network does not answer, it is asked again after a while, and the proof still needs all its readings."""
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.fi.findings.extend([Unclear("503"), Unclear("503"), Absent(), Unclear("503")])
    desk.publish(FI)
    assert desk.read_until_settled() == [15, 30, 45, 60, 75, 180]
    assert desk.row().state is State.UNAVAILABLE


def test_readings_are_spread_out_after_a_downtime(desk: Desk) -> None:
    """An hour late, three readings in one moment would be one: there is a pace between them."""
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.publish(FI)
    desk.clock.move(hours=1)
    pace = PACE.total_seconds()
    assert desk.read_until_settled() == [3600, 3600 + pace, 3600 + 2 * pace]


def test_a_reading_before_its_age_proves_nothing(desk: Desk) -> None:
    """A dead publisher's claim is looked up when its lease ends; that counts only if the proof's first age has come."""
    desk.fi.proof = Proof((dt.timedelta(minutes=5),), proves=True, why="a slow timeline")
    desk.publisher.claim([work()])
    desk.publisher.claims.begin(FI, 0, NOW)
    desk.clock.move(seconds=LEASE.total_seconds())
    desk.reconciler.run([])
    assert desk.row().state is State.UNCONFIRMED
    assert desk.read_until_settled() == [300]
    assert desk.row().state is State.UNAVAILABLE


def test_what_dead_publishers_left(desk: Desk) -> None:
    """After the lease, what was begun and is out is found, and what was not begun goes out by the next publisher."""
    desk.publisher.claim([work(FI), work(SV)])
    desk.publisher.claims.begin(FI, 0, NOW)
    desk.fi.findings.append(Found(Receipt("1")))
    desk.clock.move(seconds=LEASE.total_seconds())
    desk.reconciler.run([])
    assert (desk.row(FI).state, desk.row(SV).state) == (State.SENT, State.UNAVAILABLE)
    desk.publish(SV)
    assert len(desk.sv.out) == 1


def test_a_channel_that_breaks_does_not_stop_the_others(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A bug in one adapter's look-up is logged and tells nothing; what the others find is settled."""
    desk.fi.meets.append(After(Unconfirmed("lost")))
    desk.sv.meets.append(After(Unconfirmed("lost")))
    desk.fi.findings.append(RuntimeError("a bug"))
    desk.publish(FI, SV)
    desk.clock.move(seconds=15)
    assert len(desk.reconciler.run([])) == 2
    assert (desk.row(FI).state, desk.row(SV).state) == (State.UNCONFIRMED, State.SENT)
    assert "RuntimeError: a bug" in caplog.text
    assert desk.read_until_settled() == [30]


def test_a_channel_that_left_the_config(desk: Desk) -> None:
    """What is in doubt on an account that config no longer names waits for a person; the rest goes on."""
    for channel in (desk.fi, desk.sv):
        channel.meets.append(After(Unconfirmed("lost")))
    desk.publish(FI, SV)
    del desk.channels["x-fi"]
    assert desk.read_until_settled() == [15]
    assert desk.row(FI).state is State.WAITING
    assert desk.row(FI).reason == "x-fi is not in config/channels.toml any more"
    assert desk.row(SV).state is State.SENT


def test_reconciling_never_sends(desk: Desk) -> None:
    """Whatever is in doubt, nothing more is out afterwards than before, and what was looked up is told."""
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.publish(FI)
    desk.clock.sleep_until(later(seconds=15))
    assert [doubt.claimed.key for doubt in desk.reconciler.run([])] == [FI]
    desk.read_until_settled()
    assert desk.fi.out == []


def test_a_duplicate_is_evidence(desk: Desk) -> None:
    """Where the network said that it has this already, empty readings prove nothing: it is never sent again and again."""
    desk.fi.meets.append(Duplicate("X says that it has this already"))
    desk.publish(FI)
    desk.read_until_settled()
    assert desk.row().state is State.WAITING
    assert desk.row().reason == "not seen in 3 readings, but X says that it has this already"


def test_a_network_that_cannot_be_read(desk: Desk) -> None:
    """A network that cannot be read is asked ever more slowly, not before the time that it names, and after a day a person is."""
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.fi.findings.extend(Unclear("the token was revoked") for _ in range(200))
    desk.publish(FI)
    ages = desk.read_until_settled()
    assert len(ages) < 50
    assert desk.row().state is State.WAITING
    assert desk.row().reason == "it could not be read back for 1 day: the token was revoked"


def test_the_time_that_a_network_names(desk: Desk) -> None:
    """A look-up that was refused for its rate waits for the reset that the network named."""
    desk.fi.meets.append(After(Unconfirmed("lost")))
    desk.fi.findings.append(Unclear("too many requests", NOW + dt.timedelta(minutes=14)))
    desk.publish(FI)
    assert desk.read_until_settled() == [15, 14 * 60]
    assert desk.row().state is State.SENT


def test_its_twin_is_not_it(desk: Desk) -> None:
    """The same words of another delivery are no sign of this one, and hide it: so no reading proves anything, and a person looks."""
    desk.publish(FI)
    again, twin = f"{FI}again-2", desk.row().remote_id
    desk.fi.meets.append(Unconfirmed("dropped"))
    desk.fi.findings.extend([Found(Receipt(twin or ""))] * 3)
    desk.publish(again)
    desk.read_until_settled()
    assert (desk.row(again).state, desk.row(again).remote_id) == (State.WAITING, None)
    assert str(desk.row(again).reason).endswith("has the same words, but is another publication of ours")


def test_a_network_that_insists(desk: Desk) -> None:
    """Proven absent, it is tried again once; when the network says a second time that it has it, a person is asked, not it."""
    for _ in range(2):
        desk.fi.meets.append(Duplicate("506: the same as the last one"))
        desk.fi.findings.append(Absent(proven=True))
        desk.publish(FI)
        desk.read_until_settled()
    assert desk.row().state is State.WAITING
    assert desk.row().reason == "read back: it is not out, and when it was tried again 506: the same as the last one"
