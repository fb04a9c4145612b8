"""A preview by mail: once for each tick, to the contact of its row and to nobody else."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from kutsu.core.columns.shape import STAFF_LANGUAGES
from kutsu.core.errors import Refused, Unavailable, Unconfirmed
from kutsu.core.grid import Fault
from kutsu.core.messages.preview import FAULTS, NO_CHANNEL, NO_CONTACT, PAGE, Words
from kutsu.core.model import Entry
from kutsu.core.ports import Clock, Courier
from kutsu.core.preview import Row
from kutsu.ledger.mailed import Mailed
from kutsu.preview.looks import plain
from kutsu.preview.previews import Previews
from kutsu.preview.speech import Speech
from kutsu.survey import Survey

LONGEST_SUBJECT = 150
RULE = "-" * 60


@dataclass(frozen=True)
class PreviewMail:
    """Answers the tick "Preview by mail" of each row; without a courier it says that there is none."""

    previews: Previews
    mailed: Mailed
    clock: Clock
    courier: Courier | None = None

    def __call__(self, survey: Survey) -> Iterable[Fault]:
        """Follow a pull, after the pages were written: send what is newly asked for, forget the ticks that were taken away."""
        known, entries = self.mailed.known(), survey.plan.entries
        if gone := [e.subject.id for e in entries if e.subject.id in known and not (e.mail or e.faulty)]:
            self.mailed.forget(gone)
        asked = [e for e in entries if e.mail and e.subject.id not in known and self.previews.address(e.subject.id)]
        rows = {each.id: each for each in self.previews.rows(survey)} if asked else {}
        return [fault for entry in asked for fault in self._answer(survey, entry, rows[entry.subject.id])]

    def _answer(self, survey: Survey, entry: Entry, row: Row) -> Iterator[Fault]:
        """Send the preview of one row; gives what is to be told about it.

        The tick is taken before the mail is sent and given back only if that surely failed: an internal mail that is lost
        does no harm, one that comes with every pull does.
        """
        if self.courier is None or entry.subject.contact is None:
            yield _fault(entry, NO_CHANNEL if self.courier is None else NO_CONTACT)
        elif self.mailed.take(row.id, self.clock.now()):
            try:
                self.courier.write(entry.subject.contact.email, subject(row), self._text(survey, row))
            except (Refused, Unavailable) as error:
                self.mailed.forget([row.id])
                yield _fault(entry, (str(error),))
            except Unconfirmed as error:
                yield _fault(entry, (str(error),))

    def _text(self, survey: Survey, row: Row) -> str:
        """The mail: what it is and where the page is in all staff languages, where each language stands, then every message."""
        speeches = [
            Speech(ui, self.previews.zone, self.previews.networks, self.previews.kinds) for ui in STAFF_LANGUAGES
        ]
        lines: list[str] = []
        for speech in speeches:
            lines += [speech.mail("hello", id=row.id), self.previews.address(row.id, speech.ui) or "", ""]
        for told in row.told:
            lines.append(f"{told.language}: {' / '.join(speech.verdict(told.verdict) for speech in speeches)}")
            gaps = (speech.say("missing", names=speech.columns(row.sort, told.missing)) for speech in speeches)
            lines += [f"    {' / '.join(gaps)}"] if told.missing else []
        first = speeches[0]
        for part, sight, text in plain(self.previews.parts(survey, row)):
            where = (first.network(sight.network), sight.handle, sight.delivery.language)
            lines += ["", RULE, " · ".join((*where, first.moment(part.slot), first.kind(part.kind))), RULE, text]
        return "\n".join([*lines, "", RULE, *(speech.mail("goodbye") for speech in speeches)])


def subject(row: Row) -> str:
    """The subject of the mail: one line, whatever the title holds."""
    title = next((told.title for told in row.titles(STAFF_LANGUAGES[0])), row.id)
    title = " ".join("".join(" " if unicodedata.category(c)[0] == "C" else c for c in title).split())
    return f"{' / '.join(PAGE['preview'])}: {title}"[:LONGEST_SUBJECT]


def _fault(entry: Entry, reasons: tuple[str, ...] | Words) -> Fault:
    """A note at the row that the mail did not go; a reason in one language stands in all."""
    words = zip_longest(STAFF_LANGUAGES, FAULTS["preview-unmailed"], reasons, fillvalue=reasons[0])
    message = {ui: sentence.format(reason=reason) for ui, sentence, reason in words}
    place = entry.place
    return Fault(place.sheet, place.tab, place.row, None, None, "note", "preview-unmailed", message)
