"""A message as the ledger keeps it: JSON, in which each picture is named by the digest of its bytes, which lie beside it once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from kutsu.core.publication import Message, Picture
from kutsu.ledger.tables import pictures

INSERT: dict[str, Callable[[Table], postgresql.Insert | sqlite.Insert]] = {
    "postgresql": postgresql.insert,
    "sqlite": sqlite.insert,
}
"""The same words, `ON CONFLICT DO NOTHING`, in two dialects."""

_MESSAGE = TypeAdapter(Message)

LATER = ("short", "topics", "chosen")
"""Fields that messages of earlier versions do not have: a message without a word in them is equal to one of those."""


def freeze(message: Message) -> dict[str, Any]:
    """A message as JSON; it has no word of pictures, of the short form, of topics where it has none, as before there were any."""
    plain: dict[str, Any] = _MESSAGE.dump_python(message, mode="json", exclude={"pictures"})
    plain = {name: value for name, value in plain.items() if value or name not in LATER}
    shown = [{"digest": each.digest, "media_type": each.media_type, "alt": each.alt} for each in message.pictures]
    return {**plain, "pictures": shown} if shown else plain


def thaw(connection: Connection, frozen: Mapping[str, Any]) -> Message:
    """The message that `freeze` wrote, with the bytes of its pictures as they were stored."""
    named = frozen.get("pictures", [])
    content = _contents(connection, [each["digest"] for each in named]) if named else {}
    shown = [Picture(content[each["digest"]], each["media_type"], each["alt"]) for each in named]
    return _MESSAGE.validate_python({**frozen, "pictures": shown})


def store(connection: Connection, shown: Iterable[Picture]) -> None:
    """Keep the bytes of these pictures, each once.

    They are stored in the order of their digests, before anything is held: of two who store the same the second waits.
    """
    fresh = {each.digest: each for each in shown}
    known = connection.execute(select(pictures.c.digest).where(pictures.c.digest.in_(fresh))).scalars().all()
    for digest in sorted(fresh.keys() - set(known)):
        values = {"digest": digest, "media_type": fresh[digest].media_type, "content": fresh[digest].content}
        table = INSERT[connection.dialect.name](pictures)
        connection.execute(table.values(values).on_conflict_do_nothing())


def _contents(connection: Connection, digests: Iterable[str]) -> dict[str, bytes]:
    """The bytes of pictures by their digests."""
    rows = connection.execute(select(pictures.c.digest, pictures.c.content).where(pictures.c.digest.in_(digests)))
    return {row.digest: row.content for row in rows}
