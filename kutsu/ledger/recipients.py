"""Who is written to: each person once per subject, kind and edition, whatever the list or the language, whoever races."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypedDict, TypeVar

from sqlalchemy import JSON, Connection, Select, bindparam, func, literal, select, true, update

from kutsu.core.outcomes import RANKS
from kutsu.core.publication import State
from kutsu.ledger import postgres
from kutsu.ledger.database import Database
from kutsu.ledger.frozen import INSERT
from kutsu.ledger.mail_tables import recipients
from kutsu.ledger.tables import deliveries, shares

Columns = TypeVar("Columns", bound=Select[Any])

ELSEWHERE = "elsewhere"
"""Why somebody was left out of a delivery who is in another one of the same subject, kind and edition."""

OVER = (State.REFUSED, State.EXPIRED)
"""Whoever is in such a share or delivery gets nothing, unless a person says otherwise."""

EACH = {"sqlite": func.json_each, "postgresql": func.json_array_elements_text}
"""A list that is one parameter as rows: a thousand people are one statement, on either database."""


class Dealt(TypedDict):
    """What a share keeps of its people (`shares.recipients`): how many its channel named, and how many had it elsewhere."""

    named: int
    elsewhere: int


@dataclass(frozen=True)
class Reached:
    """That a person is in a share: who got it has no `why`, nor has who still waits for it."""

    token: str
    key: str
    share: int
    state: State
    why: str | None


@dataclass(frozen=True)
class Tally:
    """The people of a delivery in numbers: how many its list named at the claim, and what became of them."""

    planned: int
    accepted: int
    waiting: int
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def complete(self) -> bool:
        """Whether everybody who was named is accounted for."""
        return self.planned == self.accepted + self.waiting + sum(self.left_out.values())


def mailing(key: str) -> str:
    """What nobody gets twice: the `<subject>/<kind>/<edition>` of a delivery's key."""
    subject, kind, _, _, edition = key.split("/")
    return f"{subject}/{kind}/{edition}"


def nobody_left(dealt: Sequence[Dealt]) -> bool:
    """Whether a mail has nobody to go to; a post, which names nobody, goes to all."""
    return all(0 < each["named"] == each["elsewhere"] for each in dealt)


def line_up(connection: Connection, keys: Sequence[str]) -> None:
    """Wait until nobody else enters recipients of these mailings, in the order of their names, first of all in a claim.

    Two who entered the same people in different orders would wait for each other. On SQLite there is one writer anyway.
    """
    if connection.dialect.name == "postgresql":
        for name in sorted({mailing(key) for key in keys}):
            postgres.line_up(connection, name)


def enter(connection: Connection, key: str, share: int, tokens: Sequence[str]) -> int:
    """Write these people under a share, but for those whom the mailing has already; gives how many they are."""
    given = EACH[connection.dialect.name](literal(list(tokens), JSON)).table_valued("value")
    mine = select(literal(mailing(key)), given.c.value, literal(key), literal(share))
    names = ["mailing", "token", "key", "share"]
    # Without a WHERE, SQLite would read ON CONFLICT as a part of the SELECT.
    fresh = INSERT[connection.dialect.name](recipients).from_select(names, mine.where(true()))
    counting = {"preserve_rowcount": True}  # psycopg's count of an INSERT is not kept by itself
    return connection.execute(fresh.on_conflict_do_nothing(), execution_options=counting).rowcount


def entered(connection: Connection, key: str, share: int, kept: Dealt | Sequence[str]) -> tuple[str, ...]:
    """The people of a share that keeps this of them: an older one has their tokens itself."""
    if not isinstance(kept, dict):
        return tuple(kept)
    if not kept["named"]:
        return ()
    chosen = select(recipients.c.token).filter_by(key=key, share=share).order_by(recipients.c.token)
    return tuple(connection.execute(chosen).scalars())


