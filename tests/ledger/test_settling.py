"""Settling: how attempts end, what a delivery of several shares is, what lapses, and what a person says."""

from __future__ import annotations

import pytest

from kutsu.core.publication import Receipt, State
from kutsu.ledger.claims import LEASE, Claims, Outcome
from kutsu.ledger.database import Database
from kutsu.ledger.tables import attempts, receipts
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, LAPSED, REFUSED, SENT, attempt, later, rows, unavailable, unconfirmed, work

TWO = (("a",), ("b",))


def state(views: Views) -> State:
    """The state of the only delivery."""
    (row,) = views.rows()
    return row.state


def test_a_receipt_is_kept(claims: Claims, views: Views, database: Database) -> None:
    """A yes is written down with the network's id and address, its time, and its attempt closed."""
    claims.claim([work()], NOW)
    assert attempt(claims, SENT)
    (row,) = views.rows()
    assert (row.state, row.remote_id, row.url, row.settled_at) == (State.SENT, "1", "https://x.example/1", NOW)
    (tried,) = rows(database, attempts)
    assert (tried.owner, tried.opened_at, tried.closed_at, tried.outcome) == ("one", NOW, NOW, State.SENT)


def test_what_is_sent_stays_sent(claims: Claims, views: Views, database: Database) -> None:
    """Whatever comes later, a second yes too, changes nothing, and the ledger says so."""
    claims.claim([work()], NOW)
    attempt(claims, SENT)
    for outcome in (SENT, REFUSED, unavailable(), unconfirmed()):
        assert not claims.settle(FI, 0, outcome, NOW, NOW)
    assert state(views) is State.SENT
    assert len(rows(database, receipts)) == 1


def test_each_try_is_an_attempt(claims: Claims, database: Database) -> None:
    """Attempts are added, never rewritten, and none is open when the delivery is settled."""
    claims.claim([work()], NOW)
    attempt(claims, unavailable())
    claims.claim([work()], NOW)
    attempt(claims, SENT)
    assert [(each.outcome, each.reason) for each in rows(database, attempts)] == [
        ("unavailable", "429"),
        ("sent", None),
    ]


def test_a_share_counts_for_the_whole_as_the_gravest(claims: Claims, views: Views) -> None:
    """A mail of two requests is in doubt while one is, and sent when both are."""
    claims.claim([work(people=TWO)], NOW)
    attempt(claims, SENT)
    assert state(views) is State.CLAIMED
    attempt(claims, unconfirmed(), share=1)
    assert state(views) is State.UNCONFIRMED
    assert claims.settle(FI, 1, SENT, NOW, NOW)
    assert state(views) is State.SENT


def test_the_network_s_time_outlives_the_other_shares(claims: Claims, views: Views) -> None:
    """When the first request is put off for an hour and the second goes out, the rest waits for that hour and says why."""
    claims.claim([work(people=TWO)], NOW)
    attempt(claims, unavailable(later(hours=1), "429: come back in an hour"))
    attempt(claims, SENT, share=1)
    (row,) = views.rows()
    assert (row.state, row.retry_at, row.reason) == (State.UNAVAILABLE, later(hours=1), "429: come back in an hour")
    assert not claims.claim([work(people=TWO)], later(minutes=59))
    assert claims.claim([work(people=TWO)], later(hours=1))
    assert [share.share for share in claims.shares(FI)] == [0]


def test_a_share_that_waits_does_not_strand_the_others(claims: Claims, rival: Claims, views: Views) -> None:
    """While one request waits for a person, its owner goes on with the next; should it die, that one lapses."""
    claims.claim([work(people=(*TWO, ("c",)))], NOW)
    attempt(claims, unconfirmed())
    rival.settle(FI, 0, Outcome(State.WAITING, "cannot be asked"), NOW, NOW)
    assert attempt(claims, SENT, share=1)
    rival.lapse(LAPSED)
    assert claims.decide(FI, (State.WAITING,), SENT, LAPSED) == 1
    assert state(views) is State.UNAVAILABLE


def test_lapse_of_what_was_begun(claims: Claims, rival: Claims, views: Views) -> None:
    """When its owner died while sending, a delivery is in doubt from the lease's end on, and to be looked up at once."""
    claims.claim([work()], NOW)
    claims.begin(FI, 0, NOW)
    rival.lapse(LAPSED - LEASE / 100)
    assert state(views) is State.CLAIMED
    rival.lapse(LAPSED)
    (doubt,) = views.doubts()
    assert (doubt.claimed.key, doubt.begun_at, doubt.looks, doubt.next_look) == (FI, NOW, 0, LAPSED)


def test_lapse_of_what_was_not_begun(claims: Claims, rival: Claims, views: Views) -> None:
    """When its owner died before sending, a delivery is surely not sent and free for the next publisher at once."""
    claims.claim([work()], NOW)
    rival.lapse(LAPSED)
    assert state(views) is State.UNAVAILABLE
    assert rival.claim([work()], LAPSED)
    assert not claims.begin(FI, 0, LAPSED)


def test_lapse_leaves_the_settled_alone(claims: Claims, rival: Claims, views: Views) -> None:
    """The end of a lease means nothing to what had been settled before it."""
    claims.claim([work()], NOW)
    attempt(claims, SENT)
    rival.lapse(later(days=1))
    assert state(views) is State.SENT


