"""Which run stands for which slot: written down before Prefect is asked, so that a crash in between loses none and doubles none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from kutsu.core.placing import Life, Run, Wanted
from kutsu.core.publication import State
from kutsu.ledger.database import Database
from kutsu.ledger.tables import deliveries, holds, placed

OUT = (State.SENT, State.RETRACTED, State.EXPIRED)
"""What a cancel comes too late for."""

_OPEN = select(placed).where(placed.c.ended_at.is_(None)).order_by(placed.c.id)


def cancelled_words(name: str) -> str:
    """Why the deliveries of a run are held that an operator cancelled."""
    return f"an operator cancelled the run {name}"


class Placed:
    """The placed runs of one ledger."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def open(self) -> list[Run]:
        """The runs that are not over for all we know, the first one first."""
        with self._database.read() as connection:
            return [_run(row) for row in connection.execute(_OPEN).mappings()]

    def intend(self, wanted: Wanted, now: dt.datetime, instead: Run | None = None) -> Run | None:
        """Note that a run is to be made, in the place of another one where there is one; None when somebody was faster.

        Of one slot each is a new revision, whatever became of the earlier ones: Prefect would give a cancelled run back
        under its old key.
        """
        same = placed.c.slot == wanted.slot if wanted.slot else placed.c.slot.is_(None) & (placed.c.at == now)
        with self._database.alone() as connection:
            if {*connection.execute(_standing(same)).scalars()} - {instead and instead.id}:
                return None
            revision = (connection.execute(select(func.max(placed.c.revision)).where(same)).scalar() or 0) + 1
            row = {**_columns(wanted), "key": _key(wanted, revision, now), "revision": revision, "at": now}
            made: int = connection.execute(insert(placed).values(row).returning(placed.c.id)).scalar_one()
            if instead:
                _note(connection, [instead.id], replaced_at=now)
        return Run(wanted.slot, wanted.wall, wanted.name, wanted.tags, wanted.deliveries, made, row["key"], now)

    def made(self, one: Run, run: str) -> None:
        """Note Prefect's id of a run."""
        with self._database.write() as connection:
            _note(connection, [one.id], run=run)

    def replaced(self, some: Collection[Run], now: dt.datetime) -> None:
        """Note that Kutsu is going to cancel these."""
        with self._database.write() as connection:
            _note(connection, [each.id for each in some], replaced_at=now)

    def end(self, some: Iterable[tuple[Run, str]], now: dt.datetime) -> None:
        """Note that these are over, and how."""
        with self._database.write() as connection:
            for one, outcome in some:
                _note(connection, [one.id], ended_at=now, outcome=outcome)

    def cancelled(self, one: Run, now: dt.datetime) -> list[str]:
        """Hold what an operator cancelled, once, unless it is out already or a person holds it; gives the keys that it concerns."""
        with self._database.alone() as connection:
            if connection.execute(_OPEN.where(placed.c.id == one.id)).first() is None:
                return []
            _note(connection, [one.id], ended_at=now, outcome=Life.CANCELLED)
            over = select(deliveries.c.key).where(deliveries.c.key.in_(one.deliveries), deliveries.c.state.in_(OUT))
            keys = {*one.deliveries} - {*connection.execute(over).scalars()}
            held = {*connection.execute(select(holds.c.key)).scalars()}
            hold = {"at": now, "why": cancelled_words(one.name), "placed": one.id}
            if fresh := sorted(keys - held):
                connection.execute(insert(holds), [{"key": key, **hold} for key in fresh])
        return sorted(keys)

    def release(self, slot: dt.datetime | None = None) -> list[str]:
        """Take the holds away that operators' cancels made, all of them or those of one slot; gives their keys."""
        which: ColumnElement[bool] = holds.c.placed.is_not(None)
        if slot:
            which &= holds.c.placed.in_(select(placed.c.id).where(placed.c.slot == slot))
        with self._database.write() as connection:
            gone = delete(holds).where(which).returning(holds.c.key)
            return sorted(connection.execute(gone).scalars())


def _standing(same: ColumnElement[bool]) -> Any:
    """The ids of the runs that stand for a slot and that Kutsu has not replaced."""
    return select(placed.c.id).where(same, placed.c.ended_at.is_(None), placed.c.replaced_at.is_(None))


def _key(wanted: Wanted, revision: int, now: dt.datetime) -> str:
    """The idempotency key: a run of another clock, or one after a cancel, is another run."""
    what = f"slot {wanted.slot.isoformat()}" if wanted.slot else f"overdue {now.isoformat()}"
    return f"{what} {wanted.wall.isoformat(timespec='minutes')} r{revision}"


def _columns(wanted: Wanted) -> dict[str, Any]:
    """What is wanted, by column."""
    lists = {"tags": list(wanted.tags), "deliveries": list(wanted.deliveries)}
    return {"slot": wanted.slot, "wall": wanted.wall, "name": wanted.name, **lists}


def _note(connection: Connection, ids: Collection[int], **values: object) -> None:
    """Write something down of these runs."""
    connection.execute(update(placed).where(placed.c.id.in_(ids)).values(values))


def _run(row: Any) -> Run:
    """A row as a run."""
    return Run(
        slot=row["slot"],
        wall=row["wall"],
        name=row["name"],
        tags=tuple(row["tags"]),
        deliveries=tuple(row["deliveries"]),
        id=row["id"],
        key=row["key"],
        at=row["at"],
        run=row["run"],
        replaced=row["replaced_at"] is not None,
    )
