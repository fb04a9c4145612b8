"""What the ledger knows of one person, for the person to see, and its erasure; the ledger knows them by their token alone."""

from __future__ import annotations

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Text, cast, delete, insert, select, update

from kutsu.core.publication import State
from kutsu.ledger.database import Database
from kutsu.ledger.mail_tables import events, recipients, suppressions
from kutsu.ledger.suppressions import ERASED, EVERYTHING
from kutsu.ledger.tables import deliveries, receipts, shares

HEX = 16
"""Bytes of a token."""


@dataclass(frozen=True)
class Mailed:
    """A mail to one person, or one that was to be: its subject line, and what became of it; `at` is when it was accepted."""

    key: str
    title: str
    slot: dt.datetime
    at: dt.datetime | None
    outcome: str


@dataclass(frozen=True)
class Told:
    """What a provider told of a mail to one person."""

    type: str
    at: dt.datetime


class Residents:
    """The rows of one person in one ledger; no error, log or answer of it has anybody else's."""

    def __init__(self, database: Database) -> None:
        """Look into this database."""
        self._database = database

    def mailings(self, token: str) -> list[Mailed]:
        """Every mailing that they are in, in the order of its slots."""
        with self._database.read() as connection:
            places = _places(connection, token)
            rows = [row for key in sorted({key for key, _ in places}) for row in _shares(connection, key)]
        found = (_mailed(row, places) for row in rows if (row["key"], row["share"]) in places)
        return sorted(found, key=lambda each: (each.slot, each.key))

    def told(self, token: str) -> list[Told]:
        """Every event of theirs, in its order."""
        with self._database.read() as connection:
            rows = connection.execute(select(events.c.type, events.c.at).filter_by(token=token).order_by(events.c.at))
            return [Told(row.type, row.at) for row in rows]

    def erase(self, token: str, now: dt.datetime) -> list[str]:
        """Forget them, and keep only that they must never be written to; gives the keys of what a provider holds for them already.

        Where they were written to, somebody without a name takes their place, so that all counts stay. May be repeated.
        """
        with self._database.write() as connection:
            places = _places(connection, token)
            held = sorted({key for key, share in places if _held(connection, key, share)})
            names: dict[str, str] = defaultdict(lambda: secrets.token_hex(HEX))
            for key, share in places:
                _rename(connection, key, share, token, names[_mailing(key)])
            connection.execute(update(events).filter_by(token=token).values(token=None))
            _suppress(connection, token, now)
        return held


def _places(connection: Connection, token: str) -> dict[tuple[str, int], str | None]:
    """The shares that they are in, by key and number, with an outcome of their own where they have one."""
    listed = select(shares.c.key, shares.c.share).where(cast(shares.c.recipients, Text).contains(f'"{token}"'))
    found: dict[tuple[str, int], str | None] = dict.fromkeys(connection.execute(listed).tuples())
    own = select(recipients.c.key, recipients.c.share, recipients.c.outcome).filter_by(token=token)
    return found | {(row.key, row.share): row.outcome for row in connection.execute(own)}


def _shares(connection: Connection, key: str) -> Iterator[RowMapping]:
    """Every share of a delivery, with what was said and when it was accepted."""
    same = (receipts.c.key == shares.c.key) & (receipts.c.share == shares.c.share)
    chosen = select(
        shares.c.key, shares.c.share, shares.c.state, deliveries.c.slot, deliveries.c.message, receipts.c.at
    )
    found = chosen.join(deliveries, deliveries.c.key == shares.c.key).outerjoin(receipts, same)
    yield from connection.execute(found.where(shares.c.key == key)).mappings()


def _mailed(row: RowMapping, places: Mapping[tuple[str, int], str | None]) -> Mailed:
    """A share as a mail to somebody who is in it."""
    title = row["message"]["parts"].get("subject", "")
    return Mailed(row["key"], title, row["slot"], row["at"], places[row["key"], row["share"]] or row["state"])


def _held(connection: Connection, key: str, share: int) -> bool:
    """Whether a provider holds a share until its slot."""
    state = connection.execute(select(shares.c.state).filter_by(key=key, share=share)).scalar()
    return bool(state == State.HANDED_OVER)


def _rename(connection: Connection, key: str, share: int, token: str, name: str) -> None:
    """Put another name in the place of a token in one share."""
    connection.execute(update(recipients).filter_by(key=key, share=share, token=token).values(token=name))
    kept = connection.execute(select(shares.c.recipients).filter_by(key=key, share=share)).scalar()
    if isinstance(kept, list) and token in kept:
        others = [name if each == token else each for each in kept]
        connection.execute(update(shares).filter_by(key=key, share=share).values(recipients=others))


def _mailing(key: str) -> str:
    """The mailing of a delivery: its key without language and channel."""
    subject, kind, _, _, edition = key.split("/")
    return f"{subject}/{kind}/{edition}"


def _suppress(connection: Connection, token: str, now: dt.datetime) -> None:
    """One row that counts for all mail takes the place of whatever suppressions there were."""
    mine = suppressions.c.token == token
    known = connection.execute(select(suppressions.c.at).where(mine, suppressions.c.reason == ERASED)).scalar()
    connection.execute(delete(suppressions).where(mine))
    row = {"token": token, "scope": EVERYTHING, "reason": ERASED, "source": ERASED, "at": known or now}
    connection.execute(insert(suppressions).values(row))
