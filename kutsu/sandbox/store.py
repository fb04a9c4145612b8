"""Where the world lives: one SQLite file, every write committed before any answer, so that a restart shows the same wall."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

Json = dict[str, Any]

SCHEMA = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS thing (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, shelf TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, body TEXT NOT NULL,
    UNIQUE (shelf, id)
);
CREATE INDEX IF NOT EXISTS thing_owner ON thing (shelf, owner);
CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class Store:
    """Shelves of JSON things. The server has one thread, so that what a handler does between two awaits is one act."""

    def __init__(self, folder: Path) -> None:
        """Open, or begin, the world in `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        self.database = sqlite3.connect(folder / "world.sqlite", isolation_level=None)  # None: each statement commits
        self.database.executescript(SCHEMA)

    def put(self, shelf: str, id: str, body: Json, owner: str = "") -> None:  # noqa: A002 - the networks' own word
        """Keep `body` under its id; one that is there already is replaced and keeps its place."""
        self.put_text(shelf, id, json.dumps(body), owner)

    def put_text(self, shelf: str, id: str, text: str, owner: str = "") -> None:  # noqa: A002 - the networks' own word
        """The same for a thing that is JSON already."""
        self.database.execute(
            "INSERT INTO thing (shelf, id, owner, body) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (shelf, id) DO UPDATE SET body = excluded.body, owner = excluded.owner",
            (shelf, id, owner, text),
        )

    def get(self, shelf: str, id: str) -> Json | None:  # noqa: A002 - the networks' own word
        """The thing, or None."""
        text = self.text(shelf, id)
        return None if text is None else _thing((text,))

    def text(self, shelf: str, id: str) -> str | None:  # noqa: A002 - the networks' own word
        """The thing as its JSON is kept, or None."""
        row = self.database.execute("SELECT body FROM thing WHERE shelf = ? AND id = ?", (shelf, id)).fetchone()
        return None if row is None else str(row[0])

    def drop(self, shelf: str, id: str | None = None) -> None:  # noqa: A002 - the networks' own word
        """Remove one thing, or the whole shelf."""
        self.database.execute("DELETE FROM thing WHERE shelf = ? AND id = coalesce(?, id)", (shelf, id))

    def every(self, shelf: str, owner: str | None = None) -> list[Json]:
        """All things of a shelf, or those of one owner, oldest first."""
        query = "SELECT body FROM thing WHERE shelf = ? AND owner = coalesce(?, owner) ORDER BY seq"
        return [_thing(row) for row in self.database.execute(query, (shelf, owner))]

    def rise(self, name: str, floor: int = 1) -> int:
        """The next value of a counter: one more than the last, and at least `floor`."""
        query = (
            "INSERT INTO counter VALUES (?1, ?2) ON CONFLICT (name)"
            " DO UPDATE SET value = max(value + 1, ?2) RETURNING value"
        )
        return int(self.database.execute(query, (name, floor)).fetchall()[0][0])


def _thing(row: tuple[str]) -> Json:
    """The JSON of a row."""
    thing: Json = json.loads(row[0])
    return thing
