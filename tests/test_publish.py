"""Claim, send, settle: every way in which a channel can answer leads to the state that the design gives it."""

from __future__ import annotations

import datetime as dt
import logging
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.core.errors import Held, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Claimed, Delivery, State
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.tables import attempts, shares
from kutsu.ledger.views import Row, Views
from kutsu.publish import PATIENCE, Publisher
from tests.factories import NOW
from tests.fakes import BLIND, After, FakeChannel, HandClock
from tests.ledger.works import FI, SENT, SV, later, rows, work

EN = "PILOT-1/pilot-chosen/en/x-en/"
REQUIRED = ("fi", "sv")


class Desk:
    """A publisher with its ledger, clock and three accounts."""

    def __init__(self, path: Path) -> None:
        self.database = Database(f"sqlite:///{path / 'ledger.db'}")
        self.clock, self.views = HandClock(), Views(self.database)
        self.fi, self.sv, self.en = (FakeChannel(f"x-{language}") for language in ("fi", "sv", "en"))
        self.channels = {channel.name: channel for channel in (self.fi, self.sv, self.en)}
        self.publisher, self.rival = self.open("one"), self.open("rival")

    def open(self, owner: str) -> Publisher:
        """A publisher of this name."""
        return Publisher(Claims(self.database, owner), self.channels, self.clock, Pauses(self.database))

    def publish(self, *keys: str, people: tuple[tuple[str, ...], ...] = ((),)) -> list[str]:
        """Claim, prepare and send; gives the keys that were sent."""
        mine = self.publisher.claim([work(key, people=people) for key in keys])
        going = self.publisher.ready(mine, REQUIRED)
        for delivery in going:
            self.publisher.send(delivery, self.clock.now())
        return [delivery.key for delivery in going]

    def row(self, key: str = FI) -> Row:
        """What the ledger knows of a delivery."""
        return next(row for row in self.views.rows() if row.key == key)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Everything that publishing needs."""
    made = Desk(tmp_path)
    yield made
    made.database.close()


def test_sent(desk: Desk) -> None:
    """A yes is in the ledger with its receipt, and the frozen message is what residents see."""
    assert desk.publish(FI, SV) == [FI, SV]
    row = desk.row()
    assert (row.state, row.remote_id, row.url) == (State.SENT, f"{FI}#0", "https://x-fi.example/0")
    assert [claimed.message for claimed in desk.fi.out] == [work().message]
    assert desk.publish(FI, SV) == []
    assert len(desk.fi.out) == len(desk.sv.out) == 1


@pytest.mark.parametrize(
    ("met", "state", "retry"),
    [
        (Refused("too blunt"), State.REFUSED, None),
        (Held("the token is dead"), State.UNAVAILABLE, later(minutes=5)),
        (Unavailable("no connection"), State.UNAVAILABLE, NOW + PATIENCE),
        (Unavailable("429", later(hours=2)), State.UNAVAILABLE, later(hours=2)),
        (Unconfirmed("the answer was lost"), State.UNCONFIRMED, None),
        (After(Unconfirmed("the answer was lost")), State.UNCONFIRMED, None),
        (RuntimeError("a bug"), State.UNCONFIRMED, None),
        (After(KeyError()), State.UNCONFIRMED, None),
    ],
)
def test_every_end_of_a_request(desk: Desk, met: Exception | After, state: State, retry: dt.datetime | None) -> None:
    """What was raised decides the state and the time of the next try; what nobody foresaw may be out, and is in doubt."""
    desk.fi.meets.append(met)
    desk.publish(FI)
    row = desk.row()
    assert (row.state, row.retry_at) == (state, retry)
    assert row.reason
    (tried,) = rows(desk.database, attempts)
    assert (tried.outcome, tried.closed_at) == (state, NOW)


def test_the_reason_is_for_people(desk: Desk) -> None:
    """A held channel is named, a network's words are kept, and an error without words gives its name."""
    desk.fi.meets = deque([Held("the token is dead")])
    desk.sv.meets = deque([KeyError()])
    desk.publish(FI, SV)
    assert desk.row(FI).reason == "x-fi is held: the token is dead"
    assert desk.row(SV).reason == "KeyError"


def test_doubt_is_looked_up_when_its_network_can_tell(desk: Desk) -> None:
    """The first reading is at the first age of the network's proof, at once where the network cannot be asked anyway."""
    desk.sv.proof = BLIND
    for channel in (desk.fi, desk.sv):
        channel.meets.append(Unconfirmed("lost"))
    desk.publish(FI, SV)
    assert {doubt.claimed.key: doubt.next_look for doubt in desk.views.doubts()} == {FI: later(seconds=15), SV: NOW}


