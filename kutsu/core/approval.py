"""What exactly was approved, and whether it still is: a tick approves content that had been shown before it, and only that."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from kutsu.core.content import digest, localize
from kutsu.core.model import Entry, Plan, Subject


class Verdict(StrEnum):
    """What a pull concludes about one subject in one language."""

    INCOMPLETE = "incomplete"
    UNTICKED = "unticked"
    HALF = "half"
    STANDS = "stands"
    APPROVES = "approves"
    CHANGED = "changed"
    UNSHOWN = "unshown"
    EARLIER = "earlier"
    FROZEN = "frozen"


@dataclass(frozen=True)
class Seen:
    """What the last pull saw: the digest, whether its ticks were spent (`Standing.spent`), and whether editors could preview it."""

    digest: str
    ticked: bool
    shown: bool = True


@dataclass(frozen=True)
class Memory:
    """What the ledger remembers of one subject in one language; `approved` is the digest that stands approved, since `at`.

    `since` is when a pull first saw it as it was `seen` last.
    """

    seen: Seen | None = None
    approved: str | None = None
    at: dt.datetime | None = None
    since: dt.datetime | None = None


@dataclass(frozen=True)
class Standing:
    """The verdict on one subject in one language, with the content that it is about.

    `at` is when what stands was approved (aware); what this very look approves has no instant yet. `since` is when a pull
    first saw this content; what this very look is the first to see has none.
    """

    entry: Entry
    language: str
    verdict: Verdict
    content: Subject[str] | None = None
    digest: str = ""
    at: dt.datetime | None = None
    since: dt.datetime | None = None

    @property
    def approved(self) -> bool:
        """Whether the live content may be published."""
        return self.verdict in (Verdict.STANDS, Verdict.APPROVES)

    @property
    def spent(self) -> bool:
        """Whether the ticks that are there are used up, so that this content cannot be approved before they are taken away.

        The first of two ticks is not, while the content is what had been shown before it.
        """
        return self.language in self.entry.ticks or self.verdict in (Verdict.CHANGED, Verdict.UNSHOWN)


Key = tuple[str, str]
"""Subject id and language."""


def standings(plan: Plan, languages: Mapping[str, object], memory: Mapping[Key, Memory]) -> Iterator[Standing]:
    """Judge every row of the plan in every language."""
    for entry in plan.entries:
        for language in languages:
            yield judge(entry, language, memory.get((entry.subject.id, language), Memory()))


def judge(entry: Entry, language: str, memory: Memory) -> Standing:
    """Decide for one language of a row; a row with an error is frozen as it was approved."""
    if entry.faulty:
        return Standing(entry, language, Verdict.FROZEN)
    if entry.missing.get(language):
        return Standing(entry, language, Verdict.INCOMPLETE)
    content = localize(entry.subject, language)
    mark = digest(content)
    since = memory.since if memory.seen and memory.seen.digest == mark else None
    half = language in entry.half
    verdict = _verdict(half or language in entry.ticks, mark, memory)
    if half and verdict in (Verdict.STANDS, Verdict.APPROVES):
        verdict = Verdict.HALF
    return Standing(entry, language, verdict, content, mark, memory.at, since)


def anew(standing: Standing, asked: dt.datetime) -> Standing:
    """The standing for an edition that was `asked` for then: what had been approved before does not count for it.

    A tick that this look is the first to see was set after all editions that the same look knows.
    """
    stale = standing.verdict is Verdict.STANDS and (standing.at is None or standing.at <= asked)
    return replace(standing, verdict=Verdict.EARLIER) if stale else standing


def _verdict(ticked: bool, mark: str, memory: Memory) -> Verdict:
    """A tick counts when it is new and its content had been shown unticked, or when this very content stands approved.

    Any other tick is older than what it stands on: than an edit after its approval, else than the preview.
    """
    if not ticked:
        return Verdict.UNTICKED
    if memory.approved == mark:
        return Verdict.STANDS
    if memory.seen == Seen(mark, ticked=False, shown=True):
        return Verdict.APPROVES
    return Verdict.CHANGED if memory.approved else Verdict.UNSHOWN
