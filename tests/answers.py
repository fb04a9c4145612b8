"""A sheet in memory that keeps what is written to it, and a surveyor that answers in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kutsu.answer import Answerer
from kutsu.core.cells.normal import folded
from kutsu.core.columns import PILOTS, SCHEMAS, find_columns, find_tab, locate
from kutsu.core.grid import Book, Cell, Edit, Page, Tab
from kutsu.core.ports import Sheet
from kutsu.gallery import Gallery
from kutsu.ledger import gallery as ledger
from kutsu.ledger.claims import Claims
from kutsu.ledger.database import Database
from kutsu.ledger.editions import Editions
from kutsu.ledger.memory import Memories
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Views
from kutsu.readings import Reader
from kutsu.survey import Follower, Survey, Surveyor
from tests.books import LANGUAGES, NOW
from tests.core.desks import law
from tests.fakes import FakeMirror, FakeWeb, HandClock

Cells = dict[tuple[int, int], Cell]
"""Cells by row and column, both from 1."""


@dataclass
class LiveSheet:
    """The port `Sheet` over a book in memory: edits go where their ids are at that moment, pages take their tabs' place."""

    book: Book
    fails: Exception | None = None
    before_write: Callable[[Book], Book] = lambda book: book
    written: list[tuple[tuple[Edit, ...], tuple[Page, ...]]] = field(default_factory=list)
    name: str = field(init=False)

    def __post_init__(self) -> None:
        """Have the book's name."""
        self.name = self.book.sheet

    def read(self) -> Book:
        """The book as it is."""
        return self.book

    def stamp(self) -> str:
        """None."""
        return ""

    def write(self, edits: Sequence[Edit], pages: Sequence[Page] = ()) -> None:
        """Put everything in its place, unless it fails."""
        if self.fails:
            raise self.fails
        self.book = self.before_write(self.book)
        cells: dict[str, Cells] = {}
        for schema in SCHEMAS:
            tab = find_tab(self.book, schema)
            targets = locate(tab, schema, LANGUAGES, edits) if tab else []
            cells[tab.title if tab else ""] = {(row, at): Cell(value, str(value)) for row, at, value in targets}
        tabs = [_put(tab, cells.get(tab.title, {})) for tab in self.book.tabs]
        titles = {folded(page.title) for page in pages}
        tabs = [tab for tab in tabs if folded(tab.title) not in titles]
        tabs += [Tab(page.title, tuple(tuple(Cell(text, text) for text in row) for row in page.rows)) for page in pages]
        self.book = replace(self.book, tabs=tuple(tabs))
        self.written.append((tuple(edits), tuple(pages)))


class Office:
    """A surveyor with a ledger of its own that answers in these sheets."""

    def __init__(
        self,
        path: Path,
        *sheets: Sheet,
        preview: Callable[[str], str | None] = lambda _: None,
        advisers: Sequence[Follower] = (),
    ) -> None:
        self.database = Database(f"sqlite:///{path / 'ledger.db'}")
        self.clock, self.site, self.pauses = HandClock(NOW), FakeMirror(), Pauses(self.database)
        self.claims = Claims(self.database, "office")
        memories, rules = Memories(self.database), law()
        gallery = Gallery(ledger.Gallery(self.database), FakeWeb().look, self.clock)
        named = {sheet.name: sheet for sheet in sheets}
        reader = Reader(named, memories, rules, self.clock, gallery)
        answer = Answerer(named, rules, Views(self.database), self.pauses, preview)
        rest = (self.pauses, Editions(self.database))
        self.surveyor = Surveyor(reader, memories, rules, [self.site], *rest, answer=answer, advisers=advisers)

    def pull(self) -> Survey:
        """A pull, five minutes after the last one."""
        self.clock.move(minutes=5)
        return self.surveyor.pull()[0]


def changed(book: Book, id_: str, column: str, cell: Cell) -> Book:
    """The book with another cell in the row of a pilot."""
    tab = find_tab(book, PILOTS)
    assert tab
    columns = find_columns(tab, PILOTS, LANGUAGES)[0]
    number = next(number for number, row in enumerate(tab.rows, 1) if row[columns["id"]].raw == id_)
    new = _put(tab, {(number, columns[column] + 1): cell})
    return replace(book, tabs=tuple(new if each is tab else each for each in book.tabs))


def state(book: Book, id_: str) -> str:
    """What stands in Kutsu's cell in the row of a pilot."""
    tab = find_tab(book, PILOTS)
    assert tab
    columns = find_columns(tab, PILOTS, LANGUAGES)[0]
    return next(str(row[columns["state"]].raw or "") for row in tab.rows if row[columns["id"]].raw == id_)


def _put(tab: Tab, cells: Cells) -> Tab:
    """The tab with other cells."""
    rows = [list(row) for row in tab.rows]
    for (row, column), cell in cells.items():
        rows[row - 1] += [Cell()] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = cell
    return replace(tab, rows=tuple(map(tuple, rows)))
