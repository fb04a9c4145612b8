"""What the ledger remembers of the sheets: what was shown, what was approved, and the last good reading of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, func, insert, select, union, update

from kutsu.core.approval import Key, Memory, Seen, Standing, Verdict
from kutsu.core.changes import Said
from kutsu.core.content import dump, load
from kutsu.core.grid import Book
from kutsu.core.model import Approved
from kutsu.core.publication import JOINT, State
from kutsu.ledger.books import packed, unpacked
from kutsu.ledger.database import Database
from kutsu.ledger.entries import Entries
from kutsu.ledger.notes import Notes
from kutsu.ledger.said import said
from kutsu.ledger.tables import approvals, deliveries, seen, snapshots

Previewed = tuple[str, str, str]
"""Subject, language and digest of a content that a preview shows."""


class Memories:
    """Approvals of content, what was said of it, and the snapshots of the sheets."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def recall(self) -> dict[Key, Memory]:
        """What was shown last and what stands approved, by subject and language."""
        with self._database.read() as connection:
            return _recall(connection)

    def remember(self, standings: Iterable[Standing], now: dt.datetime, *, shown: bool = True) -> None:
        """Note what this pull saw, the approvals that it found, and those that a taken tick withdraws.

        A row with an error stays as it was approved, whatever its ticks. What is new counts as `shown` at once where no
        preview is made of it; else `shown` tells later.
        """
        with self._database.alone() as connection:
            before = _recall(connection)
            notes = Notes()
            for standing in standings:
                if standing.verdict is not Verdict.FROZEN:
                    _note(notes, standing, before.get(_key(standing), Memory()), now, shown)
            notes.write(connection, now)

    def shown(self, previewed: Iterable[Previewed]) -> None:
        """Note that a preview has this content now; what was seen since then has another digest and waits for its own."""
        with self._database.alone() as connection:
            if rows := [{"of": subject, "in": language, "as": digest} for subject, language, digest in previewed]:
                its = (
                    seen.c.subject == bindparam("of"),
                    seen.c.language == bindparam("in"),
                    seen.c.digest == bindparam("as"),
                )
                connection.execute(update(seen).where(*its).values(shown=True), rows)

    def unshown(self) -> set[Previewed]:
        """Every content that was seen and waits for its preview."""
        waiting = select(seen.c.subject, seen.c.language, seen.c.digest).where(~seen.c.shown)
        with self._database.read() as connection:
            return {(row.subject, row.language, row.digest) for row in connection.execute(waiting)}

    def approved(self) -> list[Approved]:
        """The latest approved content of every subject and language, as mirrors show it.

        A withdrawn approval is still shown once something that links to it has been said.
        """
        linked = (
            select(deliveries.c.key)
            .where(deliveries.c.subject == approvals.c.subject)
            .where((JOINT + deliveries.c.language + JOINT).contains(JOINT + approvals.c.language + JOINT))
            .where(deliveries.c.state == State.SENT)
            .exists()
        )
        newest = select(func.max(approvals.c.id)).group_by(approvals.c.subject, approvals.c.language).scalar_subquery()
        shown = select(approvals).where(approvals.c.id.in_(newest), approvals.c.withdrawn_at.is_(None) | linked)
        with self._database.read() as connection:
            rows = connection.execute(shown.order_by(approvals.c.subject, approvals.c.language)).all()
        return [Approved(row.language, load(row.content), row.digest, row.at) for row in rows]

    def numbered(self) -> list[Approved]:
        """All that is approved, with the numbers that calendars go by; facts of a session that are new get theirs now."""
        return Entries(self._database).numbered(self.approved())

    def said(self, subjects: Collection[str]) -> list[Said]:
        """Every delivery about these subjects that was ever claimed, with the contents that it was made of."""
        if not subjects:
            return []
        with self._database.read() as connection:
            return said(connection, subjects)

    def keep(self, book: Book) -> None:
        """Keep the last good reading of a sheet."""
        values = {"book": packed(book), "at": book.read_at, "stamp": book.stamp}
        with self._database.alone() as connection:
            if not connection.execute(update(snapshots).filter_by(sheet=book.sheet).values(values)).rowcount:
                connection.execute(insert(snapshots).values(sheet=book.sheet, **values))

    def confirm(self, sheet: str, now: dt.datetime) -> None:
        """Note that a sheet answered `now` and is as it was at its last good reading."""
        with self._database.alone() as connection:
            connection.execute(update(snapshots).filter_by(sheet=sheet).values(at=now))

    def snapshot(self, sheet: str) -> Book | None:
        """The last good reading of a sheet, or None before the first."""
        with self._database.read() as connection:
            text = connection.execute(select(snapshots.c.book).filter_by(sheet=sheet)).scalar()
        return unpacked(text) if text else None

    def stamped(self, sheet: str, stamp: str) -> Book | None:
        """The last good reading of a sheet, if that had this stamp."""
        with self._database.read() as connection:
            kept = connection.execute(select(snapshots.c.stamp).filter_by(sheet=sheet)).scalar()
        return self.snapshot(sheet) if stamp and stamp == kept else None

    def subjects(self) -> set[str]:
        """The ids of all that was ever shown, approved or said: none of them is given to anything else."""
        columns = (seen.c.subject, approvals.c.subject, deliveries.c.subject)
        with self._database.read() as connection:
            return set(connection.execute(union(*map(select, columns))).scalars())

    def forget(self, sheet: str) -> bool:
        """Forget the last good reading of a sheet, so that the next one counts whatever is gone from it; False when there is none."""
        with self._database.alone() as connection:
            return bool(connection.execute(delete(snapshots).filter_by(sheet=sheet)).rowcount)

    def read_at(self) -> dict[str, dt.datetime]:
        """When each sheet was last read well, or answered that it was as before."""
        with self._database.read() as connection:
            return {row.sheet: row.at for row in connection.execute(select(snapshots.c.sheet, snapshots.c.at))}


