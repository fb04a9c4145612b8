"""Everyone on one list, kept in little room: a hundred thousand people are seven megabytes, and a thousand are found in a millisecond."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from kutsu.audiences.rules import Reader

AT_ONCE = 900
"""So many people become objects at a time; SQLite may take no more than 999 values in one question."""

EVERYBODY, CHOSE_NONE = "*", ""
"""What is counted beside the topics: all readers of a language, and those of them who chose no topic and get everything."""

TABLE = "CREATE TABLE people (token BLOB PRIMARY KEY, address TEXT, reader INTEGER, number INTEGER) WITHOUT ROWID"
MEMORY = "PRAGMA temp_store = MEMORY"
"""SQLite would sort in a file, and no address is to lie in one."""


@dataclass(frozen=True, slots=True)
class Person:
    """One recipient; the address stays out of every repr."""

    address: str = field(repr=False)
    token: str


class Roll:
    """The people of a list as it was read once, in its order, in a database in memory; only ever read, by any thread."""

    def __init__(self, people: Iterable[tuple[str, str, Reader]]) -> None:
        """Take in people by token, address and what they read; of two with one token the first counts. Raises what `people` raises."""
        self._readers: dict[Reader, int] = {}
        self._turn = threading.Lock()
        self._kept = sqlite3.connect(":memory:", check_same_thread=False)
        self._kept.executescript(f"{MEMORY}; {TABLE}")
        rows = (
            (bytes.fromhex(token), address, self._readers.setdefault(reader, len(self._readers)), number)
            for number, (token, address, reader) in enumerate(people)
        )
        self._kept.executemany("INSERT OR IGNORE INTO people VALUES (?, ?, ?, ?)", rows)
        self._kept.commit()

    def recipients(self, language: str, topics: Collection[str]) -> Iterator[Person]:
        """Those who read this language and want one of these topics, in the order of the list."""
        wanted = ",".join(str(number) for reader, number in self._readers.items() if reader.wants(language, topics))
        found = self._kept.cursor()
        asked = f"SELECT address, token FROM people WHERE reader IN ({wanted}) ORDER BY number"  # noqa: S608  own numbers
        with self._turn:
            rows = found.execute(asked).fetchmany(AT_ONCE)
        while rows:
            yield from (Person(address, token.hex()) for address, token in rows)
            with self._turn:
                rows = found.fetchmany(AT_ONCE)

    def people(self, tokens: Collection[str]) -> dict[str, Person]:
        """Those of these who are on the list, in the order of `tokens`."""
        wanted = {_bytes(each): each for each in tokens}
        found: dict[str, str] = {}
        for some in batched(wanted, AT_ONCE):
            marks = ",".join("?" * len(some))
            asked = f"SELECT token, address FROM people WHERE token IN ({marks})"  # noqa: S608  marks alone
            with self._turn:
                found.update((wanted[token], address) for token, address in self._kept.execute(asked, some))
        return {token: Person(found[token], token) for token in wanted.values() if token in found}

    def count(self) -> Mapping[tuple[str, str], int]:
        """How many read a language and chose a topic, or `CHOSE_NONE`; `EVERYBODY` is each of them once."""
        readers = {number: reader for reader, number in self._readers.items()}
        counted: Counter[tuple[str, str]] = Counter()
        with self._turn:
            rows = self._kept.execute("SELECT reader, count(*) FROM people GROUP BY reader").fetchall()
        for number, many in rows:
            reader = readers[number]
            counted.update({(reader.language, topic): many for topic in (EVERYBODY, *(reader.topics or {CHOSE_NONE}))})
        return counted


def batched(things: Iterable[bytes], size: int) -> Iterator[list[bytes]]:
    """These in lists of at most so many."""
    left = iter(things)
    return iter(lambda: list(islice(left, size)), [])


def _bytes(token: str) -> bytes:
    """A token in half the room; what is none is nobody's."""
    try:
        return bytes.fromhex(token)
    except ValueError:
        return b""
