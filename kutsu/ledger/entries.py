"""The SEQUENCE of every session: counted up for ever, one step whenever its approved time, place, link or cancellation changes."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from sqlalchemy import Connection, insert, select

from kutsu.core.calendar import mark
from kutsu.core.model import Approved, Session
from kutsu.ledger.database import Database
from kutsu.ledger.mail_tables import entries


@dataclass(frozen=True)
class Step:
    """From here on a session has these facts (as `calendar.mark` digests them); `at` is when they were first approved."""

    subject: str
    sequence: int
    facts: str
    at: dt.datetime


History = Mapping[str, Sequence[Step]]
"""All steps by subject, in their order."""


class Entries:
    """The steps of one ledger; only ever added."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def numbered(self, approved: Sequence[Approved]) -> list[Approved]:
        """All that is approved, each session with the number of its facts; facts that are new get theirs now, for ever.

        Of hosts that come at once the second finds what the first has noted, and adds nothing.
        """
        with self._database.read() as connection:
            known = _recall(connection)
        if list(_steps(approved, known)):
            with self._database.alone() as connection:
                known = _recall(connection)
                if fresh := list(_steps(approved, known)):
                    connection.execute(insert(entries), [asdict(step) for step in fresh])
                    known = _recall(connection)
        return [_counted(each, known) for each in approved]

    def sequence(self, session: Session[str]) -> int:
        """The number of these facts, or the next one where they are approved by nobody yet."""
        with self._database.read() as connection:
            return _number(session, _recall(connection, session.id))


def _steps(approved: Iterable[Approved], known: History) -> Iterable[Step]:
    """What is to be added: of each session the facts approved since its last step, where they are others.

    A language that still has older facts adds nothing, nor does a host that has not heard of the last approval.
    """
    last = {subject: steps[-1] for subject, steps in known.items()}
    for each in sorted(approved, key=lambda one: one.at):
        if not isinstance(each.content, Session):
            continue
        before, facts = last.get(each.content.id), mark(each.content)
        if before is None or (each.at > before.at and facts != before.facts):
            last[each.content.id] = Step(each.content.id, before.sequence + 1 if before else 0, facts, each.at)
            yield last[each.content.id]


def _counted(approved: Approved, known: History) -> Approved:
    """The same with its number; what is no session has none."""
    content = approved.content
    return replace(approved, sequence=_number(content, known)) if isinstance(content, Session) else approved


def _number(session: Session[str], known: History) -> int:
    """The latest number under which these facts are known, else the next."""
    steps, facts = known.get(session.id, ()), mark(session)
    return next((step.sequence for step in reversed(steps) if step.facts == facts), len(steps))


def _recall(connection: Connection, subject: str | None = None) -> History:
    """What the ledger has, of all sessions or of one."""
    wanted = select(entries).order_by(entries.c.subject, entries.c.sequence)
    found = connection.execute(wanted.where(entries.c.subject == subject) if subject else wanted).all()
    history = defaultdict[str, list[Step]](list)
    for row in found:
        history[row.subject].append(Step(row.subject, row.sequence, row.facts, row.at))
    return history
