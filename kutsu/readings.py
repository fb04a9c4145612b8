"""The sheets as they are now: read side by side, and held back to their last good reading where they cannot be trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Fault
from kutsu.core.model import Plan
from kutsu.core.plan import read_plan
from kutsu.core.ports import Clock, Sheet
from kutsu.core.schedule import Rules
from kutsu.core.vanishing import shrunk, vanished
from kutsu.gallery import Gallery
from kutsu.ledger.memory import Memories

HEADER = 1
"""The row of the headers: what is wrong there, or in no row at all, holds the whole sheet."""

UNREAD = {
    "fi": "Taulukkoa ei voi lukea: {reason} Sitä ei ole vielä luettu.",
    "sv": "Arket kan inte läsas: {reason} Det har inte lästs tidigare.",
    "en": "The sheet cannot be read: {reason} It was never read before.",
}
STALE = {
    "fi": "Taulukkoa ei voi lukea: {reason} Käytössä on {at} luettu tilanne.",
    "sv": "Arket kan inte läsas: {reason} Läget från {at} används.",
    "en": "The sheet cannot be read: {reason} The reading of {at} is used.",
}


@dataclass(frozen=True)
class Reader:
    """Reads all sheets, and makes one plan of them."""

    sheets: Mapping[str, Sheet]
    memories: Memories
    rules: Rules
    clock: Clock
    gallery: Gallery

    def read(self) -> tuple[Plan, Sequence[Book], Sequence[Book], dt.datetime]:
        """The plan, the books that were found sound, all that were read just now, and the instant; changes nothing.

        A sheet that cannot be read is taken from its last good snapshot; one with a broken header or tab too, and then all
        of its rows are held until it is mended; so is one that lost most of its rows.
        """
        with ThreadPoolExecutor(8) as pool:
            read = list(pool.map(self._read, self.sheets.values()))
        now, fresh = self.clock.now(), [book for book in read if isinstance(book, Book)]
        lost = [fault for fault in read if isinstance(fault, Fault)]
        first = self._plan([*fresh, *self._snapshots(fault.sheet for fault in lost)], now)
        broken = {
            fault.sheet for fault in first.faults if (fault.row or HEADER) == HEADER and fault.severity == "error"
        }
        shrunken = [fault for book in fresh if book.sheet not in broken and (fault := self._shrunk(book))]
        emptied = {fault.sheet for fault in shrunken}
        broken |= emptied
        told = [fault for fault in first.faults if fault.sheet not in emptied]
        plan = self._frozen(fresh, lost, broken, now) if broken else first
        plan = replace(plan, faults=(*lost, *shrunken, *told, *self._vanished(fresh, lost, broken, now)))
        return plan, [book for book in fresh if book.sheet not in broken], fresh, now

    def recollect(self) -> tuple[Plan, dt.datetime]:
        """The plan by the last good reading of each sheet, asking none of them."""
        now = self.clock.now()
        return self._plan(self._snapshots(self.sheets), now), now

    def _read(self, sheet: Sheet) -> Book | Fault:
        """A sheet as it is now, or the fault that says why not and how old the snapshot is."""
        try:
            return sheet.read()
        except (Unavailable, Faulty) as error:
            snapshot = self.memories.snapshot(sheet.name)
            at = f"{snapshot.read_at:%d.%m.%Y %H.%M}" if snapshot else ""
            return failed("sheet-unreadable", sheet.name, STALE if at else UNREAD, str(error), at)

    def _snapshots(self, sheets: Iterable[str]) -> list[Book]:
        """The last good readings of some sheets, where there are any."""
        return [book for sheet in sheets if (book := self.memories.snapshot(sheet))]

    def _plan(self, books: Sequence[Book], now: dt.datetime) -> Plan:
        return read_plan(
            books, self.rules.languages, self.rules.city, now, self.gallery.known(), approved=self.memories.approved()
        )

    def _shrunk(self, book: Book) -> Fault | None:
        """The one fault of a sheet that lost most of a tab since its last good reading."""
        before = self.memories.snapshot(book.sheet)
        return shrunk(before, book, self.rules.languages) if before else None

    def _vanished(
        self, fresh: Sequence[Book], lost: Sequence[Fault], broken: set[str], now: dt.datetime
    ) -> list[Fault]:
        """What was approved and is on no row; nothing is said of it while some sheet is not there as it is now."""
        if lost or broken:
            return []
        today = now.astimezone(self.rules.city.zoneinfo).date()
        return list(vanished(self.memories.approved(), fresh, self.rules.languages, today))

    def _frozen(self, fresh: Sequence[Book], lost: Sequence[Fault], broken: set[str], now: dt.datetime) -> Plan:
        """The plan with the last good readings of the broken sheets in their stead, every row of theirs held."""
        sound = [book for book in fresh if book.sheet not in broken]
        plan = self._plan([*sound, *self._snapshots([*(fault.sheet for fault in lost), *broken])], now)
        held = (replace(each, faulty=each.faulty or each.place.sheet in broken) for each in plan.entries)
        return replace(plan, entries=tuple(held))


def failed(code: str, where: str, words: Mapping[str, str], reason: str, at: str = "") -> Fault:
    """The fault of a whole sheet, mirror or other edge, in the editors' languages."""
    message = {language: text.format(reason=reason, at=at) for language, text in words.items()}
    return Fault(where, "", None, None, None, "error", code, message)
