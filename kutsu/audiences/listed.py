"""What every list has in common, wherever it lies: its rows become a roll, or every fault is told; the rows of one person are found."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from kutsu.audiences.columns import HEADER, places
from kutsu.audiences.roll import Person, Roll
from kutsu.audiences.rules import Judge, Reader, Rules
from kutsu.core.errors import Faulty
from kutsu.core.ports import Clock
from kutsu.core.tokens import token

Record = tuple[int, Sequence[str]]
"""A row as typed, with its number from 1; the header is the first."""

GLANCE = 1000
"""So many rows are looked at when Kutsu starts, which it does for every pull; before a mail is sent all are."""


@dataclass(frozen=True)
class Row:
    """A row of one person: its number, and what stands in it by column."""

    number: int
    cells: Mapping[str, str] = field(repr=False)


class Listed(ABC):
    """The port `Audience` over rows; `pepper` is a secret that makes the tokens unguessable."""

    place: str
    """Where the list is, for people."""
    numbered: str
    """What comes before the number of a row there."""

    def __init__(self, rules: Rules, pepper: str, clock: Clock | None) -> None:
        self._rules, self._pepper, self._clock = rules, pepper, clock

    def recipients(self, language: str, topics: Collection[str] = ()) -> Iterator[Person]:
        """Everyone of `language`, in the order of the list; an address counts once, whatever its case: its first row.

        Where `topics` are given, only who chose one of these, or none at all. Raises `Faulty` at once, not at the first of them,
        with every bad row by its number, without an address.
        """
        return self.roll().recipients(language, topics)

    def people(self, tokens: Collection[str]) -> dict[str, Person]:
        """Those of these who are on the list now; raises as `recipients` does."""
        return self.roll().people(tokens)

    def glance(self) -> None:
        """Raise `Faulty` for what is wrong in the first rows: all that every start has time for."""
        self._read(islice(self.records(), GLANCE))

    def rows_of(self, address: str) -> list[Row]:
        """The rows of one person, even on a list with faults; raises `Faulty` for one that cannot be read at all."""
        return list(rows_of(self.records(), address))

    @abstractmethod
    def roll(self) -> Roll:
        """Everyone as the list is now; raises as `recipients` does."""

    @abstractmethod
    def records(self) -> Iterator[Record]:
        """The rows as typed; raises `Faulty` where there is no reading them."""

    def _read(self, records: Iterable[Record]) -> Roll:
        """The roll of these rows; raises `Faulty` with all that is wrong in them."""
        faults: list[str] = []
        made = Roll(self._people(iter(records), faults))
        if faults:
            raise Faulty(faults)
        return made

    def _people(self, records: Iterator[Record], faults: list[str]) -> Iterator[tuple[str, str, Reader]]:
        """Token, address and reader of every sound row; what is wrong with the others goes into `faults`."""
        number, header = next(records, (1, ()))
        columns = places(header)
        if columns is None:
            faults.append(f"{self.place} {self.numbered} {number}: the header must be {HEADER}")
            return
        judge = Judge(self._rules, columns, self._today())
        for number, row in records:
            if not any(map(str.strip, row)):
                continue
            wrong, address, reader = judge.judge(row)
            if wrong:
                faults += [f"{self.place} {self.numbered} {number}: {what}" for what in wrong]
            elif not faults:
                yield token(self._pepper, address), address, reader

    def _today(self) -> dt.date | None:
        """The present day, where there is a clock."""
        return self._clock.now().date() if self._clock else None


def rows_of(records: Iterator[Record], address: str) -> Iterator[Row]:
    """Those of these rows in which an address stands, in whatever case and column: no fault of a list hides a person."""
    header = next(records, None)
    columns = places(header[1]) if header else None
    titles = {place: key for key, place in columns.items()} if columns else {}
    wanted = address.casefold()
    for number, row in chain([header] if header else [], records):
        cells = [cell.strip() for cell in row]
        if wanted in map(str.casefold, cells):
            yield Row(number, {titles.get(place, str(place + 1)): cell for place, cell in enumerate(cells)})
