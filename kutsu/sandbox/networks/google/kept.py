"""The spreadsheets of the store, each parsed once: of a large one that takes seconds, which nobody is to wait for again and again."""

from __future__ import annotations

from kutsu.sandbox.networks.google.books import Book
from kutsu.sandbox.store import Store

SHELF = "google-sheet"


class Kept:
    """Every spreadsheet as it stands in the store; what was parsed counts only while the store still has that very text."""

    def __init__(self, store: Store) -> None:
        """Nothing is parsed yet."""
        self._store = store
        self._parsed: dict[str, tuple[str, Book]] = {}

    def look(self, name: str) -> Book | None:
        """A spreadsheet for somebody who changes nothing, or None."""
        text = self._store.text(SHELF, name)
        if text is None:
            return None
        known = self._parsed.get(name)
        if known is None or known[0] != text:
            known = self._parsed[name] = (text, Book.model_validate_json(text))
        return known[1]

    def take(self, name: str) -> Book | None:
        """A spreadsheet for somebody who changes it: unless it is `put` back, it stays as it was."""
        book = self.look(name)
        self._parsed.pop(name, None)
        return book

    def put(self, name: str, book: Book) -> None:
        """Keep it from now on."""
        text = book.model_dump_json()
        self._store.put_text(SHELF, name, text)
        self._parsed[name] = (text, book)
