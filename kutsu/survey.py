"""One look at everything: the sheets as they are now, what of them is approved, and what is to be said when."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kutsu.core.approval import Key, Standing, standings
from kutsu.core.changes import concerned
from kutsu.core.digests import digests, of_rows
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
from kutsu.readings import Reader, Reading, failed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Survey:
    """The plan with its faults, the standing of every subject in every language, and the deliveries that follow.

    `books` are the sheets as they are now and found sound: the next good snapshots; `read` are these and those that are
    broken, and `earlier` has the last good ones before them. `editions` are the latest that people asked for, all of them
    before the sheets were read. A pull notes how many cells it `answered`.
    """

    plan: Plan
    standings: Mapping[Key, Standing]
    deliveries: Sequence[Delivery]
    books: Sequence[Book]
    editions: Mapping[Pair, Edition]
    now: dt.datetime
    read: Sequence[Book] = ()
    answered: int = 0
    earlier: Mapping[str, Book] = field(default_factory=dict)


@dataclass(frozen=True)
class Answered:
    """What an answer in the sheet came to: how many cells changed, Kutsu's own tabs apart, and what went wrong."""

    cells: int = 0
    faults: Sequence[Fault] = ()


def silent(_: Survey) -> Answered:
    """No answer: there is nobody to read it."""
    return Answered()


Answer = Callable[[Survey], Answered]
"""What staff are told in the sheet itself, as soon as a pull is remembered."""

Follower = Callable[[Survey], Iterable[Fault]]
"""What is done with a pull that is remembered: an adviser's notes are told in the sheet, the previews are made at the end; gives
what is to be told of it."""


