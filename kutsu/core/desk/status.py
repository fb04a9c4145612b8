"""What Kutsu says of one row in the sheet: what is wrong, what staff have to do, what is coming, what went out.

No word of it changes merely because a minute has passed, so that a sheet at rest is never written to.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kutsu.core.approval import Standing, Verdict
from kutsu.core.cells.normal import folded
from kutsu.core.desk.items import ENDED, Item, Look, Mood, hold, items, lacking, verdict
from kutsu.core.desk.rows import DeskRow
from kutsu.core.desk.safe import safe
from kutsu.core.desk.said import coming, gone, groups, trouble, what
from kutsu.core.desk.words import kind_name, languages_of, say
from kutsu.core.grid import Fault, Place
from kutsu.core.halves import missing
from kutsu.core.model import Entry
from kutsu.core.publication import Delivery
from kutsu.core.vanishing import over

T = TypeVar("T")

FAULTS = "Tila"
"""The tab with every fault."""

TOLD_FOR = dt.timedelta(days=30)
"""How long what missed its time is still told at its row, in days of the city."""

ONE, BOTH = ("approve",), ("approve", "second")
TICKS = {Mood.APPROVAL: ONE, Mood.SECOND: BOTH, Mood.CHANGED: ONE, Mood.UNSHOWN: ONE}
"""The verdicts that staff resolve by ticks, and the columns of these."""


@dataclass(frozen=True)
class Statuses:
    """The texts of all rows of one look; made once, asked row by row."""

    look: Look
    items: Mapping[str, Sequence[Item]]
    faults: Mapping[Place, Sequence[Fault]]
    entries: Mapping[Place, Entry]
    planned: Mapping[str, Sequence[Delivery]]
    halves: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, look: Look) -> Statuses:
        """Sort what is known by row and subject."""
        by_subject: dict[str, list[Item]] = defaultdict(list)
        for item in items(look):
            by_subject[item.subject].append(item)
        faults: dict[Place, list[Fault]] = defaultdict(list)
        for fault in look.plan.faults:
            if fault.row is not None:
                faults[Place(fault.sheet, fault.tab, fault.row)].append(fault)
        planned: dict[str, list[Delivery]] = defaultdict(list)
        for delivery in look.deliveries:
            planned[delivery.subject].append(delivery)
        halves: dict[str, list[str]] = defaultdict(list)
        for each in missing(look.ledger, look.rules.required, look.now):
            halves[folded(each.key.split("/")[0])].append(each.key)
        entries = {each.place: each for each in look.plan.entries}
        return cls(look, _folded(by_subject), faults, entries, _folded(planned), halves)

    def text(self, row: DeskRow, ui: str = "") -> str:
        """The whole text of a row, line by line, in the language of its headers unless another is asked for."""
        return safe("\n".join(RowStatus(self, row, ui or row.ui).lines()))


@dataclass(frozen=True)
class RowStatus:
    """One row with all that is known of it."""

    all: Statuses
    row: DeskRow
    ui: str

    def lines(self) -> Iterator[str]:
        """Everything that is to be told, what is most urgent first."""
        found, rules = self._items(), self.all.look.rules
        told = [
            *self._faults("error"),
            *self._old_facts(found),
            *self._halves(),
            *trouble(found, rules, self.ui),
            *self._decisions(found),
            *coming(found, self.all.look.now, rules, self.ui),
            *gone(found, rules, self.ui),
        ]
        yield from told or self._quiet()
        yield from self._faults("note")

    @property
    def _entry(self) -> Entry | None:
        return self.all.entries.get(self.row.place)

    def _items(self) -> list[Item]:
        """What is told of this row's subject; what missed its time long ago is told no more."""
        today = self.all.look.now.astimezone(self.all.look.rules.city.zoneinfo).date()
        return [
            item
            for item in self.all.items.get(self.row.subject, ())
            if item.mood is not Mood.EXPIRED or today - item.at.date() <= TOLD_FOR
        ]

    def _faults(self, severity: str) -> Iterator[str]:
        """The first fault of a kind with its cell, and how many more there are; a draft is told as one, not as a note."""
        found = [fault for fault in self.all.faults.get(self.row.place, ()) if fault.severity == severity]
        found = [fault for fault in found if fault.code != "draft"]
        if found:
            first = found[0]
            words = {"cell": first.cell or first.column or self.row.place.tab, "message": first.message[self.ui]}
            rest = say(f"{severity}s-more", self.ui, {"count": len(found) - 1, "page": FAULTS})
            yield " ".join([say(severity, self.ui, words), *([rest] if len(found) > 1 else [])])

    def _old_facts(self, found: Sequence[Item]) -> Iterator[str]:
        """What residents still have to hear of a change."""
        kinds = self.all.look.rules.kinds
        late = [item for item in found if item.mood not in ENDED and _changes(kinds.get(item.kind))]
        names = dict.fromkeys(kind_name(item.kind, self.all.look.rules.kinds, self.ui) for item in late)
        if names:
            yield say("old-facts", self.ui, {"kinds": ", ".join(names)})

    def _halves(self) -> Iterator[str]:
        """What residents have in one required language and lack in another."""
        keys = self.all.halves.get(self.row.subject, ())
        lost = [item for item in self.all.items.get(self.row.subject, ()) if _key(item) in keys]
        if lost:
            yield say("half", self.ui, {"what": what(lost, self.all.look.rules, self.ui)})

    def _decisions(self, found: Sequence[Item]) -> Iterator[str]:
        """What waits for a person: a hold, a pause, gaps, ticks."""
        entry = self._entry
        if entry and entry.held:
            yield self._say("held", column=self.row.names["hold"])
        for group in groups(found, Mood.STOPPED):
            yield self._say("stopped", what=what(group, self.all.look.rules, self.ui))
        if any(item.mood is Mood.PAUSED for item in found):
            yield self._say("paused")
        if entry is None:
            drafts = [fault for fault in self.all.faults.get(self.row.place, ()) if fault.code == "draft"]
            yield from (fault.message[self.ui] for fault in drafts)
        elif not entry.faulty:
            standings = self._standings(entry)
            yield from self._gaps(entry, standings)
            if not _unfinished(standings, self.all.look.rules.required) and (
                not self._over(entry) or any(item.mood not in ENDED for item in found)
            ):
                yield from self._ticks(standings)
                yield from self._kinds()

    def _gaps(self, entry: Entry, standings: Sequence[Standing]) -> Iterator[str]:
        """What is missing: of the required languages together, of another one that was begun by itself."""
        required = self.all.look.rules.required
        gaps = [each.language for each in standings if each.verdict is Verdict.INCOMPLETE]
        told = {key for each in gaps if each in required for key in entry.missing[each]}
        if told:
            yield self._say("draft", missing=self._columns(told))
        for language in (each for each in gaps if each not in required):
            begun = language in entry.subject.title or language in entry.ticks | entry.half
            if begun and (rest := set(entry.missing[language]) - told):
                yield self._say("draft-language", languages=language, missing=self._columns(rest))

    def _columns(self, gaps: Collection[str]) -> str:
        """Columns by their headers, in the order of the sheet."""
        return ", ".join(name for key, name in self.row.names.items() if key in gaps)

    def _ticks(self, standings: Sequence[Standing]) -> Iterator[str]:
        """The languages that wait for a tick, or for one that is taken away and set again."""
        for mood, ticks in TICKS.items():
            if languages := [each.language for each in standings if verdict(each) is mood]:
                columns = ", ".join(self.row.names[f"{tick}.{language}"] for language in languages for tick in ticks)
                yield self._say(mood, languages=", ".join(languages), columns=columns)

    def _kinds(self) -> Iterator[str]:
        """What this or that kind still waits for, although the row is approved."""
        look, lacks, again = self.all.look, defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for delivery in self.all.planned.get(self.row.subject, ()):
            for language in delivery.languages if delivery.held_because and delivery.expires > look.now else ():
                mood = hold(delivery, language, look)
                if mood is Mood.NEEDS:
                    lacks[delivery.kind] += lacking(delivery, language, look)
                elif mood is Mood.EARLIER:
                    again[delivery.kind].append(language)
        for kind, names in lacks.items():
            columns = ", ".join(dict.fromkeys(self._field(name) for name in names))
            yield self._say("needs", what=kind_name(kind, look.rules.kinds, self.ui), missing=columns)
        for kind, languages in again.items():
            columns = ", ".join(self.row.names[f"approve.{each}"] for each in languages_of(languages, look.rules))
            yield self._say("earlier", what=kind_name(kind, look.rules.kinds, self.ui), columns=columns)

    def _quiet(self) -> Iterator[str]:
        """What is told where there is nothing else to tell."""
        entry = self._entry
        if entry:
            languages = ", ".join(each.language for each in self._standings(entry) if each.approved)
            yield (
                self._say("over") if self._over(entry) or not languages else self._say("approved", languages=languages)
            )

    def _standings(self, entry: Entry) -> list[Standing]:
        """The verdicts on this row, in the order of the languages."""
        found = self.all.look.standings
        return [
            found[entry.subject.id, key] for key in self.all.look.rules.languages if (entry.subject.id, key) in found
        ]

    def _over(self, entry: Entry) -> bool:
        return over(entry.subject, self.all.look.now.astimezone(self.all.look.rules.city.zoneinfo).date())

    def _field(self, name: str) -> str:
        """The header over a field, without its language."""
        names = (self.row.names.get(name), self.row.names.get(f"{name}.fi", "").partition(" (")[0])
        return next(filter(None, names), name)

    def _say(self, code: str, **words: object) -> str:
        return say(code, self.ui, words)


def _unfinished(standings: Iterable[Standing], required: Iterable[str]) -> bool:
    """Whether a required language has gaps, so that no tick is asked for yet."""
    wanted = set(required)
    return any(each.verdict is Verdict.INCOMPLETE and each.language in wanted for each in standings)


def _changes(kind: object) -> bool:
    """Whether a kind tells residents that something is not as they were told."""
    return bool(getattr(kind, "change", ""))


def _folded(found: Mapping[str, Sequence[T]]) -> dict[str, Sequence[T]]:
    """By ids as compared."""
    return {folded(key): each for key, each in found.items()}


def _key(item: Item) -> str:
    return "/".join((item.subject, item.kind, item.language, item.channel, item.edition))
