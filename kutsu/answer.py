"""The answer in the sheet: what Kutsu understood, waits for, will say and has said, written where staff work.

Written are only Kutsu's own cells and tabs, by the ids of the rows, and only what is not there already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

from kutsu.core.cells.normal import folded, typed
from kutsu.core.desk.agenda import calendar_page
from kutsu.core.desk.items import Look
from kutsu.core.desk.pages import faults_page, stands, taken
from kutsu.core.desk.rows import DeskRow, desk_rows, formulas
from kutsu.core.desk.safe import same
from kutsu.core.desk.status import Statuses
from kutsu.core.errors import Faulty, Unavailable
from kutsu.core.grid import Book, Edit, Fault, Page
from kutsu.core.messages.desk import TAKEN, UNWRITTEN
from kutsu.core.ports import Sheet
from kutsu.core.schedule import Rules
from kutsu.ledger.pauses import Pauses
from kutsu.ledger.views import Views
from kutsu.readings import failed
from kutsu.survey import Answered, Survey


def no_preview(_: str) -> str | None:
    """No row has a preview: Kutsu leaves the column alone."""
    return None


@dataclass(frozen=True)
class Answerer:
    """Writes to each sheet what a pull found, if it does not say so already; `preview` gives the address of a subject's page.

    A sheet that cannot be written is a fault of the survey; the next pull tries again.
    """

    sheets: Mapping[str, Sheet]
    rules: Rules
    views: Views
    pauses: Pauses
    preview: Callable[[str], str | None] = no_preview

    def __call__(self, survey: Survey) -> Answered:
        """Answer in all sheets that could be read, side by side; the rows of a broken one are not touched, its tabs are."""
        rows = {book.sheet: list(desk_rows(book, self.rules.languages)) for book in survey.read}
        own = [fault for book in survey.books for fault in formulas(rows[book.sheet])]
        statuses, sound = Statuses.of(self._look(survey, own)), {book.sheet for book in survey.books}

        def answer(book: Book) -> Answered:
            return self._answer(book, rows[book.sheet], statuses, sound=book.sheet in sound)

        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(answer, survey.read))
        faults = [*own, *(fault for each in found for fault in each.faults)]
        return Answered(sum(each.cells for each in found), faults)

    def _look(self, survey: Survey, own: Sequence[Fault]) -> Look:
        """What the survey found, and the faults of Kutsu's own cells, beside the ledger as it is after this pull."""
        keys = [each.key for each in survey.deliveries]
        return Look(
            replace(survey.plan, faults=(*survey.plan.faults, *own)),
            survey.standings,
            survey.deliveries,
            survey.editions,
            self.rules,
            survey.now,
            ledger=self.views.rows(),
            stops=frozenset(self.pauses.stops(keys, survey.now)),
            paused=bool(self.pauses.active(survey.now)),
        )

    def _answer(self, book: Book, rows: Sequence[DeskRow], statuses: Statuses, *, sound: bool) -> Answered:
        """Write what differs to one sheet."""
        edits = list(self._edits(rows, statuses)) if sound else []
        wanted = self._pages(book, statuses, rows, told=sound)
        strange = [failed("answer-tab-taken", book.sheet, TAKEN, each.title) for each in wanted if taken(book, each)]
        pages = [each for each in wanted if not taken(book, each) and not stands(book, each)]
        return self._write(self.sheets[book.sheet], edits, pages, strange)

    def _edits(self, rows: Sequence[DeskRow], statuses: Statuses) -> Iterator[Edit]:
        """What is to stand in Kutsu's cells and does not; a row without an id of its own has none."""
        known = {entry.subject.id for entry in statuses.look.plan.entries}
        for row in rows:
            wanted = {"state": statuses.text(row)} if "state" in row.own else {}
            subject = row.subject.upper()
            if "preview" in row.own and subject in known and (link := self.preview(subject)):
                wanted["preview"] = link
            for column, text in wanted.items() if row.writable else ():
                if not row.own[column].formula and not same(typed(row.own[column]), text):
                    yield Edit(row.tab, row.id, column, text)

    def _pages(self, book: Book, statuses: Statuses, rows: Sequence[DeskRow], *, told: bool) -> list[Page]:
        """Kutsu's own tabs as they are to be; without `told` rows the answers to rows are left out."""
        ours = {folded(each.subject.id) for each in statuses.look.plan.entries if each.place.sheet == book.sheet}
        ours |= {row.subject for row in rows}
        faults = faults_page(book, statuses, self.sheets, rows if told else ())
        return [faults, calendar_page(statuses, ours)]

    def _write(self, sheet: Sheet, edits: Sequence[Edit], pages: Sequence[Page], faults: list[Fault]) -> Answered:
        """One write, if there is anything to write."""
        if edits or pages:
            try:
                sheet.write(edits, pages)
            except (Unavailable, Faulty) as error:
                return Answered(0, [*faults, failed("answer-unwritten", sheet.name, UNWRITTEN, str(error))])
        return Answered(len(edits), faults)
