"""The sheet of a rehearsal: a book in memory, read once from the real sheet, on which the staff of the script work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from kutsu.core.columns import SCHEMAS, address, find_tab
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Cell, Edit, Page, Tab
from kutsu.core.ports import Clock
from kutsu.rehearsal.strokes import Worksheet, laid
from kutsu.sheets.placing import placed
from kutsu.sheets.serials import shown

SCHEMA = {schema.key: schema for schema in SCHEMAS}


class RehearsedSheet:
    """The port `Sheet` over a book; nothing of it ever reaches the sheet that it was read from."""

    def __init__(self, name: str, book: Book, clock: Clock, languages: Mapping[str, Language], today: dt.date) -> None:
        """Work on a copy of `book`; `today` is what relative dates of the script count from."""
        self.name = name
        self._book, self._clock, self._languages, self._today = replace(book, sheet=name), clock, languages, today
        self._before: dict[str, Tab] = {}
        self._revisions = count(1)
        self._revision = 0

    def read(self) -> Book:
        """All tabs as they are at this moment."""
        return replace(self._book, read_at=self._clock.now())

    def stamp(self) -> str:
        """The number of the change that was last."""
        return str(self._revision)

    def write(self, edits: Sequence[Edit], pages: Sequence[Page] = ()) -> None:
        """What Kutsu writes; raises `Faulty` as the real ones do."""
        by_title = {tab.title: tab for tab in self._book.tabs}
        for tab, targets in placed(self._book, edits, self._languages):
            values = {address(row, column - 1): value for row, column, value in targets}
            by_title[tab.title] = _filled(tab, values)
        for page in pages:
            rows = tuple(tuple(Cell(text, text) for text in row) for row in page.rows)
            by_title[page.title] = Tab(page.title, rows)
        self._keep(tuple(by_title.values()))

    def has_tab(self, tab: str) -> bool:
        """Whether it has a tab (by its key)."""
        return find_tab(self._book, SCHEMA[tab]) is not None

    def has(self, tab: str, id_: str) -> bool:
        """Whether a row of a tab (its key) has this id."""
        found = find_tab(self._book, SCHEMA[tab])
        return found is not None and self._worksheet(found, tab).has(id_)

    def work(self, tab: str, stroke: Callable[[Worksheet], Tab]) -> None:
        """Let somebody change a tab; raises `Faulty` when that cannot be done, as on a row that is not there."""
        old = self._tab(tab)
        new = stroke(self._worksheet(old, tab))
        self._before[tab] = old
        self._keep(tuple(new if each is old else each for each in self._book.tabs))

    def restore(self, tab: str) -> None:
        """The tab as it was before it was changed last, as the version history of the sheet gives it back."""
        old, before = self._tab(tab), self._before.get(tab)
        if before is None:
            raise Faulty([f"{old.title}: nobody has changed it yet, so there is nothing to restore"])
        self._keep(tuple(before if each is old else each for each in self._book.tabs))

    def _tab(self, tab: str) -> Tab:
        found = find_tab(self._book, SCHEMA[tab])
        if found is None:
            raise Faulty([f"{self.name}: there is no tab {SCHEMA[tab].titles['fi'][0]}"])
        return found

    def _worksheet(self, found: Tab, tab: str) -> Worksheet:
        return Worksheet(found, SCHEMA[tab], self._languages, self._today)

    def _keep(self, tabs: tuple[Tab, ...]) -> None:
        if tabs != self._book.tabs:
            self._book, self._revision = replace(self._book, tabs=tabs), next(self._revisions)


def _filled(tab: Tab, values: Mapping[str, str | bool]) -> Tab:
    """The tab with values at these A1 addresses."""
    width, rows = max(map(len, tab.rows), default=0), []
    for number, row in enumerate(tab.rows, start=1):
        places = {address(number, index): index for index in range(width)}
        cells = {places[place]: Cell(value, shown(value)) for place, value in values.items() if place in places}
        rows.append(laid(row, cells) if cells else row)
    return replace(tab, rows=tuple(rows))
