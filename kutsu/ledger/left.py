"""What dead publishers left claimed, within the transaction of its caller: free where it was not begun, else in doubt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from sqlalchemy import Connection, select

from kutsu.core.publication import State
from kutsu.ledger.ending import Outcome, settle
from kutsu.ledger.steps import LEASE, hold
from kutsu.ledger.tables import deliveries, shares

DIED = "the publisher died before sending"

_CLAIMED = select(shares.c.key, shares.c.share, shares.c.begun_at).join(deliveries)
_CLAIMED = _CLAIMED.where(shares.c.state == State.CLAIMED)


def abandon(connection: Connection, now: dt.datetime, lives: Callable[[str], bool]) -> list[str]:
    """Free what is claimed by publishers that surely live no more, and was not begun; gives the keys.

    What was begun may be out: as in every doubt, its lease decides.
    """
    held = deliveries.c.key.in_(hold(connection, deliveries.c.owner.is_not(None)))
    owners = connection.execute(select(deliveries.c.owner).where(held).distinct()).scalars().all()
    dead = deliveries.c.owner.in_([owner for owner in owners if not lives(owner)])
    found = connection.execute(_CLAIMED.where(held, dead, shares.c.begun_at.is_(None))).all()
    for key, share, _ in found:
        settle(connection, key, share, Outcome(State.UNAVAILABLE, DIED, next=now), now)
    return sorted({key for key, *_ in found})


def lapse(connection: Connection, now: dt.datetime) -> None:
    """Take back the claims whose lease has ended: what was begun is in doubt, what was not is surely not sent.

    A lease that ends far later than one that begins now was given by a clock that ran ahead, and counts as ended; one
    that was given while this `now` waited for its turn, or by a host a moment ahead, does not.
    """
    ended = (deliveries.c.lease_until <= now) | (deliveries.c.lease_until > now + 2 * LEASE)
    held = hold(connection, ended)
    for key, share, begun_at in connection.execute(_CLAIMED.where(ended, shares.c.key.in_(held))).all():
        begun = Outcome(State.UNCONFIRMED, "the publisher died while sending", next=now)
        idle = Outcome(State.UNAVAILABLE, DIED, next=now)
        settle(connection, key, share, begun if begun_at else idle, now)