@pytest.mark.parametrize("late", [unavailable(), REFUSED, unconfirmed()])
def test_a_frozen_publisher_does_not_settle_another_s_attempt(
    claims: Claims, rival: Claims, views: Views, late: Outcome
) -> None:
    """Anything but a yes that comes back after the claim was lost says nothing about the attempt under way: no second one."""
    claims.claim([work()], NOW)
    rival.lapse(LAPSED)
    rival.claim([work()], LAPSED)
    assert not claims.settle(FI, 0, late, LAPSED)
    rival.begin(FI, 0, LAPSED)
    assert not claims.settle(FI, 0, late, LAPSED)
    assert not claims.settle(FI, 0, late, LAPSED, NOW)
    assert state(views) is State.CLAIMED


def test_a_late_yes_counts(claims: Claims, rival: Claims, views: Views) -> None:
    """A receipt that comes back while another publisher is about to send stops that one."""
    claims.claim([work()], NOW)
    claims.begin(FI, 0, NOW)
    rival.lapse(LAPSED)
    rival.settle(FI, 0, unavailable(LAPSED), LAPSED, NOW)
    rival.claim([work()], LAPSED)
    assert claims.settle(FI, 0, SENT, LAPSED, NOW)
    assert not rival.begin(FI, 0, LAPSED)
    assert state(views) is State.SENT


def test_a_stale_look_up_settles_nothing(claims: Claims, rival: Claims, views: Views) -> None:
    """What was read of an earlier attempt neither frees nor puts off the present one."""
    claims.claim([work()], NOW)
    attempt(claims, unconfirmed())
    rival.settle(FI, 0, unavailable(), NOW, NOW)
    claims.claim([work()], NOW)
    attempt(claims, unconfirmed(later(seconds=20)), now=later(seconds=5))
    assert not rival.settle(FI, 0, unavailable(), later(seconds=6), NOW)
    rival.looked(FI, 0, NOW, later(hours=1), looks=0, counts=True)
    (doubt,) = views.doubts()
    assert (doubt.looks, doubt.next_look) == (0, later(seconds=20))


def test_two_who_look_at_once_count_once(claims: Claims, rival: Claims, views: Views) -> None:
    """A publisher that stays and a run that reconciles may read at the same moment: that is one reading, not two."""
    claims.claim([work()], NOW)
    attempt(claims, unconfirmed())
    claims.looked(FI, 0, NOW, later(seconds=60), looks=0, counts=True)
    rival.looked(FI, 0, NOW, later(seconds=61), looks=0, counts=True)
    (doubt,) = views.doubts()
    assert (doubt.looks, doubt.next_look) == (1, later(seconds=60))


def test_a_person_s_word(claims: Claims, views: Views) -> None:
    """A person settles all shares that wait, and only those; asked again, there is nothing left to decide."""
    claims.claim([work(people=TWO)], NOW)
    attempt(claims, SENT)
    attempt(claims, unconfirmed(), share=1)
    said = Outcome(State.SENT, "settled by a person", Receipt("https://x.example/2", "https://x.example/2"))
    assert claims.decide(FI, (State.WAITING,), said, NOW) == 0
    assert claims.decide(FI, (State.WAITING, State.UNCONFIRMED), said, NOW) == 1
    assert state(views) is State.SENT
    assert claims.decide(FI, (State.WAITING, State.UNCONFIRMED), said, NOW) == 0
    assert claims.decide("no/such/key/x-fi/", (State.WAITING,), said, NOW) == 0


def test_retry_of_a_refused_delivery(claims: Claims, views: Views) -> None:
    """What was refused is claimed again only after a person's word, and then with its mended text."""
    claims.claim([work()], NOW)
    attempt(claims, REFUSED)
    (row,) = views.rows()
    assert (row.state, row.reason) == (State.REFUSED, "too blunt")
    assert claims.decide(FI, (State.REFUSED,), unavailable(why="to be tried again"), NOW) == 1
    assert claims.claim([work(text="Mjukare")], NOW)
    assert claims.shares(FI)[0].message.parts["status"] == "Mjukare"


def test_what_is_unavailable_expires(claims: Claims, views: Views) -> None:
    """After its time a delivery that was put off is expired for good, not before, and what is in doubt is not."""
    claims.claim([work(expires=later(hours=1))], NOW)
    attempt(claims, unavailable(later(hours=2)))
    claims.expire([], later(minutes=59))
    assert state(views) is State.UNAVAILABLE
    claims.expire([], later(hours=1))
    (row,) = views.rows()
    assert (row.state, row.settled_at, row.retry_at) == (State.EXPIRED, later(hours=1), None)
    assert not claims.claim([work()], later(hours=3))


def test_the_plan_says_when_it_is_over(claims: Claims, views: Views) -> None:
    """What the plan has moved to a later day does not expire by the window of its first try."""
    claims.claim([work(expires=later(hours=1))], NOW)
    attempt(claims, unavailable(later(hours=2)))
    claims.expire([work(expires=later(days=7)).delivery], later(hours=1))
    assert state(views) is State.UNAVAILABLE


def test_nothing_begins_after_its_time(claims: Claims) -> None:
    """A publisher that comes too late to the instant does not send."""
    claims.claim([work(expires=later(seconds=10))], NOW)
    assert not claims.begin(FI, 0, later(seconds=10))


def test_a_lease_of_a_clock_that_ran_ahead(claims: Claims, rival: Claims, views: Views) -> None:
    """A claim made under a clock of next year is taken back now, not next year."""
    claims.claim([work(expires=later(days=800))], later(days=400))
    rival.lapse(NOW)
    assert state(views) is State.UNAVAILABLE


def test_a_clock_that_is_a_moment_behind(claims: Claims, rival: Claims, views: Views) -> None:
    """Who reads the clock, then waits for its turn while another claims, does not take that fresh claim for a dead one."""
    claims.claim([work()], later(seconds=1))
    rival.lapse(NOW)
    assert state(views) is State.CLAIMED
