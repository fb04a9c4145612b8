"""A release of which one required language is out and another is not: what is tried then, and what a person is told.

By law the required languages are told together. Whoever reads these rows (the ledger's) decides nothing about sending.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kutsu.core.publication import State

LOST = frozenset({State.REFUSED, State.EXPIRED})
"""States in which a language does not go out any more by itself."""

TOLD_FOR = dt.timedelta(days=7)
"""How long after its end a language that never went out is still told: a sound that never stops is not heard."""


class Told(Protocol):
    """What is known of a delivery that was claimed once, as a row of the ledger has it."""

    @property
    def key(self) -> str:
        """Its key."""

    @property
    def language(self) -> str:
        """Its language."""

    @property
    def release(self) -> str:
        """`<subject>/<kind>/<network>/<audience>/<edition>`."""

    @property
    def state(self) -> State:
        """Where it stands."""

    @property
    def expires(self) -> dt.datetime:
        """When it is over."""

    @property
    def short(self) -> bool:
        """Whether its frozen message is the short form."""

    @property
    def reason(self) -> str | None:
        """Why it is in its state, in the network's words."""

    @property
    def settled_at(self) -> dt.datetime | None:
        """Since when it stands so."""

    @property
    def url(self) -> str | None:
        """Where it is public."""


T = TypeVar("T", bound=Told)


@dataclass(frozen=True)
class Missing:
    """A required language that residents do not have while they have another: where, why, since when, and what to do."""

    key: str
    beside: str
    what: str
    since: dt.datetime | None

    @property
    def do(self) -> str:
        """What a person does."""
        return (
            f"Say it there by hand and tell it: kutsu settle {self.key} --sent URL; or mend its text, have it ticked, "
            f"and: kutsu retry {self.key}; or take the other back: kutsu retract {self.beside}"
        )

    def __str__(self) -> str:
        """One paragraph for a person."""
        return f"{self.what}. {self.do}"


def halves(rows: Iterable[T], required: Collection[str]) -> Iterator[tuple[T, T]]:
    """Each required language that is lost, with another one of its release that is out."""
    releases: dict[str, list[T]] = defaultdict(list)
    for row in rows:
        if row.language in required:
            releases[row.release].append(row)
    for members in releases.values():
        out = [each for each in members if each.state is State.SENT]
        for lost in (each for each in members if each.state in LOST):
            yield from [(lost, each) for each in out if each.language != lost.language][:1]


def missing(rows: Iterable[Told], required: Collection[str], now: dt.datetime) -> list[Missing]:
    """All that a person has to know of, by key."""
    found = [_missing(lost, out) for lost, out in halves(rows, required) if now < _until(lost)]
    return sorted(found, key=lambda each: each.key)


def to_shorten(rows: Sequence[Told], spurned: Collection[str], required: Collection[str]) -> set[str]:
    """The keys of which the short form is tried: refused, `spurned` by the ledger's word, and another language is out.

    Where nothing of a release is out, nothing is: both languages wait for a person with their reasons, as a whole text in
    both is better than a short one, and there is no haste.
    """
    return {lost.key for lost, _ in halves(rows, required) if lost.state is State.REFUSED and lost.key in spurned}


def _missing(lost: Told, out: Told) -> Missing:
    """What is told of one half release."""
    network = lost.release.split("/")[2]
    form = "was refused in its short form too" if lost.short else "was refused"
    why = form if lost.state is State.REFUSED else "did not go out in its time"
    because = f" ({lost.reason})" if lost.reason else ""
    beside = f"{out.language} is out at {out.url or out.key}"
    return Missing(
        lost.key,
        out.key,
        f"{lost.language} is missing on {network}: {lost.key} {why}{because}; {beside}",
        lost.settled_at,
    )


def _until(lost: Told) -> dt.datetime:
    """Until when it is told: what was refused until somebody acts, what is over for some days more."""
    return dt.datetime.max.replace(tzinfo=dt.UTC) if lost.state is State.REFUSED else lost.expires + TOLD_FOR
