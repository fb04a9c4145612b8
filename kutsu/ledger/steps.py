"""The single steps of a claim, each within the transaction of its caller: enter, hold, freeze, take, settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, Select, case, exists, false, func, insert, select, update

from kutsu.core.ahead import AHEAD
from kutsu.core.publication import Delivery, Message, State
from kutsu.ledger import frozen, recipients
from kutsu.ledger.tables import attempts, deliveries, shares

LEASE = dt.timedelta(seconds=45)
"""How long a claim is its owner's alone; one call of a channel takes less."""

SHORT = func.coalesce(deliveries.c.message["short"].as_boolean(), false())
"""Whether a delivery's frozen message is the short form; what was frozen before there was one says nothing of it."""

NOBODY_LEFT = "everybody on this list has it by another one already"
"""The reason of a delivery that was over when it was claimed."""

DOUBTED = (State.UNCONFIRMED, State.WAITING)
"""States of a delivery of which a request is perhaps out; of mail the others go on all the same."""

_FREE = (State.PLANNED, State.UNAVAILABLE)
_UNSAID = (*_FREE, State.REFUSED)
_GIVEN = (State.HANDED_OVER, State.SENT, State.UNCONFIRMED, State.WAITING)


@dataclass(frozen=True)
class Work:
    """A delivery that is to be claimed, with its rendered message and the recipients of each share.

    `told` are the digests by language of the contents that the message was made of.
    """

    delivery: Delivery
    message: Message
    shares: Sequence[tuple[str, ...]]
    told: Mapping[str, str] = field(default_factory=dict)


def enter(connection: Connection, work: Work, now: dt.datetime) -> bool:
    """Write down a delivery that was never claimed before, with its shares; one that is known stays as it is.

    Of two who enter the same key the second waits until the first has committed, and then finds it known. Who enters
    several does it in the order of their keys, or two could wait for each other. False where it is over by that already:
    everybody on its list has it by another one.
    """
    names = ("key", "subject", "kind", "language", "channel", "release", "slot", "expires")
    values = {name: getattr(work.delivery, name) for name in names}
    values |= {"message": frozen.freeze(work.message), "state": State.PLANNED, "claimed_at": now}
    values |= {"told": dict(work.told) or None}
    fresh = frozen.INSERT[connection.dialect.name](deliveries).values(values).on_conflict_do_nothing()
    if connection.execute(fresh.returning(deliveries.c.key)).first() is None:
        return True
    dealt = _deal(connection, work)
    state = State.SENT if recipients.nobody_left(dealt) else State.PLANNED
    empty = {"key": work.delivery.key, "marks": {}, "state": state, "looks": 0}
    connection.execute(insert(shares), [{**empty, "share": share, "recipients": of} for share, of in enumerate(dealt)])
    if state is State.SENT:
        told = {"state": state, "reason": NOBODY_LEFT, "settled_at": now}
        connection.execute(update(deliveries).filter_by(key=work.delivery.key).values(told))
    return state is State.PLANNED


def _deal(connection: Connection, work: Work) -> list[recipients.Dealt]:
    """Who is in which share. One of which nobody is left is no request: its people are counted with those of the first one."""
    dealt, gone = list[recipients.Dealt](), 0
    for tokens in work.shares:
        fresh = recipients.enter(connection, work.delivery.key, len(dealt), tokens) if tokens else 0
        if fresh or not tokens:
            dealt.append(recipients.Dealt(named=len(tokens), elsewhere=len(tokens) - fresh))
        else:
            gone += len(tokens)
    if gone:
        first = dealt[0] if dealt else recipients.Dealt(named=0, elsewhere=0)
        dealt[:1] = [recipients.Dealt(named=first["named"] + gone, elsewhere=first["elsewhere"] + gone)]
    return dealt


def hold(connection: Connection, which: ColumnElement[bool]) -> Sequence[str]:
    """Wait for these deliveries in the order of their keys, and keep them from all others until the transaction ends.

    Gives the keys. On SQLite the transaction has the whole ledger already, and `FOR UPDATE` says nothing.
    """
    held = select(deliveries.c.key).where(which).order_by(deliveries.c.key).with_for_update()
    return connection.execute(held).scalars().all()


