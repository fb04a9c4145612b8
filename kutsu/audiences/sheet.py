"""An audience out of a spreadsheet that only its keepers may open: an `.xlsx`, or a Google sheet of its own."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator

from kutsu.audiences.columns import places
from kutsu.audiences.listed import Listed, Record
from kutsu.audiences.roll import Roll
from kutsu.audiences.rules import Rules
from kutsu.core.cells.dates import serial_day
from kutsu.core.cells.normal import folded, plain, typed
from kutsu.core.errors import Faulty, KutsuError
from kutsu.core.grid import Cell, Tab
from kutsu.core.ports import Clock, Sheet

FRESH = dt.timedelta(minutes=1)
"""So long a reading is taken as it is: a mail to many is sent in many requests, and Google counts each question."""


class SheetAudience(Listed):
    """The people of one tab, the first where none is named; what keeps the sheet from being read is a fault in words.

    It is read anew once its stamp is another one, or where it has none; a reading counts for `fresh` before that is asked.
    """

    numbered = "row"

    def __init__(
        self, sheet: Sheet, tab: str, rules: Rules, pepper: str, clock: Clock, fresh: dt.timedelta = FRESH
    ) -> None:
        super().__init__(rules, pepper, clock)
        self._sheet, self._tab, self._times, self._fresh = sheet, tab, clock, fresh
        self._turn = threading.Lock()
        self._known: tuple[dt.datetime, str, Roll] | None = None
        self.place = f"{sheet.name}, tab {tab}" if tab else sheet.name

    def roll(self) -> Roll:
        """Everyone as the sheet is now."""
        with self._turn:
            now, known = self._times.now(), self._known
            if known and dt.timedelta() <= now - known[0] < self._fresh:
                return known[2]
            stamp = self._stamp()
            roll = known[2] if known and stamp and stamp == known[1] else self._read(self.records())
            self._known = now, stamp, roll
            return roll

    def records(self) -> Iterator[Record]:
        """Every row as its editor sees it, but a consent as a day, however it is shown."""
        tab = self._found()
        header = [plain(typed(cell)) for cell in tab.rows[0]] if tab.rows else []
        yield 1, header
        consent = (places(header) or {}).get("consent", -1)
        for number, row in enumerate(tab.rows[1:], 2):
            yield number, [_text(cell, day=place == consent) for place, cell in enumerate(row)]

    def _found(self) -> Tab:
        """The tab as it is now."""
        try:
            tabs = self._sheet.read().tabs
        except KutsuError as error:
            raise Faulty([f"{self.place}: the list cannot be read. {error}"]) from None
        named = [tab for tab in tabs if folded(tab.title) == folded(self._tab)] if self._tab else tabs
        if not named:
            raise Faulty([f"{self.place}: there is no such tab; look at its title and at the option `tab`"])
        return named[0]

    def _stamp(self) -> str:
        """What the sheet answers for one, or nothing where it has none to give: then it is read."""
        try:
            return self._sheet.stamp()
        except KutsuError:
            return ""


def _text(cell: Cell, *, day: bool) -> str:
    """A cell as text; a number in a column of days is a day, whatever its format shows."""
    dated = serial_day(cell.raw) if day and isinstance(cell.raw, float) else None
    return dated.isoformat() if dated else plain(typed(cell))
