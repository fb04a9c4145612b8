"""What was said, content by content: each delivery with the approved contents that its message was made of."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, func, select

from kutsu.core.changes import Said
from kutsu.core.publication import State, spoken
from kutsu.ledger.tables import approvals, attempts, deliveries, shares

OUT = (State.SENT, State.UNCONFIRMED, State.WAITING)
"""Residents have such a share, or perhaps have it; what is with its provider ahead of its slot they have not."""


@dataclass
class _Approved:
    """The approvals of a subject in a language: the contents by digest, and which stood since when, in order."""

    contents: dict[str, str] = field(default_factory=dict)
    since: list[tuple[dt.datetime, str]] = field(default_factory=list)

    def standing(self, at: dt.datetime) -> str | None:
        """The digest of what was approved last by then."""
        return next((digest for since, digest in reversed(self.since) if since <= at), None)


def said(connection: Connection, subjects: Collection[str]) -> list[Said]:
    """Every delivery about these subjects with what it says, or perhaps said.

    One that is older than the column `told` says what stood approved when it was claimed.
    """
    about = deliveries.c.subject.in_(subjects)
    begun = (shares.c.state == State.CLAIMED) & shares.c.begun_at.is_not(None)
    there = select(shares.c.key).join(deliveries).where(about, shares.c.state.in_(OUT) | begun)
    out = set(connection.execute(there.distinct()).scalars())
    keys = select(deliveries.c.key).where(about)
    number = func.max(attempts.c.id).label("number")
    numbers = select(attempts.c.key, number).where(attempts.c.key.in_(keys)).group_by(attempts.c.key).subquery()
    names = ("key", "subject", "kind", "language", "channel", "state", "told", "claimed_at")
    chosen = select(*(deliveries.c[name] for name in names), numbers.c.number)
    chosen = chosen.outerjoin(numbers, numbers.c.key == deliveries.c.key).where(about)
    rows = connection.execute(chosen.order_by(deliveries.c.claimed_at, deliveries.c.key)).mappings().all()
    approved, orders = _approvals(connection, subjects), {row["key"]: 2 * (row["number"] or 0) for row in rows}
    orders |= {row["key"]: _unasked(connection, row) for row in rows if row["key"] in out and not row["number"]}
    return [_said(row, orders[row["key"]], row["key"] in out, _told(row, approved), approved) for row in rows]


def _unasked(connection: Connection, row: RowMapping) -> int:
    """Where a delivery stands that was out without a request, as everybody had it already: after what was begun before its claim."""
    before = select(func.max(attempts.c.id)).join(deliveries, deliveries.c.key == attempts.c.key)
    before = before.where(deliveries.c.subject == row["subject"], attempts.c.opened_at <= row["claimed_at"])
    return 2 * (connection.execute(before).scalar() or 0) + 1


def _said(
    row: RowMapping, order: int, out: bool, told: Mapping[str, str], approved: Mapping[tuple[str, str], _Approved]
) -> Said:
    """One row; a content of which the ledger knows nothing is left out."""
    subject = row["subject"]
    contents = {
        language: text
        for language, digest in told.items()
        if (text := approved[subject, language].contents.get(digest))
    }
    return Said(
        key=row["key"],
        subject=subject,
        kind=row["kind"],
        channel=row["channel"],
        edition=row["key"].rpartition("/")[2],
        state=State(row["state"]),
        out=out,
        order=order,
        told={language: told[language] for language in contents},
        contents=contents,
    )


def _told(row: RowMapping, approved: Mapping[tuple[str, str], _Approved]) -> Mapping[str, str]:
    """The digests by language that a delivery was made of."""
    if row["told"]:
        told: Mapping[str, str] = row["told"]
        return told
    stood = {
        language: approved[row["subject"], language].standing(row["claimed_at"]) for language in spoken(row["language"])
    }
    return {language: digest for language, digest in stood.items() if digest}


def _approvals(connection: Connection, subjects: Collection[str]) -> Mapping[tuple[str, str], _Approved]:
    """The approvals of these subjects, by subject and language; what was never approved has none."""
    found: dict[tuple[str, str], _Approved] = defaultdict(_Approved)
    columns = select(approvals.c.subject, approvals.c.language, approvals.c.digest, approvals.c.content, approvals.c.at)
    chosen = columns.where(approvals.c.subject.in_(subjects)).order_by(approvals.c.id)
    rows: Sequence[Any] = connection.execute(chosen).all()
    for row in rows:
        one = found[row.subject, row.language]
        one.contents[row.digest] = row.content
        one.since.append((row.at, row.digest))
    return found
