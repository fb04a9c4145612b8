"""Announce again: a person wants a thing said once more; a new edition of it, in words that are approved anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from kutsu.core.config import Kind
from kutsu.core.editions import WAS_OUT, Edition, unfinished
from kutsu.core.errors import Faulty
from kutsu.core.model import Entry
from kutsu.core.ports import Clock
from kutsu.core.publication import Delivery, State
from kutsu.core.schedule import applies
from kutsu.core.slots import Opening, window
from kutsu.ledger.editions import Editions
from kutsu.release import Gate
from kutsu.survey import Survey


@dataclass(frozen=True)
class Announcer:
    """Adds editions, and tells which of them say what was said before."""

    gate: Gate
    editions: Editions
    clock: Clock

    def again(self, survey: Survey, pair: tuple[str, str], by: str, why: str) -> Edition:
        """Ask for a new edition of a subject and kind; raises `Faulty` with what stands in the way.

        `survey` comes from a pull just now: the ticks that stand by then are known, and do not count for the edition.
        """
        subject, kind = self._subject(survey, pair[0]), self._kind(pair[1])
        now = self.clock.now()
        if obstacle := next(self._obstacles(survey, subject, kind, now), None):
            raise Faulty([f"{'/'.join(pair)}: {obstacle}"])
        edition = self.editions.ask(pair, survey.editions.get(pair), now, by, why)
        if edition is None:
            raise Faulty([f"{'/'.join(pair)}: somebody else announces it again at this moment; see kutsu plan"])
        return edition

    def repeats(self, survey: Survey) -> Iterator[str]:
        """A warning for every coming delivery of an edition whose words went out before, where its network refuses that."""
        states = self.gate.views.states(survey.now)
        for pair, edition in survey.editions.items():
            coming = [
                each for each in _of(survey, pair, edition) if states.get(each.key, State.PLANNED) is State.PLANNED
            ]
            said, (messages, _) = self.gate.views.parts(pair), self.gate.compose(survey, coming)
            for each in coming:
                same = each.key in messages and messages[each.key].parts == said.get((each.channel, each.language))
                if same and (words := self.gate.channels[each.channel].repeats):
                    yield f"{each.key} has the words that went out before, and {words}: change them before you tick"

    def _subject(self, survey: Survey, name: str) -> Entry:
        """The row of a subject; raises `Faulty`."""
        found = next((each for each in survey.plan.entries if each.subject.id == name), None)
        if found is None:
            raise Faulty([f"{name} is not in the plan: no row has this id, or it has errors; see kutsu check"])
        return found

    def _kind(self, name: str) -> Kind:
        """The kind of a name; raises `Faulty`."""
        if name not in self.gate.rules.kinds:
            raise Faulty([f"{name} is no kind of announcement; known are {', '.join(self.gate.rules.kinds)}"])
        return self.gate.rules.kinds[name]

    def _obstacles(self, survey: Survey, entry: Entry, kind: Kind, now: dt.datetime) -> Iterator[str]:
        """Everything for which it cannot be announced again now."""
        pair = entry.subject.id, kind.name
        if kind.change:
            yield "a change is told by itself when the row's facts change, and the ledger gives it its edition"
            return
        rows, states = self.gate.views.rows(), self.gate.views.states(now)
        if entry.faulty or entry.place.sheet not in {book.sheet for book in survey.books}:
            yield "its row cannot be read now, nor which of its ticks are old; see kutsu check"
        if not applies(kind, entry.subject):
            yield "the row's stage or status does not ask for this kind; see config/kinds.toml"
        if not any((row.subject, row.kind) == pair and row.state in WAS_OUT for row in rows):
            yield "it has not been announced yet; nothing to repeat"
        last = survey.editions.get(pair)
        left = unfinished(_of(survey, pair, last), states, now, self.gate.rules.required) if last else []
        if last and left:
            where = left[0].held_because or states.get(left[0].key, State.PLANNED)
            yield f"{last.name}, asked for by {last.by}, is not out yet: {left[0].key} ({where})"
        rules = self.gate.rules
        when = window(kind, entry, Opening(rules.city, rules.holidays), now, now)
        if when and when.expires <= when.slot:
            yield f"its time is over: it could go out from {when.slot:%d.%m.%Y %H.%M} on, and not after {when.expires:%d.%m.%Y %H.%M}"


def _of(survey: Survey, pair: tuple[str, str], edition: Edition) -> list[Delivery]:
    """The deliveries of an edition."""
    return [each for each in survey.deliveries if (each.subject, each.kind, each.edition) == (*pair, edition.name)]
