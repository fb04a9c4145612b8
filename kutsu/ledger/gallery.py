"""What the ledger keeps of the sheet's pictures: what was found at each address, once for all, and the bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection

from pydantic import TypeAdapter
from sqlalchemy import insert, select, update

from kutsu.core.messages import Remark
from kutsu.core.plan import Pictures
from kutsu.core.publication import Picture
from kutsu.ledger.database import Database
from kutsu.ledger.frozen import store
from kutsu.ledger.tables import fetched, pictures

_FAULT = TypeAdapter(Remark)


class Gallery:
    """Pictures by their addresses. The first that was found at an address is the picture of that address for ever."""

    def __init__(self, database: Database) -> None:
        """Keep them in this database."""
        self._database = database

    def known(self) -> Pictures:
        """Every address that was looked at, with what is wrong there, or None where its picture is kept."""
        with self._database.read() as connection:
            rows = connection.execute(select(fetched.c.address, fetched.c.digest, fetched.c.fault)).all()
        return {row.address: None if row.digest else _FAULT.validate_python(row.fault) for row in rows}

    def fresh(self, addresses: Collection[str], since: dt.datetime) -> list[str]:
        """Those addresses at which no picture was found yet and that were not tried since then, each once."""
        done = select(fetched.c.address).where(fetched.c.digest.is_not(None) | (fetched.c.at > since))
        with self._database.read() as connection:
            left_alone = set(connection.execute(done).scalars())
        return [address for address in dict.fromkeys(addresses) if address not in left_alone]

    def keep(self, address: str, found: Picture | Remark, now: dt.datetime) -> None:
        """Note what was found at an address; a picture that was found there before stays."""
        name = _name(address)
        values = {
            "digest": found.digest if isinstance(found, Picture) else None,
            "fault": None if isinstance(found, Picture) else _FAULT.dump_python(found, mode="json"),
            "at": now,
        }
        with self._database.alone() as connection:
            store(connection, [found] if isinstance(found, Picture) else [])
            known = connection.execute(select(fetched.c.digest).filter_by(name=name)).first()
            if known is None:
                connection.execute(insert(fetched).values(name=name, address=address, **values))
            elif known.digest is None:
                connection.execute(update(fetched).filter_by(name=name).values(values))

    def picture(self, address: str) -> Picture | None:
        """The picture of an address, without words, or None before it was found."""
        chosen = select(pictures.c.content, pictures.c.media_type).join(fetched).where(fetched.c.name == _name(address))
        with self._database.read() as connection:
            row = connection.execute(chosen).first()
        return Picture(row.content, row.media_type, "") if row else None


def _name(address: str) -> str:
    """Under which an address is found: it may be too long for an index."""
    return hashlib.sha256(address.encode()).hexdigest()
