"""The step right before a visible request, for many shares in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, insert, select, update

from kutsu.core.publication import State
from kutsu.ledger.ending import hold_all
from kutsu.ledger.steps import LEASE
from kutsu.ledger.tables import attempts, deliveries, shares

_IDLE = select(shares.c.key, shares.c.share, deliveries.c.lease_until, deliveries.c.expires).join(deliveries)
_IDLE = _IDLE.where(shares.c.state == State.CLAIMED, shares.c.begun_at.is_(None))
_AMONG = shares.c.key.in_(bindparam("keys", expanding=True)) & shares.c.share.in_(bindparam("numbers", expanding=True))
_MINE = _IDLE.where(deliveries.c.owner == bindparam("owner"), _AMONG)
_SHARE = (shares.c.key == bindparam("of")) & (shares.c.share == bindparam("number"))
_LEASED = update(deliveries).where(deliveries.c.key == bindparam("of")).values(lease_until=bindparam("until"))
_NOTED = update(shares).where(_SHARE).values(begun_at=bindparam("at"))
_OPENED = insert(attempts)


@dataclass(frozen=True)
class Beginning:
    """A share whose request is to be made at `now`."""

    key: str
    share: int
    now: dt.datetime


def begin(connection: Connection, wanted: Sequence[Beginning], owner: str) -> list[bool]:
    """Open the attempts of these shares, each at its own instant; gives for each whether it may be sent."""
    keys, numbers = {each.key for each in wanted}, {each.share for each in wanted}
    hold_all(connection, keys)
    rows = connection.execute(_MINE, {"keys": keys, "numbers": numbers, "owner": owner}).all()
    until = {(row.key, row.share): min(row.lease_until, row.expires) for row in rows}
    begun = [each for each in _once(wanted) if each.now < until.get((each.key, each.share), each.now)]
    if begun:
        _open(connection, begun, owner)
    return [any(each is one for one in begun) for each in wanted]


def _once(wanted: Sequence[Beginning]) -> Iterable[Beginning]:
    """The first wish for each share: a second one at the same time comes too late."""
    return {(each.key, each.share): each for each in reversed(wanted)}.values()


def _open(connection: Connection, begun: Sequence[Beginning], owner: str) -> None:
    """Renew the leases, note the instants, and open the attempts."""
    connection.execute(_LEASED, [{"of": each.key, "until": each.now + LEASE} for each in begun])
    connection.execute(_NOTED, [{"of": each.key, "number": each.share, "at": each.now} for each in begun])
    opened = [{"key": each.key, "share": each.share, "owner": owner, "opened_at": each.now} for each in begun]
    connection.execute(_OPENED, opened)