def test_an_unforeseen_error_is_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A bug in a channel leaves its traceback for the developers; a foreseen failure leaves none."""
    desk.fi.meets.append(RuntimeError("a bug"))
    desk.sv.meets.append(Unconfirmed("lost"))
    desk.publish(FI, SV)
    assert [record.levelno for record in caplog.records if record.exc_info] == [logging.ERROR]
    assert "RuntimeError: a bug" in caplog.text


def test_marks_are_committed_before_the_request(desk: Desk) -> None:
    """When the visible request is made, the ledger on the disk holds its open attempt and all that was prepared for it."""
    desk.fi.marks = {"post": "7"}
    found = []

    def look(claimed: Claimed) -> None:
        other = Database(str(desk.database.url))
        found.append((claimed.marks, rows(other, shares)[0].marks, rows(other, attempts)[0].closed_at))
        other.close()

    desk.fi.watch = look
    desk.publish(FI)
    assert found == [({"post": "7"}, {"post": "7"}, None)]


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (Refused("no"), State.REFUSED),
        (Held("dead token"), State.UNAVAILABLE),
        (Unavailable("503"), State.UNAVAILABLE),
        (ZeroDivisionError("a bug"), State.UNAVAILABLE),
    ],
)
def test_a_failure_while_preparing_is_surely_not_sent(desk: Desk, error: Exception, state: State) -> None:
    """Whatever happens before the visible request, nothing is in doubt and nothing is sent, nor anything together with it."""
    desk.sv.unprepared.append(error)
    assert desk.publish(FI, SV) == []
    assert desk.row(SV).state is state
    assert desk.row(FI).state is State.UNAVAILABLE
    assert desk.fi.out == desk.sv.out == []
    assert rows(desk.database, attempts) == []


def test_an_optional_language_stays_behind_alone(desk: Desk) -> None:
    """When English cannot be prepared, Finnish and Swedish go."""
    desk.en.unprepared.append(Unavailable("503"))
    assert desk.publish(FI, SV, EN) == [FI, SV]
    assert desk.row(EN).state is State.UNAVAILABLE


def test_what_was_given_back_goes_together_later(desk: Desk) -> None:
    """After a while the whole release is tried again, and both languages go."""
    desk.sv.unprepared.append(Unavailable("503"))
    desk.publish(FI, SV)
    desk.clock.move(seconds=PATIENCE.total_seconds())
    assert desk.publish(FI, SV) == [FI, SV]


def test_every_share_is_sent_and_settled(desk: Desk) -> None:
    """A mail of three requests: one refused in between, the others out, and each told by itself."""
    desk.fi.meets = deque([None, Unconfirmed("lost"), None])
    desk.publish(FI, people=(("a",), ("b",), ("c",)))
    assert [claimed.recipients for claimed in desk.fi.out] == [("a",), ("c",)]
    assert desk.row().state is State.UNCONFIRMED
    assert [doubt.claimed.share for doubt in desk.views.doubts()] == [1]


def test_only_the_share_that_is_not_out_is_tried_again(desk: Desk) -> None:
    """The second try of a mail writes to those alone whose request was put off."""
    people = (("a",), ("b",))
    desk.fi.meets = deque([None, Unavailable("503")])
    desk.publish(FI, people=people)
    desk.clock.move(minutes=1)
    assert desk.publish(FI, people=people) == [FI]
    assert [claimed.recipients for claimed in desk.fi.out] == [("a",), ("b",)]
    assert desk.row().state is State.SENT


def claimed_by(publisher: Publisher, *keys: str) -> list[Delivery]:
    """What a publisher got of these."""
    return publisher.claim([work(key) for key in keys])


def test_what_others_claimed_is_left_to_them(desk: Desk) -> None:
    """A release of which a rival has one language is not touched; another one is claimed."""
    other = "PILOT-2/pilot-chosen/fi/x-fi/"
    assert claimed_by(desk.rival, SV)
    assert [delivery.key for delivery in claimed_by(desk.publisher, FI, SV, other)] == [other]


def test_a_lost_claim_is_not_sent(desk: Desk) -> None:
    """A publisher that was frozen until after its lease sends nothing, be its claim taken back yet or not."""
    (delivery,) = claimed_by(desk.publisher, FI)
    assert desk.publisher.send(delivery, NOW + LEASE) is None
    desk.rival.claims.lapse(NOW + LEASE)
    assert desk.publisher.send(delivery, NOW + LEASE) is None
    assert claimed_by(desk.rival, FI)
    assert desk.publisher.send(delivery, NOW + LEASE) is None
    assert desk.fi.out == []


def test_a_claim_lost_between_two_shares(desk: Desk) -> None:
    """A mail whose second request would come after the lease stops there; the rest is free for others."""
    desk.fi.watch = lambda _: desk.clock.move(minutes=1)
    desk.publish(FI, people=(("a",), ("b",)))
    assert [claimed.recipients for claimed in desk.fi.out] == [("a",)]
    desk.publisher.claims.lapse(desk.clock.now())
    assert desk.row().state is State.UNAVAILABLE


def test_an_answer_after_the_ledger_knew_better(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A no that comes back after the share was found to be out changes nothing, and is told loudly."""

    def settled_meanwhile(claimed: Claimed) -> None:
        desk.clock.move(minutes=1)
        desk.rival.claims.lapse(desk.clock.now())
        desk.rival.claims.decide(claimed.key, (State.UNCONFIRMED,), SENT, desk.clock.now())

    desk.fi.watch = settled_meanwhile
    desk.fi.meets.append(Refused("no"))
    desk.publish(FI)
    assert desk.row().state is State.SENT
    assert "look at both" in caplog.text


def test_the_instant_is_waited_for(desk: Desk) -> None:
    """Nothing is sent before its slot, and what is overdue goes at once."""
    (delivery,) = claimed_by(desk.publisher, FI)
    desk.publisher.send(delivery, later(seconds=12))
    (tried,) = rows(desk.database, attempts)
    assert tried.opened_at == later(seconds=12)
    (overdue,) = claimed_by(desk.publisher, SV)
    desk.publisher.send(overdue, NOW)
    assert desk.row(SV).settled_at == later(seconds=12)
