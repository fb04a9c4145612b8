"""What one tab lacks: columns at its right-hand end, and beside its cells what helps staff to fill them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kutsu.core.cells.normal import blank, folded, plain, typed
from kutsu.core.columns import Columns, TabSchema, find_columns, letter
from kutsu.core.config import Language
from kutsu.core.grid import Cell, Fault, Tab
from kutsu.core.outline.addition import BODY, Addition, What
from kutsu.core.outline.shape import Example, OutlinedColumn, OutlinedTab, Owner
from kutsu.core.outline.standing import HEADER, StandingTab
from kutsu.core.pausing import NAMES

EMPTY = Tab("")
Ids = Mapping[str, tuple[str, int]]
"""Of each tab by its key: the title, and the place of the column with its ids."""


@dataclass(frozen=True)
class Lacking:
    """One tab of the outline beside the tab that stands for it, if one does."""

    schema: TabSchema
    outlined: OutlinedTab
    there: StandingTab | None
    languages: Mapping[str, Language]

    @cached_property
    def title(self) -> str:
        """The tab's title, as it is or will be."""
        return self.there.tab.title if self.there else self.outlined.title

    @property
    def ids(self) -> tuple[str, int]:
        """Where the ids of this tab stand."""
        return self.title, self._places.get(self.schema.columns[0].key, 0)

    def additions(self, ids: Ids, *, guards: bool) -> Iterator[Addition]:
        """Everything that this tab lacks, parts of a new tab or column without words."""
        if self.there is None:
            told = f"{self.title}: the tab, with {len(self.outlined.columns)} columns"
            yield Addition(What.TAB, self.title, told=told)
        yield from self._renamed()
        for column in self.outlined.columns:
            yield from self._column(column, ids, guards=guards)
        yield from self._whole(guards=guards)

    @cached_property
    def _found(self) -> tuple[Columns, list[Fault]]:
        """The columns that are there, and what is wrong with the header row."""
        return find_columns(self.there.tab, self.schema, self.languages) if self.there else ({}, [])

    @cached_property
    def _doubtful(self) -> dict[str, Fault]:
        """Columns that a strange header may be the new name of, by the header that is looked for."""
        return {fault.column: fault for fault in self._found[1] if fault.code == "column-renamed" and fault.column}

    @cached_property
    def _new(self) -> tuple[OutlinedColumn, ...]:
        """The columns that are to come."""
        known = self._found[0]
        absent = (column for column in self.outlined.columns if column.key not in known)
        return tuple(column for column in absent if column.header not in self._doubtful)

    @cached_property
    def _places(self) -> dict[str, int]:
        """Where every column stands or will stand."""
        width = self.there.width if self.there else 0
        return {**self._found[0], **{column.key: width + number for number, column in enumerate(self._new)}}

    def _renamed(self) -> Iterator[Addition]:
        for header, fault in self._doubtful.items():
            words = f"{self.title}: the column {header} is missing, and {fault.cell} may be its new name: look there"
            yield Addition(What.REMARK, self.title, told=words)

    def _column(self, column: OutlinedColumn, ids: Ids, *, guards: bool) -> Iterator[Addition]:
        """The column itself where it is new, then each thing that it lacks."""
        index = self._places.get(column.key)
        if index is None:
            return
        new = column in self._new
        place, whole = f"{self.title}: {letter(index)} {column.header}", new or self.there is None
        if new:
            told = "" if self.there is None else f"{self.title}: the column {column.header} ({letter(index)})"
            yield Addition(What.COLUMN, self.title, column, index, told=told)
        for what, words in self._parts(column, index, guards=guards):
            source = ids.get(column.refers) if what is What.CHOICE else None
            row = BODY if new else self._first_row(what, column, index)
            yield Addition(what, self.title, column, index, row, source, told="" if whole else f"{place}: {words}")

    def _parts(self, column: OutlinedColumn, index: int, *, guards: bool) -> Iterator[tuple[What, str]]:
        """What a column may have beside its cells and has not."""
        there = self.there or StandingTab(EMPTY)
        if index not in there.noted:
            yield What.NOTE, "a note on the header"
        if (column.tick or column.options or column.refers) and index not in there.ruled:
            yield What.CHOICE, "tick-boxes" if column.tick else "a drop-down"
        if column.format and index not in there.formatted:
            yield What.FORMAT, f"the format {column.format} for new rows"
        if guards and column.owner is not Owner.STAFF and index not in there.guarded:
            yield What.GUARD, "a warning for who edits it"

    def _whole(self, *, guards: bool) -> Iterator[Addition]:
        """What concerns the tab as a whole."""
        there, quiet = self.there or StandingTab(EMPTY), self.there is None
        if not there.frozen:
            told = f"{self.title}: the header row stays in view"
            index = int(self.ids[1] == 0)
            yield Addition(What.FREEZE, self.title, index=index, told="" if quiet else told)
        if guards and HEADER not in there.guarded:
            told = f"{self.title}: a warning for who edits the header row"
            yield Addition(What.GUARD, self.title, index=HEADER, told="" if quiet else told)
        if there.filtered and self._new:
            told = f"{self.title}: its filter takes in the new columns, so that they are sorted along"
            yield Addition(What.FILTER, self.title, index=there.width + len(self._new), told=told)
        if row := self._vacancy():
            told = f"{self.title}: the model row ({row})"
            yield Addition(What.MODEL, self.title, row=row, cells=self._model(row), told="" if quiet else told)

    def _first_row(self, what: What, column: OutlinedColumn, index: int) -> int:
        """From which row on a column that stands there is given something: what staff typed is never shown as another thing."""
        typed_in = [row[index] for row in self._rows[1:] if index < len(row) and not blank(row[index])]
        foreign = column.tick and any(not isinstance(cell.raw, bool) for cell in typed_in)
        return max(len(self._rows) + 1, BODY) if what is What.FORMAT or foreign else BODY

    def _vacancy(self) -> int:
        """The row for the model: the first that is wholly empty below the header; 0 where the model is there."""
        first = self.outlined.columns[0]
        names = {folded(str(first.example)), *(NAMES if self.schema.key == "settings" else ())}
        index = self._places.get(first.key, 0)
        if any(index < len(row) and folded(plain(typed(row[index]))) in names for row in self._rows[1:]):
            return 0
        empty = (number for number, row in enumerate(self._rows, 1) if number >= BODY and all(map(blank, row)))
        return next(empty, max(len(self._rows) + 1, BODY))

    def _model(self, row: int) -> tuple[tuple[int, Example], ...]:
        """The cells of the model in that row, but for boxes that stand there unticked."""
        cells = self._rows[row - 1] if row <= len(self._rows) else ()
        places = ((column, self._places.get(column.key)) for column in self.outlined.columns)
        return tuple(
            (index, column.example)
            for column, index in places
            if index is not None and column.example is not None and not (index < len(cells) and cells[index] != Cell())
        )

    @property
    def _rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self.there.tab.rows if self.there else ()
