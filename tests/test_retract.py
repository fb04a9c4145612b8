"""Retract: what is out is deleted once, doubt is settled by reading back, and what is not known to be gone stays sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kutsu.core.errors import Held, KutsuError, Refused, Unavailable, Unconfirmed
from kutsu.core.publication import Absent, Finding, Found, Receipt, State, Unclear
from kutsu.ledger.claims import Claims, Outcome
from kutsu.ledger.database import Database
from kutsu.ledger.retractions import Retractions
from kutsu.ledger.tables import retractions
from kutsu.ledger.views import Views
from kutsu.retract import Retractor
from tests.fakes import READ_BACK, After, FakeChannel, HandClock
from tests.ledger.works import FI, attempt, rows, work

LISTED = READ_BACK.readings[-1].total_seconds() + 1
"""Seconds after which a timeline shows what went out."""


class Desk:
    """A ledger with one publication, and its channel."""

    def __init__(self, path: Path) -> None:
        self.database, self.clock, self.fi = Database(f"sqlite:///{path / 'ledger.db'}"), HandClock(), FakeChannel()
        self.claims, self.views = Claims(self.database, "one"), Views(self.database)
        self.retractor = Retractor(Retractions(self.database), {"x-fi": self.fi}, self.clock)

    def publish(self, receipt: Receipt | None = None) -> None:
        """Put it out; settled by hand with that receipt if one is given."""
        self.claims.claim([work()], self.clock.now())
        (share,) = self.claims.shares(FI)
        yes = self.fi.send(share)
        attempt(self.claims, Outcome(State.SENT, receipt=receipt or yes))

    def retract(self) -> State:
        """Take it back; gives its state then."""
        self.retractor.retract(self.retractor.retractions.out(FI), "anna", "wrong day")
        return self.state()

    def state(self) -> State:
        """What the ledger says."""
        return self.views.rows()[0].state

    def tries(self) -> list[tuple[str, str | None]]:
        """Who tried, and why it is not known to be gone."""
        return [(each.by, each.reason) for each in rows(self.database, retractions)]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """One publication that is out."""
    made = Desk(tmp_path)
    made.publish()
    yield made
    made.database.close()


def test_taken_back(desk: Desk) -> None:
    """It is deleted, and the ledger says so."""
    assert desk.retract() is State.RETRACTED
    assert desk.fi.out == []
    assert desk.tries() == [("anna", None)]


@pytest.mark.parametrize("error", [Refused("no"), Held("dead token"), Unavailable("429"), RuntimeError("a bug")])
def test_still_out(desk: Desk, error: Exception) -> None:
    """After a no, a held account or haste it is out still, and why stands in the ledger."""
    desk.fi.deletes.append(error)
    with pytest.raises(type(error)):
        desk.retract()
    assert desk.state() is State.SENT
    assert desk.tries() == [("anna", str(error))]
    assert desk.retract() is State.RETRACTED


def test_a_lost_answer_is_read_back(desk: Desk) -> None:
    """Deleted, the answer lost: what a timeline would have shown long since and does not is gone."""
    desk.clock.move(seconds=LISTED)
    desk.fi.deletes.append(After(Unconfirmed("lost")))
    assert desk.retract() is State.RETRACTED


def test_proof_needs_no_time(desk: Desk) -> None:
    """Where one reading proves absence it settles at once."""
    desk.fi.deletes.append(After(Unconfirmed("lost")))
    desk.fi.findings.append(Absent(proven=True))
    assert desk.retract() is State.RETRACTED


@pytest.mark.parametrize(
    ("finding", "seconds"),
    [(Found(Receipt("1")), LISTED), (Unclear("no answer"), LISTED), (Absent(), 0)],
    ids=["seen", "unread", "too young to be listed"],
)
def test_doubt_stays_doubt(desk: Desk, finding: Finding, seconds: float) -> None:
    """Nothing is believed that was not read: the person is told to say it again, which settles it."""
    desk.clock.move(seconds=seconds)
    desk.fi.deletes.append(After(Unconfirmed("lost")))
    desk.fi.findings.append(finding)
    with pytest.raises(Unconfirmed, match="lost; say it again"):
        desk.retract()
    assert desk.state() is State.SENT
    assert desk.retract() is State.RETRACTED


@pytest.mark.parametrize(
    ("finding", "error"), [(Found(Receipt("7")), None), (Absent(proven=True), Refused), (Absent(), Refused)]
)
def test_settled_by_its_address(tmp_path: Path, finding: Finding, error: type[KutsuError] | None) -> None:
    """A person's address is no id: it is looked up first; that ours never was out does not mean that the person's is gone."""
    desk, address = Desk(tmp_path), "https://x.com/i/status/7"
    desk.publish(Receipt(address, address))
    desk.fi.findings.append(finding)
    if error:
        with pytest.raises(error, match="delete it there by hand"):
            desk.retract()
    else:
        assert desk.retract() is State.RETRACTED
    assert (desk.state() is State.RETRACTED) is (error is None)
    desk.database.close()


def test_never_sent_again(desk: Desk) -> None:
    """A human's deletion is not made good: the key is never free again, whatever is read back of it."""
    desk.retract()
    assert not desk.claims.claim([work()], desk.clock.now())
    assert desk.views.doubts() == []
