"""The table of states: what may never follow what, and what a whole is whose shares differ."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kutsu.core.publication import State
from kutsu.core.states import FOLLOWS, UNSETTLED, may_follow, whole

SHARES = st.lists(st.sampled_from(State), min_size=1, max_size=5)


def test_every_state_stands_in_the_table() -> None:
    """The table is whole: each state has its row, and each but the first is reached from another."""
    assert FOLLOWS.keys() == set(State)
    assert set(State) - {State.PLANNED} == {after for row in FOLLOWS.values() for after in row}


@pytest.mark.parametrize(
    ("before", "afters"),
    [
        (State.SENT, set(State) - {State.RETRACTED}),
        (State.EXPIRED, set(State)),
        (State.RETRACTED, set(State)),
        (State.UNCONFIRMED, {State.CLAIMED, State.PLANNED, State.REFUSED, State.EXPIRED}),
        (State.HANDED_OVER, {State.CLAIMED, State.PLANNED, State.REFUSED, State.WAITING, State.EXPIRED}),
        (State.UNCONFIRMED, {State.HANDED_OVER}),
        (State.WAITING, {State.CLAIMED, State.PLANNED, State.UNCONFIRMED, State.EXPIRED}),
        (State.REFUSED, {State.CLAIMED, State.PLANNED}),
        (State.CLAIMED, {State.PLANNED, State.EXPIRED, State.CLAIMED}),
        (State.PLANNED, {State.SENT, State.UNCONFIRMED, State.REFUSED}),
    ],
)
def test_what_never_follows(before: State, afters: set[State]) -> None:
    """What is out stays out, what is in doubt is never sent again, and nothing is sent unclaimed."""
    assert not [after for after in afters if may_follow(before, after)]


def test_no_state_is_left_for_itself() -> None:
    """A step is a change: who settles what is settled already is told so."""
    assert not [state for state in State if may_follow(state, state)]


@pytest.mark.parametrize("start", sorted(set(State)))
def test_every_state_leads_to_an_end(start: State) -> None:
    """From wherever a delivery stands it can still come to an end: it is out, over, or taken back."""
    reached = {start}
    while more := {after for state in reached for after in FOLLOWS[state]} - reached:
        reached |= more
    assert reached & {State.SENT, State.EXPIRED, State.RETRACTED}


@settings(derandomize=True)
@given(SHARES, st.randoms(use_true_random=False))
def test_a_whole_of_shares(shares: list[State], luck: object) -> None:
    """A whole is what one of its shares is, in whatever order; sent only if all are, in doubt or waiting if any is."""
    found = whole(shares)
    assert found in shares
    luck.shuffle(shares)  # type: ignore[attr-defined]  # a random.Random
    assert whole(shares) is found
    assert (found is State.SENT) is (set(shares) == {State.SENT})
    if UNSETTLED & set(shares):
        assert found in UNSETTLED | {State.WAITING}
    if State.WAITING in shares:
        assert found is State.WAITING


def test_an_open_share_keeps_the_rest_from_being_claimed() -> None:
    """A mail of which one request is under way, in doubt or refused is not free, though another could be tried again."""
    for state in (State.CLAIMED, State.UNCONFIRMED, State.WAITING, State.REFUSED):
        assert whole([State.UNAVAILABLE, state, State.SENT]) is state
    assert whole([State.SENT, State.UNAVAILABLE]) is State.UNAVAILABLE


def test_a_part_that_is_with_its_provider() -> None:
    """Until the last request has left, the whole has not; what of it came back, is in doubt or was refused counts more."""
    assert whole([State.SENT, State.HANDED_OVER]) is State.HANDED_OVER
    for state in (State.CLAIMED, State.UNCONFIRMED, State.WAITING, State.REFUSED, State.UNAVAILABLE):
        assert whole([State.HANDED_OVER, state]) is state
