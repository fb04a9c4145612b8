"""The short form in the ledger: claimed once, out of a whole refusal, and never beside doubt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kutsu.core.publication import State
from kutsu.ledger.claims import Claims, Outcome, Work
from kutsu.ledger.views import Views
from tests.factories import NOW
from tests.ledger.works import FI, REFUSED, SENT, attempt, unavailable, unconfirmed, work

TWO = (("a",), ("b",))


def short(people: tuple[tuple[str, ...], ...] = ((),)) -> Work:
    """The short form of what `work` says."""
    whole = work(people=people)
    return replace(whole, message=replace(whole.message, parts={"status": "Kort"}, short=True))


def test_a_refused_whole_is_claimed_in_its_short_form(claims: Claims, views: Views) -> None:
    """The short message is frozen in place of the refused one and is what the channel gets; the whole cannot be claimed."""
    claims.claim([work()], NOW)
    attempt(claims, REFUSED)
    assert views.spurned() == {FI}
    assert not claims.claim([work()], NOW)
    assert claims.claim([short()], NOW)
    (share,) = claims.shares(FI)
    assert (share.message.short, share.message.parts) == (True, {"status": "Kort"})
    assert [row.short for row in views.rows()] == [True]


def test_once(claims: Claims, views: Views) -> None:
    """A refused short form is not claimed again; one that was unavailable is, and the ledger says that it is the short one."""
    claims.claim([work()], NOW)
    attempt(claims, REFUSED)
    claims.claim([short()], NOW)
    attempt(claims, unavailable(NOW))
    assert views.short() == {FI}
    assert claims.claim([short()], NOW)
    attempt(claims, REFUSED)
    assert (views.spurned(), views.short()) == (set(), set())
    assert not claims.claim([short()], NOW)


def test_not_after_doubt(claims: Claims, views: Views) -> None:
    """A key of which an attempt was once in doubt gets no other words."""
    claims.claim([work()], NOW)
    attempt(claims, unconfirmed())
    claims.settle(FI, 0, unavailable(NOW, "read back"), NOW, NOW)
    claims.claim([work()], NOW)
    attempt(claims, REFUSED)
    assert views.spurned() == set()
    assert not claims.claim([short()], NOW)


@pytest.mark.parametrize("first", [SENT, unconfirmed()])
def test_not_beside_what_may_be_out(claims: Claims, views: Views, first: Outcome) -> None:
    """Where one share is out or in doubt, the refused one is not sent in other words."""
    claims.claim([work(people=TWO)], NOW)
    attempt(claims, first)
    attempt(claims, REFUSED, share=1)
    assert views.spurned() == set()
    assert not claims.claim([short(TWO)], NOW)


def test_a_person_s_word_begins_with_the_whole(claims: Claims, views: Views) -> None:
    """After a person's word the short form is forgotten, and the whole can be claimed."""
    claims.claim([work()], NOW)
    attempt(claims, REFUSED)
    claims.claim([short()], NOW)
    attempt(claims, REFUSED)
    assert claims.decide(FI, (State.REFUSED,), unavailable(), NOW) == 1
    assert views.short() == set()
    assert claims.claim([work()], NOW)


def test_rows_of_broken_releases(claims: Claims, views: Views) -> None:
    """Only releases in which something was refused or is over are read."""
    claims.claim([work()], NOW)
    assert views.halves() == []
    attempt(claims, REFUSED)
    assert [row.key for row in views.halves()] == [FI]


def test_a_retry_forgets_what_was_prepared(claims: Claims) -> None:
    """What was prepared for a refused try, such as a draft that somebody deleted, is not what the next one goes on with."""
    claims.claim([work()], NOW)
    claims.mark(FI, 0, {"post": "1"})
    attempt(claims, REFUSED)
    claims.decide(FI, (State.REFUSED,), unavailable(NOW), NOW)
    claims.claim([work()], NOW)
    (share,) = claims.shares(FI)
    assert share.marks == {}