def free(connection: Connection, work: Work, now: dt.datetime) -> bool:
    """Whether it was entered just now, or is unavailable and may be tried again by now, or may be tried in its short form.

    Of mail of which one request is in doubt, or refused, the requests that are surely not out may be tried again too.
    """
    key = work.delivery.key
    row = connection.execute(select(deliveries).filter_by(key=key)).one()
    goes_on = connection.execute(rests().where(deliveries.c.key == key)).first() is not None
    if row.state == State.REFUSED and not goes_on:
        return work.message.short and reopen(connection, key)
    if row.told != (dict(work.told) or None) and _entrusted(connection, key):
        return False
    return (row.state in _FREE or goes_on) and (row.retry_at is None or row.retry_at <= now)


def rests() -> Select[tuple[str]]:
    """The keys of which a part is in doubt, or refused when another is out, and the rest is surely not, with nobody at work on it."""
    mine = select(shares.c.key).where(shares.c.key == deliveries.c.key)
    idle, out = mine.where(shares.c.state.in_(_FREE)), mine.where(shares.c.state == State.SENT)
    stuck = deliveries.c.state.in_(DOUBTED) | ((deliveries.c.state == State.REFUSED) & exists(out))
    return select(deliveries.c.key).where(stuck, deliveries.c.owner.is_(None), exists(idle))


def _entrusted(connection: Connection, key: str) -> bool:
    """Whether a part left by its provider, or is or may be there still: then the rest says the same as that part, or nothing."""
    rows = connection.execute(select(shares.c.state, shares.c.marks).filter_by(key=key))
    return any(row.state in _GIVEN and AHEAD in row.marks for row in rows)


def spurned() -> Select[tuple[str]]:
    """The keys that may be tried in their short form: refused as a whole and in the long form, and never in doubt.

    Where an attempt was once in doubt, other words could stand beside those that arrived after all.
    """
    other = select(shares.c.key).where(shares.c.key == deliveries.c.key, shares.c.state.not_in(_UNSAID))
    doubted = select(attempts.c.key).filter_by(key=deliveries.c.key, outcome=State.UNCONFIRMED)
    return select(deliveries.c.key).where(deliveries.c.state == State.REFUSED, ~SHORT, ~exists(other), ~exists(doubted))


def reopen(connection: Connection, key: str) -> bool:
    """Make the refused shares of a spurned delivery such as may be tried again; False when it is not spurned."""
    if connection.execute(spurned().where(deliveries.c.key == key)).first() is None:
        return False
    refused = update(shares).filter_by(key=key, state=State.REFUSED)
    return connection.execute(refused.values(state=State.UNAVAILABLE)).rowcount > 0


def whole_again(connection: Connection, key: str) -> None:
    """Forget that a refused message was the short form: what comes after a person's word is written as a whole."""
    chosen = select(deliveries.c.message).filter_by(key=key, state=State.REFUSED).where(SHORT)
    if message := connection.execute(chosen).scalar():
        whole = {name: value for name, value in message.items() if name != "short"}
        connection.execute(update(deliveries).filter_by(key=key).values(message=whole))


def freeze(connection: Connection, work: Work) -> None:
    """Keep the message and who is written to for all attempts; a newly approved text replaces one that is surely not out.

    The recipients of a share stay: were they dealt out again, one could be written to by two shares.
    """
    delivery, message = work.delivery, frozen.freeze(work.message)
    known = connection.execute(select(deliveries.c.message).filter_by(key=delivery.key)).scalar()
    states = connection.execute(select(shares.c.state).filter_by(key=delivery.key)).scalars().all()
    if not all(state in _FREE for state in states):
        return
    connection.execute(update(deliveries).filter_by(key=delivery.key).values(told=dict(work.told) or None))
    if known != message:
        connection.execute(update(deliveries).filter_by(key=delivery.key).values(message=message))
        connection.execute(update(shares).filter_by(key=delivery.key).values(marks={}))


def take(connection: Connection, delivery: Delivery, owner: str, now: dt.datetime) -> None:
    """Claim all shares that are free, for a lease; what an earlier try left is forgotten, its attempts and marks are not."""
    free = update(shares).where(shares.c.key == delivery.key, shares.c.state.in_(_FREE))
    connection.execute(free.values(state=State.CLAIMED, begun_at=None, next_look=None, looks=0))
    claim = {"state": State.CLAIMED, "owner": owner, "lease_until": now + LEASE}
    window = {"slot": delivery.slot, "expires": delivery.expires}
    told = case((deliveries.c.state.in_((*DOUBTED, State.REFUSED)), deliveries.c.reason), else_=None)
    earlier = {"retry_at": None, "reason": told, "settled_at": None}
    connection.execute(update(deliveries).filter_by(key=delivery.key).values({**claim, **window, **earlier}))
