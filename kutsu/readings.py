"""The sheets as they are now: read side by side, and held back to their last good reading where they cannot be trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Fault
from kutsu.core.model import Approved, Plan
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


UNSTAMPED = {
    "fi": "Kutsu ei saa kysyä, onko taulukko muuttunut, ja lukee sen joka kerta kokonaan: {reason}",
    "sv": "Kutsu får inte fråga om arket har ändrats och läser det helt varje gång: {reason}",
    "en": "Kutsu may not ask whether the sheet has changed, and reads all of it every time: {reason}",
}

TRUSTED = dt.timedelta(minutes=15)
"""After so long a sheet is read again, whatever its stamp says: Drive may be late to tell of a change."""


Reading = tuple[Book | None, Fault | None]
"""A sheet as it is now, and what is to be told of its reading."""


@dataclass(frozen=True)
class Look:
    """What one reading of all sheets gave: the plan, and the instant.

    `books` are the sheets as they are now and found sound, `read` all that were read; `earlier` is the last good reading of
    each before this, where there was one.
    """

    plan: Plan
    books: Sequence[Book]
    read: Sequence[Book]
    earlier: Mapping[str, Book]
    now: dt.datetime


@dataclass(frozen=True)
class Reader:
    """Reads all sheets, and makes one plan of them."""

    sheets: Mapping[str, Sheet]
    memories: Memories
    rules: Rules
    clock: Clock
    gallery: Gallery

    def read(self, trusting: bool = False) -> list[Reading]:
        """Ask all sheets, side by side; changes nothing. Who is `trusting` takes a sheet's word that it is as before."""
        with ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda sheet: self._read(sheet, trusting), self.sheets.values()))

    def judge(self, read: Sequence[Reading]) -> Look:
        """What the readings of all sheets come to now; changes nothing.

        A sheet that cannot be read is taken from its last good snapshot; one with a broken header or tab too, and then all
        of its rows are held until it is mended; so is one that lost most of its rows.
        """
        now, approved, fresh = self.clock.now(), self.memories.approved(), [book for book, _ in read if book]
        lost = [fault for book, fault in read if fault and not book]
        earlier = {book.sheet: book for book in fresh if book.recalled}
        earlier |= {book.sheet: book for book in self._snapshots(self.sheets.keys() - earlier.keys())}
        stale = [earlier[fault.sheet] for fault in lost if fault.sheet in earlier]
        first = self._plan([*fresh, *stale], now, approved)
        broken = {
            fault.sheet for fault in first.faults if (fault.row or HEADER) == HEADER and fault.severity == "error"
        }
        shrunken = [fault for book in fresh if book.sheet not in broken and (fault := self._shrunk(book, earlier))]
        emptied = {fault.sheet for fault in shrunken}
        broken |= emptied
        sound = [book for book in fresh if book.sheet not in broken]
        instead = [earlier[sheet] for sheet in broken if sheet in earlier]
        plan = self._frozen([*sound, *stale, *instead], broken, now, approved) if broken else first
        told = [*(fault for _, fault in read if fault), *shrunken]
        told += [fault for fault in first.faults if fault.sheet not in emptied]
        plan = replace(plan, faults=(*told, *([] if lost or broken else self._vanished(fresh, now, approved))))
        return Look(plan, sound, fresh, earlier, now)

    def recollect(self) -> tuple[Plan, dt.datetime]:
        """The plan by the last good reading of each sheet, asking none of them."""
        now = self.clock.now()
        return self._plan(self._snapshots(self.sheets), now, self.memories.approved()), now

    def _read(self, sheet: Sheet, trusting: bool) -> Reading:
        """A sheet as it is now, and what is to be told of it: why it cannot be read, or that its stamp cannot be.

        When somebody typed during the reading it is read once more. The stamp that is kept was there before what was read.
        """
        stamp, unstamped = _stamp(sheet) if trusting else ("", None)
        if recalled := self._recalled(sheet.name, stamp):
            return recalled, None
        try:
            book = sheet.read()
            if stamp and (after := _stamp(sheet)[0]) != stamp:
                stamp, book = after, sheet.read()
            return replace(book, stamp=stamp), unstamped
        except (Unavailable, Faulty) as error:
            snapshot = self.memories.snapshot(sheet.name)
            at = f"{snapshot.read_at:%d.%m.%Y %H.%M}" if snapshot else ""
            return None, failed("sheet-unreadable", sheet.name, STALE if at else UNREAD, str(error), at)

    def _recalled(self, sheet: str, stamp: str) -> Book | None:
        """The last good reading of a sheet, if it had this stamp and is not too old to be trusted."""
        book = self.memories.stamped(sheet, stamp)
        return replace(book, recalled=True) if book and self.clock.now() - book.read_at < TRUSTED else None

    def _snapshots(self, sheets: Iterable[str]) -> list[Book]:
        """The last good readings of some sheets, where there are any."""
        return [book for sheet in sheets if (book := self.memories.snapshot(sheet))]

    def _plan(self, books: Sequence[Book], now: dt.datetime, approved: Sequence[Approved]) -> Plan:
        return read_plan(books, self.rules.languages, self.rules.city, now, self.gallery.known(), approved=approved)

    def _shrunk(self, book: Book, earlier: Mapping[str, Book]) -> Fault | None:
        """The one fault of a sheet that lost most of a tab since its last good reading."""
        before = earlier.get(book.sheet)
        return shrunk(before, book, self.rules.languages) if before else None

    def _vanished(self, fresh: Sequence[Book], now: dt.datetime, approved: Sequence[Approved]) -> list[Fault]:
        """What was approved and is on no row; asked only while every sheet is there as it is now."""
        today = now.astimezone(self.rules.city.zoneinfo).date()
        return list(vanished(approved, fresh, self.rules.languages, today))

    def _frozen(self, books: Sequence[Book], broken: set[str], now: dt.datetime, approved: Sequence[Approved]) -> Plan:
        """The plan with the last good readings of the broken sheets in their stead, every row of theirs held."""
        plan = self._plan(books, now, approved)
        held = (replace(each, faulty=each.faulty or each.place.sheet in broken) for each in plan.entries)
        return replace(plan, entries=tuple(held))


def _stamp(sheet: Sheet) -> tuple[str, Fault | None]:
    """What a sheet answers when asked for its stamp; where it may not be asked, nothing and a note."""
    try:
        return sheet.stamp(), None
    except Unavailable:
        return "", None
    except Faulty as forbidden:
        fault = failed("sheet-unstamped", sheet.name, UNSTAMPED, str(forbidden))
        return "", replace(fault, severity="note")


def failed(code: str, where: str, words: Mapping[str, str], reason: str, at: str = "") -> Fault:
    """The fault of a whole sheet, mirror or other edge, in the editors' languages."""
    message = {language: text.format(reason=reason, at=at) for language, text in words.items()}
    return Fault(where, "", None, None, None, "error", code, message)