def leave_out(connection: Connection, key: str, share: int, why: Mapping[str, str]) -> None:
    """Note of these people of a share why it did not go to them."""
    if not why:
        return
    theirs = update(recipients).filter_by(mailing=mailing(key), key=key, share=share)
    noted = theirs.where(recipients.c.token == bindparam("who")).values(outcome=bindparam("why"))
    connection.execute(noted, [{"who": token, "why": reason} for token, reason in why.items()])


def anew(connection: Connection, key: str) -> None:
    """Forget of those who are to be written to now what became of an earlier try: mail that came back from its provider goes again."""
    claimed = select(shares.c.share).filter_by(key=key, state=State.CLAIMED)
    theirs = update(recipients).filter_by(mailing=mailing(key), key=key).where(recipients.c.share.in_(claimed))
    connection.execute(theirs.where(recipients.c.outcome.is_not(None)).values(outcome=None))


class Recipients:
    """The reading side: who got what, and who did not and why. People are tokens here, as everywhere in the ledger."""

    def __init__(self, database: Database) -> None:
        """Read this database."""
        self._database = database

    def of(self, token: str) -> list[Reached]:
        """All that one person was written, or was to be, in the order of its keys."""
        with self._database.read() as connection:
            return [*_reached(connection, _chosen().where(recipients.c.token == token).order_by(recipients.c.key))]

    def people(self, key: str) -> Iterator[Reached]:
        """Everybody who is in a delivery, share by share; who has it by another one is there, and not here."""
        ordered = _chosen().where(recipients.c.key == key).order_by(recipients.c.share, recipients.c.token)
        with self._database.read() as connection:
            yield from _reached(connection, ordered)

    def tally(self, key: str) -> Tally:
        """The people of a delivery in numbers."""
        with self._database.read() as connection:
            return tallied(connection, key)


def tallied(connection: Connection, key: str) -> Tally:
    """The people of a delivery in numbers, within the reading of its caller."""
    grouped = select(recipients.c.outcome, shares.c.state, deliveries.c.state, func.count())
    grouped = _joined(grouped).where(recipients.c.key == key)
    grouped = grouped.group_by(recipients.c.outcome, shares.c.state, deliveries.c.state)
    named = connection.execute(select(shares.c.recipients).filter_by(key=key)).scalars().all()
    rows = connection.execute(grouped).tuples().all()
    dealt = [each for each in named if isinstance(each, dict)]
    left, accepted, waiting = Counter({ELSEWHERE: sum(each[ELSEWHERE] for each in dealt)}), 0, 0
    for outcome, share, whole, count in rows:
        if why := _why(outcome, State(share), State(whole)):
            left[why] += count
        elif share == State.SENT:
            accepted += count
        else:
            waiting += count
    return Tally(sum(each["named"] for each in dealt), accepted, waiting, dict(+left))


def _why(outcome: str | None, share: State, whole: State) -> str | None:
    """Why somebody was left out; None who was not, whatever became of the mail at its provider, or still waits."""
    over = share if share in OVER else whole if whole is State.EXPIRED and share is not State.SENT else None
    return (outcome if outcome not in RANKS else None) or over


def _chosen() -> Select[tuple[str, str, int, str | None, str, str]]:
    """Every recipient with what became of the share."""
    columns = (recipients.c.token, recipients.c.key, recipients.c.share, recipients.c.outcome)
    return _joined(select(*columns, shares.c.state, deliveries.c.state))


def _joined(chosen: Columns) -> Columns:
    """A choice of recipients together with their shares and deliveries."""
    same = (shares.c.key == recipients.c.key) & (shares.c.share == recipients.c.share)
    return chosen.select_from(recipients.join(shares, same).join(deliveries, deliveries.c.key == recipients.c.key))


def _reached(connection: Connection, chosen: Select[tuple[str, str, int, str | None, str, str]]) -> Iterator[Reached]:
    """The rows of a choice."""
    for token, key, share, outcome, state, whole in connection.execute(chosen).tuples():
        why = _why(outcome, State(state), State(whole))
        yield Reached(token, key, share, State(state), why)
