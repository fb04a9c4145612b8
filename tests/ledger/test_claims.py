"""Claiming: all of a release or nothing, one owner at a time, and a message that is frozen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kutsu.core.publication import State
from kutsu.ledger.claims import LEASE, Claims
from kutsu.ledger.database import Database
from kutsu.ledger.tables import attempts
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, LAPSED, REFUSED, SENT, SV, attempt, later, rows, unavailable, unconfirmed, work


def test_a_claim_is_written_down_whole(claims: Claims, views: Views) -> None:
    """A claim keeps what the delivery is and gives its share to the owner with the message as it was rendered."""
    wanted = work(people=(("a", "b"), ("c",)))
    assert claims.claim([wanted], NOW)
    (row,) = views.rows()
    assert (row.key, row.state, row.claimed_at, row.slot) == (FI, State.CLAIMED, NOW, wanted.delivery.slot)
    first, second = claims.shares(FI)
    assert (first.share, first.recipients, second.share, second.recipients) == (0, ("a", "b"), 1, ("c",))
    assert first.message == wanted.message
    assert first.marks == {}


def test_all_of_a_release_or_nothing(claims: Claims, rival: Claims, views: Views) -> None:
    """When Swedish is another publisher's, Finnish is not claimed either."""
    assert rival.claim([work(SV)], NOW)
    assert not claims.claim([work(FI), work(SV)], NOW)
    assert [row.key for row in views.rows()] == [SV]


@pytest.mark.parametrize("outcome", [SENT, REFUSED, unconfirmed(), unavailable(later(seconds=1))])
def test_what_is_not_free_is_not_claimed(claims: Claims, rival: Claims, outcome: object) -> None:
    """What is out, refused, in doubt, or unavailable until later cannot be claimed, whoever asks."""
    claims.claim([work()], NOW)
    attempt(claims, outcome)  # type: ignore[arg-type]  # parametrized outcomes
    assert not claims.claim([work()], NOW)
    assert not rival.claim([work()], NOW)


def test_unavailable_is_claimed_when_its_time_has_come(claims: Claims, rival: Claims) -> None:
    """A delivery that the network put off may be claimed by anybody at the instant that it named, and not before."""
    claims.claim([work()], NOW)
    attempt(claims, unavailable(later(minutes=5)))
    assert not rival.claim([work()], later(minutes=4, seconds=59))
    assert rival.claim([work()], later(minutes=5))


def test_only_the_owner_sees_and_begins(claims: Claims, rival: Claims) -> None:
    """A claim shows no share to another publisher and lets it begin nothing."""
    claims.claim([work()], NOW)
    assert rival.shares(FI) == []
    assert not rival.begin(FI, 0, NOW)
    assert claims.begin(FI, 0, NOW)


def test_a_share_is_begun_once(claims: Claims, database: Database) -> None:
    """The attempt of a share is opened once, and what is begun is no longer among what is to be sent."""
    claims.claim([work()], NOW)
    assert claims.begin(FI, 0, NOW)
    assert not claims.begin(FI, 0, NOW)
    assert claims.shares(FI) == []
    assert len(rows(database, attempts)) == 1


def test_nothing_begins_after_the_lease(claims: Claims) -> None:
    """The last instant before its end is early enough to begin; the end is too late, taken back or not."""
    claims.claim([work(people=(("a",), ("b",)))], NOW)
    just_before = LAPSED - dt.timedelta(microseconds=1)
    assert claims.begin(FI, 0, just_before)
    assert not claims.begin(FI, 1, just_before + LEASE)


def test_beginning_renews_the_lease(claims: Claims) -> None:
    """A mail of many requests stays its owner's while one after the other begins."""
    claims.claim([work(people=(("a",), ("b",), ("c",)))], NOW)
    for share in range(3):
        assert claims.begin(FI, share, NOW + share * LEASE * 0.9)


def test_a_later_attempt_sends_the_frozen_message(claims: Claims) -> None:
    """The second try of the same text has the message, marks and beginning of the first, whatever the list says now."""
    claims.claim([work(people=(("a",),))], NOW)
    claims.mark(FI, 0, {"post": "7"})
    attempt(claims, unavailable())
    assert claims.claim([work(people=(("z",),))], later(minutes=1))
    (share,) = claims.shares(FI)
    assert (share.recipients, share.marks, share.claimed_at) == (("a",), {"post": "7"}, NOW)


def test_a_newly_approved_text_replaces_what_is_surely_not_out(claims: Claims) -> None:
    """A mended text is sent instead of the frozen one, without the marks of that: they are of another draft."""
    claims.claim([work(people=(("a",), ("b",)))], NOW)
    claims.mark(FI, 1, {"post": "7"})
    attempt(claims, unavailable())
    attempt(claims, unavailable(), share=1)
    assert claims.claim([work(text="Nytt", people=(("a",), ("b",)))], NOW)
    found = claims.shares(FI)
    assert {share.message.parts["status"] for share in found} == {"Nytt"}
    assert [share.marks for share in found] == [{}, {}]


def test_nobody_is_written_to_by_two_shares(claims: Claims) -> None:
    """When the list shrank before a mended text goes out, the recipients stay dealt as they were."""
    claims.claim([work(people=(("a",), ("b",)))], NOW)
    for share in range(2):
        attempt(claims, unavailable(), share=share)
    claims.claim([work(text="Nytt", people=(("b",),))], NOW)
    assert [share.recipients for share in claims.shares(FI)] == [("a",), ("b",)]


def test_a_text_of_which_something_is_out_stays(claims: Claims) -> None:
    """When half of the list has the old text, the other half gets the same."""
    claims.claim([work(people=(("a",), ("b",)))], NOW)
    attempt(claims, SENT)
    attempt(claims, unavailable(), share=1)
    assert claims.claim([work(text="Nytt", people=(("a",), ("b",)))], NOW)
    (left,) = claims.shares(FI)
    assert (left.share, left.message.parts["status"]) == (1, "Tervetuloa!")


def test_a_claim_takes_the_slot_as_it_is_now(claims: Claims, views: Views) -> None:
    """A moved slot is no new delivery: the same key stands there with its new time, and nothing of the earlier end."""
    claims.claim([work()], NOW)
    attempt(claims, unavailable())
    moved = replace(work().delivery, slot=later(days=1))
    assert claims.claim([replace(work(), delivery=moved)], NOW)
    (row,) = views.rows()
    assert (row.slot, row.settled_at, row.reason, row.retry_at) == (later(days=1), None, None, None)


def test_marks_of_a_lost_claim_are_not_kept(claims: Claims, rival: Claims) -> None:
    """A publisher that was frozen while it prepared cannot put its draft over the one that is being sent."""
    claims.claim([work()], NOW)
    rival.lapse(LAPSED)
    rival.claim([work()], LAPSED)
    rival.mark(FI, 0, {"post": "2"})
    claims.mark(FI, 0, {"post": "1"})
    (share,) = rival.shares(FI)
    assert share.marks == {"post": "2"}
