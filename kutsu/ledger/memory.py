"""What the ledger remembers of the sheets: what was shown, what was approved, and the last good reading of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, and_, delete, func, insert, select, update

from kutsu.core.approval import Key, Memory, Seen, Standing, Verdict
from kutsu.core.content import dump, load
from kutsu.core.grid import Book
from kutsu.core.model import Approved
from kutsu.core.publication import JOINT, State
from kutsu.ledger.books import packed, unpacked
from kutsu.ledger.database import Database
from kutsu.ledger.notes import Notes
from kutsu.ledger.tables import approvals, deliveries, seen, snapshots


class Memories:
    """Approvals of content, and the snapshots of the sheets."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def recall(self) -> dict[Key, Memory]:
        """What was shown last and what stands approved, by subject and language."""
        with self._database.read() as connection:
            return _recall(connection)

    def remember(self, standings: Iterable[Standing], now: dt.datetime) -> None:
        """Note what this pull showed, the approvals that it found, and those that a taken tick withdraws.

        A row with an error stays as it was approved, whatever its ticks.
        """
        with self._database.alone() as connection:
            before = _recall(connection)
            notes = Notes()
            for standing in standings:
                if standing.verdict is not Verdict.FROZEN:
                    _note(notes, standing, before.get(_key(standing), Memory()), now)
            notes.write(connection, now)

    def approved(self) -> list[Approved]:
        """The latest approved content of every subject and language, as mirrors show it.

        A withdrawn approval is still shown once something that links to it has been said.
        """
        said = (
            select(deliveries.c.key)
            .where(deliveries.c.subject == approvals.c.subject)
            .where((JOINT + deliveries.c.language + JOINT).contains(JOINT + approvals.c.language + JOINT))
            .where(deliveries.c.state == State.SENT)
            .exists()
        )
        newest = select(func.max(approvals.c.id)).group_by(approvals.c.subject, approvals.c.language).scalar_subquery()
        shown = select(approvals).where(approvals.c.id.in_(newest), approvals.c.withdrawn_at.is_(None) | said)
        with self._database.read() as connection:
            rows = connection.execute(shown.order_by(approvals.c.subject, approvals.c.language)).all()
        return [Approved(row.language, load(row.content), row.digest, row.at) for row in rows]

    def keep(self, book: Book) -> None:
        """Keep the last good reading of a sheet."""
        values = {"book": packed(book), "at": book.read_at}
        with self._database.alone() as connection:
            if not connection.execute(update(snapshots).filter_by(sheet=book.sheet).values(values)).rowcount:
                connection.execute(insert(snapshots).values(sheet=book.sheet, **values))

    def snapshot(self, sheet: str) -> Book | None:
        """The last good reading of a sheet, or None before the first."""
        with self._database.read() as connection:
            text = connection.execute(select(snapshots.c.book).filter_by(sheet=sheet)).scalar()
        return unpacked(text) if text else None

    def forget(self, sheet: str) -> bool:
        """Forget the last good reading of a sheet, so that the next one counts whatever is gone from it; False when there is none."""
        with self._database.alone() as connection:
            return bool(connection.execute(delete(snapshots).filter_by(sheet=sheet)).rowcount)

    def read_at(self) -> dict[str, dt.datetime]:
        """When each sheet was last read well."""
        with self._database.read() as connection:
            return {row.sheet: row.at for row in connection.execute(select(snapshots.c.sheet, snapshots.c.at))}


def _key(standing: Standing) -> Key:
    """Whose standing it is."""
    return standing.entry.subject.id, standing.language


def _note(notes: Notes, standing: Standing, memory: Memory, now: dt.datetime) -> None:
    """Note one language of a row: what it shows and whether its tick came or went."""
    subject, language = _key(standing)
    names = {"subject": subject, "language": language}
    ticked = language in standing.entry.ticks
    if standing.content and memory.seen != Seen(standing.digest, ticked):
        notes.seen.append({**names, "digest": standing.digest, "ticked": ticked, "at": now})
    if standing.content and standing.verdict is Verdict.APPROVES:
        content = dump(standing.content)
        notes.approved.append({**names, "digest": standing.digest, "content": content, "at": now})
    if memory.approved and not ticked:
        notes.withdrawn.append(names)


def _recall(connection: Connection) -> dict[Key, Memory]:
    """The memory of every subject and language, within one transaction."""
    standing = select(approvals).where(_latest())
    approved = {(row.subject, row.language): (row.digest, row.at) for row in connection.execute(standing)}
    shown = {(row.subject, row.language): Seen(row.digest, row.ticked) for row in connection.execute(select(seen))}
    return {key: Memory(shown.get(key), *approved.get(key, (None, None))) for key in approved.keys() | shown.keys()}


def _latest() -> ColumnElement[bool]:
    """The newest approval of each subject and language, if it was not withdrawn."""
    newest = select(func.max(approvals.c.id)).group_by(approvals.c.subject, approvals.c.language).scalar_subquery()
    return and_(approvals.c.id.in_(newest), approvals.c.withdrawn_at.is_(None))
