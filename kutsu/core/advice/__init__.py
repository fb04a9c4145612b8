"""Advice about the texts of the sheet, which never holds anything: pure, and apart from the plan.

What is advised hangs on the dictionaries of the machine. It is therefore no part of a plan or of an approval, which are the
same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kutsu.core.advice.cells import Written, written
from kutsu.core.advice.dates import Calendar, calendars, check_dates
from kutsu.core.advice.lexicon import Lexicon
from kutsu.core.advice.spelling import check_spelling
from kutsu.core.advice.wording import check_wording
from kutsu.core.config import Language
from kutsu.core.grid import Book, Fault
from kutsu.core.messages import Remark
from kutsu.core.model import Entry

__all__ = ["Lexicon", "advise"]


def advise(
    entries: Sequence[Entry], books: Iterable[Book], languages: Mapping[str, Language], lexicon: Lexicon
) -> Iterator[Fault]:
    """A note at every cell about whose text there is something to advise, for the rows that stand in these books."""
    dated = calendars(entries)
    for cell in written(entries, books, languages):
        for told in _advice(cell, dated[cell.entry.subject.id], lexicon):
            place = cell.entry.place
            row = (place.sheet, place.tab, place.row, cell.header, cell.address)
            yield Fault(*row, "note", told.code, told.message)


def _advice(cell: Written, calendar: Calendar, lexicon: Lexicon) -> Iterator[Remark]:
    """All that there is to say about one text."""
    yield from check_spelling(cell.text, cell.language, lexicon)
    yield from check_dates(cell, calendar)
    yield from check_wording(cell)
