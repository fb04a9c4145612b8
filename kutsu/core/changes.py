"""What residents were told against what the plan says now: which changes are to be told, to whom, and under which edition.

A pair is a channel and a language. What the latest delivery about a subject told a pair is what its residents have.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from kutsu.core.approval import Standing
from kutsu.core.config import Kind
from kutsu.core.content import load
from kutsu.core.model import Entry, Session, Status, Subject, Texts
from kutsu.core.publication import Delivery, State

Pair = tuple[str, str]
"""Channel and language."""

OLD = "residents have the old facts"

_ENDED = frozenset({State.SENT, State.EXPIRED, State.RETRACTED})
_DONE = frozenset({State.REFUSED, State.EXPIRED, State.RETRACTED})
_UNTOLD = frozenset({State.PLANNED, State.UNAVAILABLE, State.REFUSED, State.RETRACTED})


@dataclass(frozen=True)
class Said:
    """A delivery that the ledger knows, with what it says.

    `told` are the digests by language of the contents that it was made of, `contents` these as `content.dump` wrote them.
    It is `out` when residents have it or perhaps have it; then `order` is higher than that of all that went before.
    """

    key: str
    subject: str
    kind: str
    channel: str
    edition: str
    state: State
    out: bool
    order: int
    told: Mapping[str, str]
    contents: Mapping[str, str]


@dataclass(frozen=True)
class Change:
    """What is to be told of a subject under a kind: the edition, the pairs that get it, and those that lack it still.

    `known` are the pairs that had been told anything at all before this edition.
    """

    edition: str
    pairs: frozenset[Pair]
    stale: frozenset[Pair]
    known: frozenset[Pair]


def concerned(entries: Iterable[Entry], today: dt.date) -> set[str]:
    """The subjects of which a change could be told: sessions that are not past, and what is to be corrected."""
    return {
        entry.subject.id
        for entry in entries
        if entry.correct or (isinstance(entry.subject, Session) and entry.subject.day >= today)
    }


def changes(
    rows: Mapping[str, Standing], said: Iterable[Said], kinds: Iterable[Kind], *, over: bool
) -> dict[str, Change]:
    """The changes that are to be told of one subject, by kind; a row with an error says nothing that could be told.

    Of a session that is `over` only a correction is told, and a correction never where the change itself is to be told.
    """
    entry, history = next(iter(rows.values())).entry, sorted(said, key=lambda each: each.order)
    if entry.faulty or not any(each.out for each in history):
        return {}
    found: dict[str, Change] = {}
    lacking: frozenset[Pair] = frozenset()
    for kind in sorted(kinds, key=lambda kind: kind.change == "corrected"):
        if _asked(kind, entry, over=over):
            change = _judged(kind, rows, history)
            wanted = change.pairs - (lacking if kind.change == "corrected" else frozenset())
            lacking |= change.stale
            if wanted:
                found[kind.name] = Change(change.edition, wanted, change.stale & wanted, change.known)
    return found


def outworn(rows: Mapping[str, Standing], said: Iterable[Said]) -> set[str]:
    """The keys of which a part is out with facts of a session that hold no more: who lacks it must not get these too."""
    entry = next(iter(rows.values())).entry
    if entry.faulty or not isinstance(entry.subject, Session):
        return set()
    partly = [each for each in said if each.out and each.state in (State.UNAVAILABLE, State.REFUSED)]
    return {each.key for each in partly if _wrong("moved", each, rows)}


def untold(planned: Iterable[Delivery], kinds: Mapping[str, Kind], states: Mapping[str, State]) -> list[Delivery]:
    """The deliveries of changes that are not out: whoever reads there has the old facts."""
    changed = (each for each in planned if each.kind in kinds and kinds[each.kind].change)
    return [each for each in changed if states.get(each.key, State.PLANNED) in _UNTOLD]


def facts(session: Session[str] | Session[Texts]) -> tuple[object, ...]:
    """What residents must know to come to a session at the right time and place; the same in every language."""
    venue = session.venue.id if session.venue else None
    place = (session.attendance, venue, session.online)
    return session.day, session.start, session.end, *place, session.status is Status.CANCELLED


def _asked(kind: Kind, entry: Entry, *, over: bool) -> bool:
    """Whether a change of this kind may be told of a row, as it is now."""
    if kind.change == "corrected":
        return entry.correct
    if not kind.change or over or not isinstance(entry.subject, Session):
        return False
    return (entry.subject.status is Status.CANCELLED) == (kind.change == "cancelled")


def _judged(kind: Kind, rows: Mapping[str, Standing], history: Sequence[Said]) -> Change:
    """The change under its edition: the latest one goes on while all that it told is still so, else the next one begins.

    Once everybody has it and nothing of it is under way, there is nothing to tell.
    """
    last = max((_ordinal(each) for each in history if each.kind == kind.name), default=0)
    its = [each for each in history if each.kind == kind.name and _ordinal(each) == last]
    stale = _stale(kind.change, history, rows)
    if not (its and _goes_on(kind.change, its, history, rows)):
        return Change(str(last + 1), stale, stale, _known(history))
    if not stale and not any(each.state not in _ENDED for each in its):
        return Change(str(last), stale, stale, stale)
    before = [each for each in history if each not in its]
    return Change(str(last), _stale(kind.change, before, rows), stale, _known(before))


def _goes_on(change: str, its: Iterable[Said], history: Iterable[Said], rows: Mapping[str, Standing]) -> bool:
    """Whether all that an edition told, or could not, still holds, and nothing else has been told since it began."""
    held = [each for each in its if each.out or each.state in _DONE]
    begun = min((each.order for each in held if each.out), default=None)
    since = [each for each in history if each.out and begun is not None and each.order > begun]
    return not any(_wrong(change, each, rows) for each in (*held, *since))


def _stale(change: str, history: Iterable[Said], rows: Mapping[str, Standing]) -> frozenset[Pair]:
    """The pairs whose latest word is not what the plan says now."""
    latest = {(each.channel, language): each for each in history if each.out for language in each.told}
    return frozenset(pair for pair, each in latest.items() if _differs(change, each, pair[1], rows))


def _known(history: Iterable[Said]) -> frozenset[Pair]:
    """All pairs that were told anything."""
    return frozenset((each.channel, language) for each in history if each.out for language in each.told)


def _wrong(change: str, said: Said, rows: Mapping[str, Standing]) -> bool:
    """Whether a delivery tells in any language what the plan does not say now."""
    return any(_differs(change, said, language, rows) for language in said.told)


def _differs(change: str, said: Said, language: str, rows: Mapping[str, Standing]) -> bool:
    """Whether what was told in a language is not what the plan says now; a language that config lost is no matter."""
    live = rows.get(language)
    if live is None or live.digest == said.told[language]:
        return False
    return change == "corrected" or _MARKS[change](_content(said.contents[language])) != _MARKS[change](
        live.entry.subject
    )


def _cancelled(subject: Subject[str] | Subject[Texts]) -> object:
    """Whether a session does not take place."""
    return isinstance(subject, Session) and subject.status is Status.CANCELLED


def _facts(subject: Subject[str] | Subject[Texts]) -> object:
    """The facts of a session; other subjects have none that could move."""
    return facts(subject) if isinstance(subject, Session) else None


_MARKS: Mapping[str, Callable[[Subject[str] | Subject[Texts]], object]] = {"moved": _facts, "cancelled": _cancelled}
"""What is compared, by what has changed; a correction compares digests."""


def _ordinal(said: Said) -> int:
    """The number of an edition."""
    return int(said.edition) if said.edition.isdecimal() else 0


@lru_cache(maxsize=4096)
def _content(text: str) -> Subject[str]:
    """A content as the ledger keeps it; many deliveries were made of the same."""
    return load(text)
