"""Everything waits, or one delivery does: pauses and holds, kept in the ledger and checked before every send."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, insert, or_, select, update

from kutsu.core.errors import Faulty
from kutsu.ledger.database import Database
from kutsu.ledger.tables import holds, pauses

SHEET = "the sheet"
"""Who pauses by the tick in the *Settings* tab; only taking that tick away ends it."""

RESTORE = "a restore"
"""Who pauses a ledger that came out of a backup; only `kutsu restored --go-on` ends it."""

AFTER_RESTORE = (
    "the ledger was restored from a backup of {at}; look whether it is out, then kutsu settle KEY --sent URL | --absent"
)
"""Why a delivery is held of which a restored ledger does not know whether it went out meanwhile."""

PAUSED, HELD = "paused by", "held by a person"
"""How the words for what is stopped begin."""

_LASTING = or_(pauses.c.until.is_(None), pauses.c.until > bindparam("now"))
_ACTIVE = select(pauses).where(pauses.c.resumed_at.is_(None), _LASTING).order_by(pauses.c.id)
_HOLDS = select(holds)
"""Asked before every request, and so made once."""


@dataclass(frozen=True)
class Pause:
    """A pause that is on: since when, until when (None: until somebody resumes), why and by whom."""

    at: dt.datetime
    until: dt.datetime | None
    why: str
    by: str

    def __str__(self) -> str:
        """In words, as `held_because` shows them."""
        return f"{PAUSED} {self.by}" + (f": {self.why}" if self.why else "")


class Pauses:
    """The pauses and holds of one ledger."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def pause(self, now: dt.datetime, by: str, why: str = "", until: dt.datetime | None = None) -> None:
        """Let everything wait, until `until` or until somebody resumes; raises `Faulty` when `until` is over, as nothing would wait."""
        if until and until <= now:
            raise Faulty([f"{until.isoformat(timespec='minutes')} is over already: nothing is paused"])
        with self._database.write() as connection:
            connection.execute(insert(pauses).values(at=now, until=until, why=why, by=by))

    def resume(self, now: dt.datetime) -> None:
        """End all pauses but the sheet's own and that of a restore."""
        theirs = update(pauses).where(pauses.c.resumed_at.is_(None), pauses.c.by.not_in((SHEET, RESTORE)))
        with self._database.write() as connection:
            connection.execute(theirs.values(resumed_at=now))

    def active(self, now: dt.datetime) -> list[Pause]:
        """The pauses that are on now, the first one first."""
        with self._database.read() as connection:
            return _active(connection, now)

    def follow(self, ticked: bool | None, now: dt.datetime) -> None:
        """Bring the sheet's own pause in line with its tick as it was read `now`; without a word of it, None, nothing changes.

        A pause that another run has found since then stays: this reading is older than that.
        """
        with self._database.alone() as connection:
            paused = [pause.at for pause in _active(connection, now) if pause.by == SHEET]
            if ticked and not paused:
                connection.execute(insert(pauses).values(at=now, until=None, why="", by=SHEET))
            elif ticked is False and paused and max(paused) <= now:
                ours = update(pauses).where(pauses.c.resumed_at.is_(None), pauses.c.by == SHEET)
                connection.execute(ours.values(resumed_at=now))

    def restored(self, known_until: dt.datetime) -> None:
        """Let everything wait that was not out by `known_until`, after which this ledger knows nothing of what went out."""
        why = f"what went out after {known_until.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC is not known; a person ends this: kutsu restored"
        with self._database.write() as connection:
            connection.execute(insert(pauses).values(at=known_until, until=None, why=why, by=RESTORE))

    def look_done(self, now: dt.datetime) -> None:
        """End the pause of a restore: what may be out already is held by now."""
        ours = update(pauses).where(pauses.c.resumed_at.is_(None), pauses.c.by == RESTORE)
        with self._database.write() as connection:
            connection.execute(ours.values(resumed_at=now))

    def after_restore(self) -> dict[str, str]:
        """What is held because a restored ledger does not know whether it is out, with the reason, by key."""
        begin = AFTER_RESTORE.partition("{")[0]
        with self._database.read() as connection:
            return {row.key: row.why for row in connection.execute(_HOLDS) if row.why.startswith(begin)}

    def hold(self, key: str, now: dt.datetime, why: str = "") -> None:
        """Let one delivery wait until somebody takes the hold away."""
        with self._database.alone() as connection:
            connection.execute(delete(holds).filter_by(key=key))
            connection.execute(insert(holds).values(key=key, at=now, why=why))

    def unhold(self, key: str) -> bool:
        """Take a hold away; False when there was none."""
        with self._database.write() as connection:
            return bool(connection.execute(delete(holds).filter_by(key=key)).rowcount)

    def held(self) -> dict[str, str]:
        """The deliveries that wait for themselves, by key, and why; a pause lets everything wait besides."""
        with self._database.read() as connection:
            return {row.key: row.why for row in connection.execute(_HOLDS)}

    def stops(self, keys: Iterable[str], now: dt.datetime) -> dict[str, str]:
        """Why each of these deliveries must wait, by key; what may go is not in it."""
        with self._database.read() as connection:
            active = _active(connection, now)
            held = {row.key: row.why for row in connection.execute(_HOLDS)}
        if active:
            return dict.fromkeys(keys, str(active[0]))
        return {key: HELD + (f": {held[key]}" if held[key] else "") for key in keys if key in held}


def by_a_person(why: str) -> bool:
    """Whether these words of `Pauses.stops` tell a pause or a hold: somebody wants it so, and nothing is wrong."""
    return why.startswith((PAUSED, HELD))


def _active(connection: Connection, now: dt.datetime) -> list[Pause]:
    """The pauses that are on, within one reading."""
    return [Pause(row.at, row.until, row.why, row.by) for row in connection.execute(_ACTIVE, {"now": now})]
