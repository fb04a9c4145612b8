"""The end of an attempt within the transaction of its caller: it is written down, and its delivery gets the state of the whole.

A mail to a city ends three hundred attempts one after the other, so the statements of this way are made once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from sqlalchemy import BindParameter, Connection, Insert, bindparam, delete, select, update

from kutsu.core.ahead import AHEAD
from kutsu.core.publication import Receipt, State
from kutsu.core.states import UNSETTLED, may_follow, whole
from kutsu.ledger import frozen, recipients
from kutsu.ledger.tables import attempts, deliveries, receipts, shares

EVIDENCE = "evidence"
"""The mark of a share of which its network said that it has it already."""

INSISTS = "insists"
"""The mark of a share of which its network said so once more, when it had been proven absent and was tried again."""

_LOOKED_AT = (State.UNCONFIRMED, State.HANDED_OVER)

_OF: BindParameter[str] = bindparam("of")
_NUMBER: BindParameter[int] = bindparam("number")
_SHARE = (shares.c.key == _OF) & (shares.c.share == _NUMBER)
_DELIVERY = deliveries.c.key == _OF

_HELD = select(deliveries.c.key).where(deliveries.c.key.in_(bindparam("keys", expanding=True)))
_HELD = _HELD.order_by(deliveries.c.key).with_for_update()
_STANDS = select(shares.c.state, shares.c.marks).where(_SHARE)
_PRESENT = select(shares.c.key, shares.c.state, deliveries.c.owner).join(deliveries).where(_SHARE)
_NOT_BEGUN = _PRESENT.where(shares.c.begun_at.is_(None))
_BEGUN = _PRESENT.where(shares.c.begun_at == bindparam("begun"))
_MOVE = update(shares).where(_SHARE)
_MOVE = _MOVE.values(state=bindparam("now_is"), next_look=bindparam("look"), marks=bindparam("marked"))
_CLOSE = update(attempts).where(attempts.c.key == _OF, attempts.c.share == _NUMBER, attempts.c.closed_at.is_(None))
_CLOSE = _CLOSE.values(closed_at=bindparam("at"), outcome=bindparam("ended"), reason=bindparam("why"))
_STATES = select(shares.c.state).where(shares.c.key == _OF).distinct()
_BEFORE = select(deliveries.c.reason, deliveries.c.retry_at).where(_DELIVERY)
_WHOLE = update(deliveries).where(_DELIVERY)


@dataclass(frozen=True)
class Outcome:
    """How one attempt or look-up ended: the state it leads to, why, the receipt, and when to look or try next.

    With `evidence` the network said that it has this already; from then on its silence proves nothing.
    """

    state: State
    reason: str | None = None
    receipt: Receipt | None = None
    next: dt.datetime | None = None
    evidence: bool = False


def hold_all(connection: Connection, keys: Collection[str]) -> None:
    """Wait for these deliveries, as `hold` does, and keep them from all others until the transaction ends."""
    connection.execute(_HELD, {"keys": sorted(keys)})


def present(connection: Connection, key: str, share: int, begun_at: dt.datetime | None, owner: str) -> bool:
    """Whether the share still stands with this attempt, and, while it is claimed, with this owner."""
    named = {"of": key, "number": share}
    asked = (
        connection.execute(_BEGUN, {**named, "begun": begun_at}) if begun_at else connection.execute(_NOT_BEGUN, named)
    )
    row = asked.first()
    return row is not None and (row.state != State.CLAIMED or row.owner == owner)


def settle(connection: Connection, key: str, share: int, outcome: Outcome, now: dt.datetime) -> bool:
    """Move one share, close its attempt, keep its receipt, and give the delivery the state of the whole.

    What was taken back is made anew: by its marks the provider knows what must never leave, and its receipt is void.
    """
    named = {"of": key, "number": share}
    row = connection.execute(_STANDS, named).first()
    if row is None or not may_follow(State(row.state), outcome.state):
        return False
    looking = outcome.next if outcome.state in _LOOKED_AT else None
    evidence = INSISTS if EVIDENCE in row.marks else EVIDENCE
    marks = row.marks | ({evidence: outcome.reason or ""} if outcome.evidence else {})
    if outcome.state is State.UNAVAILABLE and AHEAD in marks:
        marks = {}
        connection.execute(delete(receipts).filter_by(key=key, share=share))
    connection.execute(_MOVE, {**named, "now_is": outcome.state, "look": looking, "marked": marks})
    connection.execute(_CLOSE, {**named, "at": now, "ended": outcome.state, "why": outcome.reason})
    if receipt := outcome.receipt:
        kept = {"key": key, "share": share, "remote_id": receipt.remote_id, "url": receipt.url, "at": now}
        connection.execute(_kept(connection.dialect.name), kept)
        recipients.leave_out(connection, key, share, receipt.left_out)
    _sum_up(connection, key, outcome, now)
    return True


def _sum_up(connection: Connection, key: str, outcome: Outcome, now: dt.datetime) -> None:
    """Give the delivery the state of the whole after `outcome` of one share.

    Why it is so is told by the share that made it so, the latest time that any share named for a next try counts, and
    the claim is its owner's while any share of it is.
    """
    states = [State(each) for each in connection.execute(_STATES, {"of": key}).scalars()]
    before = connection.execute(_BEFORE, {"of": key}).one()
    values: dict[str, object] = {"state": whole(states)}
    if outcome.state is values["state"] or before.reason is None:
        values["reason"] = outcome.reason
    if outcome.state is State.UNAVAILABLE and outcome.next:
        values["retry_at"] = max(outcome.next, before.retry_at or outcome.next)
    if State.CLAIMED not in states:
        values |= {"owner": None, "lease_until": None}
    if values["state"] not in UNSETTLED:
        values["settled_at"] = now
    connection.execute(_WHOLE, {"of": key, **values})


@cache
def _kept(dialect: str) -> Insert:
    """How a database keeps a receipt, if it has none of that share."""
    return frozen.INSERT[dialect](receipts).on_conflict_do_nothing()
