"""A person's choice among the deliveries of the plan: which rows, kinds, channels and languages a run by hand is about."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from kutsu.core.layout import legal
from kutsu.core.model import Entry, Session
from kutsu.core.publication import Delivery

NEAR = 3
"""How many ids are offered in the place of one that nobody knows."""


@dataclass(frozen=True)
class Choice:
    """What is chosen; what is empty chooses all. `subjects` are ids of rows, as `named` gives them."""

    subjects: Collection[str] = ()
    kinds: Collection[str] = ()
    channels: Collection[str] = ()
    languages: Collection[str] = ()

    def wants(self, delivery: Delivery) -> bool:
        """Whether the choice itself is about this delivery."""
        return (
            (not self.subjects or delivery.subject in self.subjects)
            and (not self.kinds or delivery.kind in self.kinds)
            and (not self.channels or delivery.channel in self.channels)
            and (not self.languages or not set(delivery.languages).isdisjoint(self.languages))
        )

    def of(self, planned: Sequence[Delivery], required: Collection[str]) -> list[Delivery]:
        """The chosen deliveries, and those in the `required` languages of the same releases: by law these go out together, or none.

        So a release is as whole for whoever judges the choice as it is for a slot's run.
        """
        releases = {each.release for each in planned if self.wants(each)}
        return [
            each
            for each in planned
            if self.wants(each) or (each.release in releases and legal(each.language, required))
        ]


def named(ids: Iterable[str], entries: Iterable[Entry]) -> tuple[set[str], list[str]]:
    """The ids of the rows that are meant, a pilot's sessions with it, and a sentence for each that no sheet has."""
    subjects = [entry.subject for entry in entries]
    known = {each.id.casefold(): each.id for each in subjects}
    wanted = [each.strip() for each in ids if each.strip()]
    found = {known[each.casefold()] for each in wanted if each.casefold() in known}
    theirs = {each.id for each in subjects if isinstance(each, Session) and found & {pilot.id for pilot in each.pilots}}
    return found | theirs, [_unknown(each, known) for each in wanted if each.casefold() not in known]


def _unknown(wanted: str, known: dict[str, str]) -> str:
    """What is said of an id that no sheet has."""
    near = [known[each] for each in difflib.get_close_matches(wanted.casefold(), known, NEAR)]
    offered = (
        f"did you mean {' or '.join(near)}?" if near else f"write one such as {next(iter(known.values()), 'PILOT-01')}."
    )
    return f"pilots: no sheet has a row with the id {wanted!r}; {offered} The ids stand in the sheet's column id."