@dataclass(frozen=True)
class Surveyor:
    """Judges what is approved, and brings the mirrors and all that follows a pull up to date.

    Where one of the followers makes previews, everything is `previewed`: what a pull sees counts as shown once that follower
    says so. Without one, whatever a pull has seen counts as shown.
    """

    reader: Reader
    memories: Memories
    rules: Rules
    mirrors: Sequence[Mirror]
    pauses: Pauses
    editions: Editions
    followers: Sequence[Follower] = ()
    advisers: Sequence[Follower] = ()
    answer: Answer = silent
    previewed: bool = False

    def look(self, trusting: bool = False) -> Survey:
        """Read all sheets and conclude; changes nothing. Who is `trusting` takes a sheet's word that it is as before."""
        editions = self.editions.recall()
        return self._judged(self.reader.read(trusting), editions)

    def _judged(self, read: Sequence[Reading], editions: Mapping[Pair, Edition]) -> Survey:
        """What follows from a reading of all sheets, as of now."""
        look = self.reader.judge(read)
        concluded = self._conclude(look.plan, look.now, editions)
        return replace(concluded, books=look.books, read=look.read, earlier=look.earlier)

    def recollect(self) -> Survey:
        """Conclude from the last good reading of each sheet, asking none of them; changes nothing."""
        plan, now = self.reader.recollect()
        return self._conclude(plan, now, self.editions.recall())

    def pull(self, whole: bool = True, trusting: bool = False) -> tuple[Survey, int]:
        """Look, remember what was shown and approved, pause or resume as the sheet says, and refresh the mirrors.

        Gives how many of their files changed too. A `whole` pull fetches new pictures first, and judges with them what it has
        read; it answers in the sheet before the mirrors, as staff wait for that, and ends with what follows it: the previews.
        Who is about to send has no time for those, and is not `trusting`. What fails there is told as a fault and is in
        nobody's way.
        """
        survey, changed = self.learn(whole, trusting)
        return (self.attend(survey) if whole else survey), changed

    def attend(self, survey: Survey) -> Survey:
        """Do what follows a pull and may take its time."""
        return _followed(survey, self.followers)

    def learn(self, whole: bool = True, trusting: bool = False) -> tuple[Survey, int]:
        """A pull without what follows it; for who has something to do before that."""
        editions = self.editions.recall()
        read = self.reader.read(trusting)
        survey = self._judged(read, editions)
        if whole and self.reader.gallery.gather(survey.plan):
            survey = self._judged(read, editions)
        if self._overtaken(survey):
            survey = self.look(trusting)
        for book in survey.books:
            if book.recalled:
                self.memories.confirm(book.sheet, survey.now)
            else:
                self.memories.keep(book)
        self.memories.remember(of_rows(survey.standings.values()), survey.now, shown=not self.previewed)
        as_of = min((book.read_at for book in survey.books if book.recalled), default=survey.now)
        self.pauses.follow(wants_pause(survey.plan.settings), as_of)
        if whole:
            survey = self._answered(survey)
        changed, faults = self._show()
        return _with(survey, faults), changed

    def _overtaken(self, survey: Survey) -> bool:
        """Whether another run has noted a later reading meanwhile: this older one would undo what that saw of ticks."""
        known = self.memories.read_at()
        return any(known.get(each.sheet, survey.now) > survey.now for each in survey.books)

    def _answered(self, survey: Survey) -> Survey:
        """Answer in the sheet, with the advice of those who have some."""
        survey = _followed(survey, self.advisers)
        try:
            answered = self.answer(survey)
        except Exception as error:  # whatever it was, sites and slots do not wait for its mending
            answered = Answered(0, [_broken(error)])
        return replace(_with(survey, answered.faults), answered=answered.cells)

    def _show(self) -> tuple[int, list[Fault]]:
        """Refresh the mirrors; gives how many files changed, and what failed."""
        approved, changed, faults = self.memories.numbered(), 0, list[Fault]()
        for mirror in self.mirrors:
            try:
                changed += mirror.show(approved)
            except (Faulty, OSError) as error:
                faults.append(failed("mirror-failed", mirror.name, MIRROR, str(error)))
            except Exception as error:  # whatever it was, no cancellation waits for the site
                faults.append(_broken(error))
        return changed, faults

    def _conclude(self, plan: Plan, now: dt.datetime, editions: Mapping[Pair, Edition]) -> Survey:
        """What follows from a plan: the standings, and the deliveries."""
        judged = list(standings(plan, self.rules.languages, self.memories.recall()))
        judged += digests(judged, self.rules.kinds.values(), self.rules.city, self.rules.required, now)
        today = now.astimezone(self.rules.city.zoneinfo).date()
        said = self.memories.said(concerned(plan.entries, today))
        planned = deliveries(judged, self.rules, now, editions, said)
        by_row = {(each.entry.subject.id, each.language): each for each in judged}
        return Survey(plan, by_row, planned, (), editions, now)


def _followed(survey: Survey, followers: Iterable[Follower]) -> Survey:
    """The survey with what these followers tell, one after the other."""
    for follower in followers:
        try:
            told = list(follower(survey))
        except Exception as error:  # whatever it was, the others, the sites and the slots do not wait for its mending
            told = [_broken(error)]
        survey = _with(survey, told)
    return survey


def _broken(error: Exception) -> Fault:
    """An error in Kutsu itself: to the log with its trace, and as a fault to everybody who reads those."""
    log.error("a part of the pull has failed; the rest goes on", exc_info=error)
    return failed(UNDONE, "", BROKEN, f"{type(error).__name__}: {error}")


def _with(survey: Survey, faults: Iterable[Fault]) -> Survey:
    """The survey with more faults told."""
    return replace(survey, plan=replace(survey.plan, faults=(*survey.plan.faults, *faults)))


UNDONE = "part-failed"
BROKEN = {
    "fi": "Kutsu ei saanut osaa työstään tehtyä; muu jatkuu. Kerro ylläpidolle: {reason}",
    "sv": "En del av Kutsus arbete misslyckades; resten fortsätter. Meddela driften: {reason}",
    "en": "A part of Kutsu's work has failed; the rest goes on. Tell the operators: {reason}",
}
MIRROR = {
    "fi": "Sivustoa ei voitu päivittää: {reason}",
    "sv": "Webbplatsen kunde inte uppdateras: {reason}",
    "en": "The site could not be brought up to date: {reason}",
}
