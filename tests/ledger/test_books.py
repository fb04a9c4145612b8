"""How the ledger keeps a book: short, whole, and readable however it was kept."""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from kutsu.core.grid import Book, Cell, Tab
from kutsu.ledger.books import packed, unpacked
from tests.factories import NOW

CELLS = (
    Cell("Otsikko", "Otsikko"),
    Cell(),
    Cell("", ""),
    Cell(True, "TOSI"),
    Cell(False, "EPÄTOSI"),
    Cell(43775.0, "6.11.2019", "date"),
    Cell(1.0, "1"),
    Cell("=1+1", "2", "number", "=1+1"),
    Cell(None, "näkyy"),
    Cell("0401234567", "0401234567", "text"),
    Cell("half a character: \ud83d", "half a character: \ud83d"),
)
BOOK = Book("demo", (Tab("Pilotit", (CELLS, (), CELLS[::-1]), "7"), Tab("Tyhjä")), NOW, "sv_FI", "Europe/Stockholm")


def test_every_cell_comes_back() -> None:
    """Cells of every make, short rows and the frame of the book come back as they were, types included."""
    assert repr(unpacked(packed(BOOK)).tabs) == repr(BOOK.tabs)
    assert unpacked(packed(BOOK)) == BOOK


def test_a_plain_text_is_kept_once() -> None:
    """A cell that only holds a text costs that text, and an empty one nothing but its place."""
    text = packed(Book("demo", (Tab("Pilotit", ((Cell("Otsikko", "Otsikko"), Cell()),)),), NOW))
    assert '"rows":[["Otsikko",null]]' in text


def test_an_earlier_snapshot_is_read() -> None:
    """A book that an earlier version kept, each cell by the names of its fields, is read as before."""
    earlier = json.dumps(TypeAdapter(Book).dump_python(BOOK, mode="json"))
    assert unpacked(earlier) == BOOK
