"""One look at everything: the sheets as they are now, what of them is approved, and what is to be said when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kutsu.core.approval import Key, Standing, standings
from kutsu.core.changes import concerned
from kutsu.core.editions import Edition, Pair
from kutsu.core.errors import Faulty
from kutsu.core.grid import Book, Fault
from kutsu.core.model import Plan
from kutsu.core.pausing import wants_pause
from kutsu.core.ports import Mirror
from kutsu.core.publication import Delivery
from kutsu.core.schedule import Rules, deliveries
from kutsu.ledger.editions import Editions
from kutsu.ledger.memory import Memories
from kutsu.ledger.pauses import Pauses
from kutsu.readings import Reader, failed


@dataclass(frozen=True)
class Survey:
    """The plan with its faults, the standing of every subject in every language, and the deliveries that follow.

    `books` are the sheets as they were read just now and found sound: the next good snapshots. `editions` are the latest
    that people asked for, all of them before the sheets were read.
    """

    plan: Plan
    standings: Mapping[Key, Standing]
    deliveries: Sequence[Delivery]
    books: Sequence[Book]
    editions: Mapping[Pair, Edition]
    now: dt.datetime


Follower = Callable[[Survey], Iterable[Fault]]
"""What is done with a pull once it is remembered, such as the answer in the sheet; gives what went wrong with it."""


@dataclass(frozen=True)
class Surveyor:
    """Judges what is approved, and brings the mirrors and all that follows a pull up to date."""

    reader: Reader
    memories: Memories
    rules: Rules
    mirrors: Sequence[Mirror]
    pauses: Pauses
    editions: Editions
    followers: Sequence[Follower] = ()

    def look(self) -> Survey:
        """Read all sheets and conclude; changes nothing."""
        editions = self.editions.recall()
        plan, books, now = self.reader.read()
        return self._conclude(plan, books, now, editions)

    def recollect(self) -> Survey:
        """Conclude from the last good reading of each sheet, asking none of them; changes nothing."""
        plan, now = self.reader.recollect()
        return self._conclude(plan, [], now, self.editions.recall())

    def pull(self, whole: bool = True) -> tuple[Survey, int]:
        """Look, remember what was shown and approved, pause or resume as the sheet says, and refresh the mirrors.

        Gives how many of their files changed too. A `whole` pull fetches new pictures first, and looks at them with the
        rest, and ends with what follows it: the answer in the sheet, the previews. Who is about to send has no time for those.
        A mirror or a follower that fails is told as a fault and is in nobody's way.
        """
        survey = self.look()
        if whole and self.reader.gallery.gather(survey.plan):
            survey = self.look()
        for book in survey.books:
            self.memories.keep(book)
        self.memories.remember(survey.standings.values(), survey.now)
        self.pauses.follow(wants_pause(survey.plan.settings), survey.now)
        changed, faults = self._show()
        survey = _with(survey, faults)
        for follower in self.followers if whole else ():
            survey = _with(survey, follower(survey))
        return survey, changed

    def _show(self) -> tuple[int, list[Fault]]:
        """Refresh the mirrors; gives how many files changed, and what failed."""
        approved, changed, faults = self.memories.approved(), 0, list[Fault]()
        for mirror in self.mirrors:
            try:
                changed += mirror.show(approved)
            except (Faulty, OSError) as error:
                faults.append(failed("mirror-failed", mirror.name, MIRROR, str(error)))
        return changed, faults

    def _conclude(
        self, plan: Plan, sound: Sequence[Book], now: dt.datetime, editions: Mapping[Pair, Edition]
    ) -> Survey:
        """What follows from a plan: the standings, and the deliveries."""
        judged = list(standings(plan, self.rules.languages, self.memories.recall()))
        today = now.astimezone(self.rules.city.zoneinfo).date()
        said = self.memories.said(concerned(plan.entries, today))
        planned = deliveries(judged, self.rules, now, editions, said)
        by_row = {(each.entry.subject.id, each.language): each for each in judged}
        return Survey(plan, by_row, planned, sound, editions, now)


def _with(survey: Survey, faults: Iterable[Fault]) -> Survey:
    """The survey with more faults told."""
    return replace(survey, plan=replace(survey.plan, faults=(*survey.plan.faults, *faults)))


MIRROR = {
    "fi": "Sivustoa ei voitu päivittää: {reason}",
    "sv": "Webbplatsen kunde inte uppdateras: {reason}",
    "en": "The site could not be brought up to date: {reason}",
}
