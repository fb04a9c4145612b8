"""The ledger of placed runs: revisions, cancels that hold, and their release."""

from __future__ import annotations

import pytest

from kutsu.core.placing import Life, Run, Wanted
from kutsu.core.publication import State
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.placed import Placed
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, SENT, SV, attempt, later, work

SLOT = later(hours=1)
WANTED = Wanted(SLOT, later(minutes=59), "Tue 24.11. 11.00 · pilot-chosen", ("fi", "sv"), (FI, SV))
OVERDUE = Wanted(None, NOW, "overdue · 2 publications", ("fi", "sv"), (FI, SV))
WHY = "held by a person: an operator cancelled the run Tue 24.11. 11.00 · pilot-chosen"


@pytest.fixture
def placed(database: Database) -> Placed:
    """The placed runs of an empty ledger."""
    return Placed(database)


@pytest.fixture
def pauses(database: Database) -> Pauses:
    """Its pauses."""
    return Pauses(database)


def intended(placed: Placed, wanted: Wanted = WANTED, instead: Run | None = None) -> Run:
    """A run that was written down."""
    made = placed.intend(wanted, NOW, instead)
    assert made
    return made


def test_intent_then_prefect_s_id(placed: Placed) -> None:
    """A run is known before Prefect has it, as what was wanted, and then under Prefect's id."""
    one = intended(placed)
    (known,) = placed.open()
    assert (known, known.fits(WANTED), known.run) == (one, True, None)
    placed.made(one, "id-1")
    assert [each.run for each in placed.open()] == ["id-1"]


def test_one_run_per_slot(placed: Placed) -> None:
    """Of two flows that place the same slot the second finds that it is done; so does one that would replace a replaced run."""
    one = intended(placed)
    assert placed.intend(WANTED, NOW) is None
    intended(placed, instead=one)
    assert placed.intend(WANTED, NOW, one) is None
    assert [each.replaced for each in placed.open()] == [True, False]


def test_each_revision_has_its_key(placed: Placed) -> None:
    """After whatever end, the next run of a slot has a key that Prefect has not seen; overdue runs have one for each moment."""
    first = intended(placed)
    placed.end([(first, "gone")], NOW)
    second, overdue = intended(placed), intended(placed, OVERDUE)
    assert first.key.replace(" r1", " r2") == second.key
    assert len({first.key, second.key, overdue.key}) == 3
    assert placed.intend(OVERDUE, NOW) is None
    assert placed.intend(OVERDUE, later(seconds=1))


def test_a_cancel_holds_and_is_released(placed: Placed, pauses: Pauses) -> None:
    """The deliveries of a cancelled run wait, once, until they are released; the run stands for its slot no more."""
    one = intended(placed)
    assert placed.cancelled(one, NOW) == [FI, SV]
    assert pauses.stops([FI, SV], NOW) == {FI: WHY, SV: WHY}
    assert placed.open() == []
    assert placed.release() == [FI, SV]
    assert placed.cancelled(one, NOW) == []
    assert pauses.held() == {}


def test_released_by_slot(placed: Placed, pauses: Pauses) -> None:
    """Only what was cancelled for that slot goes on."""
    placed.cancelled(intended(placed), NOW)
    assert placed.release(NOW) == []
    assert placed.release(SLOT) == [FI, SV]
    assert pauses.held() == {}


def test_what_a_person_holds_stays_theirs(placed: Placed, pauses: Pauses) -> None:
    """A hold of before, or one that a person sets after the cancel, outlasts the release of cancelled runs."""
    pauses.hold(FI, NOW, "a wrong day")
    placed.cancelled(intended(placed), NOW)
    assert placed.release() == [SV]
    assert pauses.held() == {FI: "a wrong day"}


def test_what_is_out_is_not_held(placed: Placed, pauses: Pauses, claims: Claims) -> None:
    """A cancel after the work is done holds what is not out, and nothing else."""
    claims.claim([work(FI)], NOW)
    attempt(claims, SENT)
    assert placed.cancelled(intended(placed), NOW) == [SV]
    assert {*pauses.held()} == {SV}


def test_claims_are_given_back(claims: Claims, rival: Claims, views: Views) -> None:
    """What was claimed and not begun is surely not sent and cannot be begun any more; what was begun goes its own way."""
    claims.claim([work(FI)], NOW)
    claims.claim([work(SV)], NOW)
    assert claims.begin(SV, 0, NOW)
    rival.give_back([FI, SV], "an operator cancelled the run", later(seconds=1))
    assert not claims.begin(FI, 0, later(seconds=2))
    given, begun = views.rows()
    assert (given.state, given.reason) == (State.UNAVAILABLE, "an operator cancelled the run")
    assert begun.state is State.CLAIMED
    assert rival.claim([work(FI)], later(seconds=2))


def test_replaced_is_noted_first(placed: Placed) -> None:
    """A run that Kutsu is going to cancel is known as such until it is over."""
    one = intended(placed)
    placed.replaced([one], NOW)
    assert [each.replaced for each in placed.open()] == [True]
    placed.end([(one, Life.REPLACED)], NOW)
    assert placed.open() == []