def _key(standing: Standing) -> Key:
    """Whose standing it is."""
    return standing.entry.subject.id, standing.language


def _note(notes: Notes, standing: Standing, memory: Memory, now: dt.datetime, shown: bool) -> None:
    """Note one language of a row: what it shows and whether its tick came or went."""
    subject, language = _key(standing)
    names = {"subject": subject, "language": language}
    same = memory.seen is not None and memory.seen.digest == standing.digest
    known = memory.seen.shown if memory.seen and same else shown
    since = memory.since if memory.since and same else now
    if standing.content and memory.seen != Seen(standing.digest, standing.spent, known):
        notes.seen.append({**names, "digest": standing.digest, "ticked": standing.spent, "shown": known, "at": since})
    if standing.content and standing.verdict is Verdict.APPROVES:
        content = dump(standing.content)
        notes.approved.append({**names, "digest": standing.digest, "content": content, "at": now})
    if memory.approved and language not in standing.entry.ticks:
        notes.withdrawn.append(names)


def _recall(connection: Connection) -> dict[Key, Memory]:
    """The memory of every subject and language, within one transaction."""
    standing = select(approvals).where(_latest())
    approved = {(row.subject, row.language): (row.digest, row.at) for row in connection.execute(standing)}
    rows = connection.execute(select(seen)).all()
    shown = {(row.subject, row.language): (Seen(row.digest, row.ticked, row.shown), row.at) for row in rows}
    found = {}
    for key in approved.keys() | shown.keys():
        last, since = shown.get(key, (None, None))
        found[key] = Memory(last, *approved.get(key, (None, None)), since)
    return found


def _latest() -> ColumnElement[bool]:
    """The newest approval of each subject and language, if it was not withdrawn."""
    newest = select(func.max(approvals.c.id)).group_by(approvals.c.subject, approvals.c.language).scalar_subquery()
    return and_(approvals.c.id.in_(newest), approvals.c.withdrawn_at.is_(None))
