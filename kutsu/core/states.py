"""The table of states of a delivery: which state may follow which, and what a whole is whose shares differ."""

from __future__ import annotations

from collections.abc import Iterable

from kutsu.core.publication import State

FOLLOWS: dict[State, frozenset[State]] = {
    State.PLANNED: frozenset({State.CLAIMED, State.EXPIRED}),
    State.CLAIMED: frozenset({State.SENT, State.HANDED_OVER, State.REFUSED, State.UNAVAILABLE, State.UNCONFIRMED}),
    State.UNAVAILABLE: frozenset({State.CLAIMED, State.EXPIRED, State.SENT}),
    State.UNCONFIRMED: frozenset({State.SENT, State.UNAVAILABLE, State.WAITING}),
    State.WAITING: frozenset({State.SENT, State.UNAVAILABLE}),
    State.HANDED_OVER: frozenset({State.SENT, State.UNAVAILABLE, State.UNCONFIRMED, State.RETRACTED}),
    State.SENT: frozenset({State.RETRACTED}),
    State.REFUSED: frozenset({State.UNAVAILABLE, State.SENT, State.EXPIRED}),
    State.EXPIRED: frozenset(),
    State.RETRACTED: frozenset(),
}
"""Only by a person's word something that is surely not sent was sent by hand, and a refused delivery becomes one to be tried
again, with its text as it then is; the one exception is its short form, once (ADR 20). What was handed over and taken back is
unavailable, and goes anew; only what a person retracts does not. A hand-over in doubt is taken back, never believed (ADR 34)."""

_GRAVEST = (
    State.WAITING,
    State.UNCONFIRMED,
    State.CLAIMED,
    State.REFUSED,
    State.UNAVAILABLE,
    State.PLANNED,
    State.EXPIRED,
    State.HANDED_OVER,
    State.RETRACTED,
    State.SENT,
)

UNSETTLED = frozenset({State.CLAIMED, State.UNCONFIRMED})
"""Perhaps out: to be looked up before anything else happens."""

CALLING = frozenset({State.WAITING, State.REFUSED})
"""Nothing goes on unless a person says how."""


def may_follow(before: State, after: State) -> bool:
    """Whether the table allows the step."""
    return after in FOLLOWS[before]


def whole(shares: Iterable[State]) -> State:
    """The state of a delivery out of those of its shares: the gravest one, so that it is sent when all are."""
    present = set(shares)
    return next(state for state in _GRAVEST if state in present)
