"""One look at everything: the sheets as they are now, what of them is approved, and what is to be said when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kutsu.core.approval import Key, Standing, standings
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Fault
from kutsu.core.model import Plan
from kutsu.core.plan import read_plan
from kutsu.core.ports import Clock, Mirror, Sheet
from kutsu.core.publication import Delivery
from kutsu.core.schedule import Rules, deliveries
from kutsu.ledger.memory import Memories


@dataclass(frozen=True)
class Survey:
    """The plan with its faults, the standing of every subject in every language, and the deliveries that follow."""

    plan: Plan
    standings: Mapping[Key, Standing]
    deliveries: Sequence[Delivery]
    now: dt.datetime


@dataclass(frozen=True)
class Surveyor:
    """Reads the sheets, judges what is approved, and brings the mirrors up to date."""

    sheets: Mapping[str, Sheet]
    memories: Memories
    rules: Rules
    mirrors: Sequence[Mirror]
    clock: Clock

    def look(self) -> Survey:
        """Read all sheets and conclude; changes nothing. A sheet that cannot be read is taken from its last good snapshot."""
        with ThreadPoolExecutor(8) as pool:
            read = list(pool.map(self._read, self.sheets.values()))
        now = self.clock.now()
        books = [book for book, _ in read if book]
        plan = read_plan(books, self.rules.languages, self.rules.city, now)
        plan = replace(plan, faults=(*(fault for _, fault in read if fault), *plan.faults))
        judged = list(standings(plan, self.rules.languages, self.memories.recall()))
        planned = deliveries(judged, self.rules, now)
        return Survey(plan, {(each.entry.subject.id, each.language): each for each in judged}, planned, now)

    def pull(self) -> tuple[Survey, int]:
        """Look, remember what was shown and approved, and refresh the mirrors; gives how many of their files changed too."""
        survey = self.look()
        self.memories.remember(survey.standings.values(), survey.now)
        approved = self.memories.approved()
        return survey, sum(mirror.show(approved) for mirror in self.mirrors)

    def _read(self, sheet: Sheet) -> tuple[Book | None, Fault | None]:
        """A sheet as it is now, or its last good snapshot and the fault that says how old that is."""
        try:
            book = sheet.read()
        except (Unavailable, Faulty) as error:
            snapshot = self.memories.snapshot(sheet.name)
            return snapshot, unreadable(sheet.name, str(error), snapshot)
        self.memories.keep(book)
        return book, None


def unreadable(sheet: str, reason: str, snapshot: Book | None) -> Fault:
    """The fault of a sheet that cannot be read: why, and what is used in its stead."""
    at = f"{snapshot.read_at:%d.%m.%Y %H.%M}" if snapshot else ""
    message = {
        "fi": f"Taulukkoa ei voi lukea: {reason} "
        + (f"Käytössä on {at} luettu tilanne." if at else "Sitä ei ole vielä luettu."),
        "sv": f"Arket kan inte läsas: {reason} "
        + (f"Läget från {at} används." if at else "Det har inte lästs tidigare."),
        "en": f"The sheet cannot be read: {reason} "
        + (f"The reading of {at} is used." if at else "It was never read before."),
    }
    return Fault(sheet, "", None, None, None, "error", "sheet-unreadable", message)
