"""The rights of those who receive mail (GDPR articles 15 and 17): to see all that is known of them, and to be forgotten.

Nothing here puts an address into a log or an error; it leaves only in what is exported, for the person themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from kutsu.audiences.file import FileAudience
from kutsu.core.errors import Faulty, KutsuError
from kutsu.core.ports import Clock
from kutsu.core.tokens import token
from kutsu.ledger.residents import Residents
from kutsu.ledger.suppressions import ERASED, Suppression, Suppressions
from kutsu.lists import Lists


@dataclass(frozen=True)
class Count:
    """How many are on a list by language and topic (as `Roll.count` has it), or why nobody can tell."""

    place: str
    channels: tuple[str, ...]
    people: Mapping[tuple[str, str], int] = field(default_factory=dict)
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Erasure:
    """What came of it: so many rows gone from files, and, in words, what is left for a person to do."""

    removed: int
    left: tuple[str, ...]


@dataclass(frozen=True)
class Rights:
    """Looks into all lists and the ledger for one person."""

    lists: Lists
    residents: Residents
    suppressions: Suppressions
    clock: Clock

    def check(self) -> list[Count]:
        """Every list with its people counted, or with its faults."""
        found = []
        for made, channels in self.lists.all():
            try:
                found.append(Count(made.place, channels, made.roll().count()))
            except Faulty as fault:
                found.append(Count(made.place, channels, faults=tuple(fault.faults)))
        return found

    def export(self, address: str) -> tuple[dict[str, object], list[str]]:
        """All that is known of a person, as JSON takes it, and in words which lists could not be read."""
        who, zone = token(self.lists.pepper, address), self.clock.now().tzinfo
        known, faults = self._listed(address)

        def when(at: dt.datetime | None) -> str | None:
            return at.astimezone(zone).isoformat(timespec="seconds") if at else None

        mailings = [
            {
                "mailing": each.key,
                "title": each.title,
                "slot": when(each.slot),
                "sent": when(each.at),
                "outcome": each.outcome,
            }
            for each in self.residents.mailings(who)
        ]
        kept = [
            {"scope": each.scope or "all mail", "reason": each.reason, "source": each.source, "since": when(at)}
            for each, at in self.suppressions.of(who)
        ]
        told = [{"type": each.type, "at": when(each.at)} for each in self.residents.told(who)]
        found: dict[str, object] = {
            "address": address,
            "lists": known,
            "mailings": mailings,
            "suppressions": kept,
            "events": told,
        }
        return found, faults

    def erase(self, address: str) -> Erasure:
        """Forget a person everywhere; first of all they are never written to again, whatever happens then. May be repeated."""
        held = self.residents.erase(token(self.lists.pepper, address), self.clock.now())
        left = [
            f"{key}: the provider holds it already and sends it at its slot; take it back with kutsu hold"
            for key in held
        ]
        removed = 0
        for made, _ in self.lists.all():
            try:
                if isinstance(made, FileAudience):
                    removed += made.remove(address)
                else:
                    rows = made.rows_of(address)
                    left += [f"{made.place}: delete row {each.number} there" for each in reversed(rows)]
            except KutsuError as error:
                left.append(f"{error}. Nothing was removed there: mend it, and erase once more.")
        return Erasure(removed, tuple(left))

    def readmit(self, address: str) -> list[Suppression]:
        """Let mail reach a person again who asked for it; gives what stood against it. Raises `Faulty` for one who was erased."""
        who = token(self.lists.pepper, address)
        if any(each.reason == ERASED for each, _ in self.suppressions.of(who)):
            raise Faulty(["this person was forgotten at their wish, and cannot be written to again"])
        return self.suppressions.lift(who)

    def _listed(self, address: str) -> tuple[list[dict[str, object]], list[str]]:
        """Their rows on every list, and which lists could not be read."""
        known: list[dict[str, object]] = []
        faults: list[str] = []
        for made, channels in self.lists.all():
            try:
                rows = made.rows_of(address)
            except Faulty as fault:
                faults += fault.faults
            else:
                known += [{"list": made.place, "channels": list(channels), **each.cells} for each in rows]
        return known, faults
