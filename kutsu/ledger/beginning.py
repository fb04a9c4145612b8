"""The step right before a visible request, for many shares in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from kutsu.core.publication import State
from kutsu.ledger.steps import LEASE, hold
from kutsu.ledger.tables import attempts, deliveries, shares


@dataclass(frozen=True)
class Beginning:
    """A share whose request is to be made at `now`."""

    key: str
    share: int
    now: dt.datetime


def begin(connection: Connection, wanted: Sequence[Beginning], owner: str) -> list[bool]:
    """Open the attempts of these shares, each at its own instant; gives for each whether it may be sent."""
    hold(connection, _among(wanted))
    idle = select(shares.c.key, shares.c.share, deliveries.c.lease_until, deliveries.c.expires).join(deliveries)
    mine = idle.where(shares.c.state == State.CLAIMED, shares.c.begun_at.is_(None), deliveries.c.owner == owner)
    numbered = shares.c.share.in_({each.share for each in wanted})
    rows = connection.execute(mine.where(_among(wanted), numbered)).all()
    until = {(row.key, row.share): min(row.lease_until, row.expires) for row in rows}
    begun = [each for each in _once(wanted) if each.now < until.get((each.key, each.share), each.now)]
    if begun:
        _open(connection, begun, owner)
    return [any(each is one for one in begun) for each in wanted]


def _among(wanted: Sequence[Beginning]) -> ColumnElement[bool]:
    """The deliveries of these shares."""
    return deliveries.c.key.in_({each.key for each in wanted})


def _once(wanted: Sequence[Beginning]) -> Iterable[Beginning]:
    """The first wish for each share: a second one at the same time comes too late."""
    return {(each.key, each.share): each for each in reversed(wanted)}.values()


def _open(connection: Connection, begun: Sequence[Beginning], owner: str) -> None:
    """Renew the leases, note the instants, and open the attempts."""
    lease = update(deliveries).where(deliveries.c.key == bindparam("of")).values(lease_until=bindparam("until"))
    connection.execute(lease, [{"of": each.key, "until": each.now + LEASE} for each in begun])
    which = (shares.c.key == bindparam("of")) & (shares.c.share == bindparam("number"))
    noted = update(shares).where(which).values(begun_at=bindparam("at"))
    connection.execute(noted, [{"of": each.key, "number": each.share, "at": each.now} for each in begun])
    opened = [{"key": each.key, "share": each.share, "owner": owner, "opened_at": each.now} for each in begun]
    connection.execute(insert(attempts), opened)
