"""What a preview tells of a row beside its messages: where each language stands, what is coming, what went out, what to mind."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kutsu.core.approval import Standing, Verdict
from kutsu.core.config import Kind
from kutsu.core.crowding import Crowd
from kutsu.core.grid import Fault
from kutsu.core.model import Entry, Subject, subject_type
from kutsu.core.publication import Delivery, State

TO_COME = (State.PLANNED, State.UNAVAILABLE)
"""The states in which something is still to be said as the sheet has it now; later, it is frozen."""

_MARKED = re.compile(r"(?P<link>https?://[^\s<>]*[^\s<>.,;:!?)])|(?P<tag>(?<!\w)#\w+)")


@dataclass(frozen=True)
class Piece:
    """A stretch of a post: plain text, a `link` or a hash`tag`."""

    text: str
    sort: str = ""


@dataclass(frozen=True)
class Told:
    """Where one language of a row stands; `missing` are the keys of empty columns, `since` when it was approved."""

    language: str
    verdict: Verdict
    digest: str
    title: str
    since: dt.datetime | None
    missing: tuple[str, ...]
    half: bool


@dataclass(frozen=True)
class Gone:
    """A publication that is in the ledger, and needs nothing more of a preview than its state and address."""

    kind: str
    language: str
    channel: str
    state: State
    at: dt.datetime
    url: str


@dataclass(frozen=True)
class Row:
    """All that the preview of a row hangs on, but for its contents, of which it has the digests.

    Of what is `coming`, so many were `due` at the moment of looking.
    """

    id: str
    sort: str
    told: tuple[Told, ...]
    held: bool
    embargo: dt.datetime | None
    coming: tuple[Delivery, ...]
    gone: tuple[Gone, ...]
    crowds: tuple[Crowd, ...]
    faults: tuple[Fault, ...]
    due: int

    def titles(self, first: str) -> list[Told]:
        """The languages in which it has a title, that of its reader first."""
        return sorted((each for each in self.told if each.title), key=lambda each: each.language != first)

    @property
    def next(self) -> Delivery | None:
        """What comes first."""
        return self.coming[0] if self.coming else None

    @property
    def late(self) -> bool:
        """Whether what comes first was to have gone out and is held."""
        return self.due > 0 and bool(self.coming[0].held_because)

    @property
    def digests(self) -> dict[str, str]:
        """The digests of its contents by language, where they are complete."""
        return {each.language: each.digest for each in self.told if each.digest}

    def inputs(self, *others: object) -> str:
        """A digest of all that its pages are made of; `others` is what does not stand in the row."""
        words = "\n".join(map(repr, (self, *others)))
        return hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest()


def row(
    entry: Entry,
    standings: Iterable[Standing],
    planned: Iterable[Delivery],
    gone: Sequence[Gone],
    crowds: Iterable[Crowd],
    faults: Iterable[Fault],
    now: dt.datetime,
) -> Row:
    """The row of an entry with its standings in the order of languages; `planned` are its deliveries that are still to come."""
    coming = tuple(planned)
    return Row(
        id=entry.subject.id,
        sort=subject_type(entry.subject),
        told=tuple(_told(each) for each in standings),
        held=entry.held,
        embargo=entry.embargo,
        coming=coming,
        gone=tuple(sorted(gone, key=lambda each: (each.at, each.kind, each.channel, each.language), reverse=True)),
        crowds=tuple(crowds),
        faults=tuple(faults),
        due=sum(each.slot <= now for each in coming),
    )


def _told(standing: Standing) -> Told:
    """Where a language stands; a title is told even when other columns are empty."""
    entry, language = standing.entry, standing.language
    title = entry.subject.title.get(language, "")
    gaps = tuple(entry.missing.get(language, ()))
    since = standing.at if standing.verdict is Verdict.STANDS else None
    return Told(language, standing.verdict, standing.digest, title, since, gaps, language in entry.half)


def lacking(kind: Kind, content: Subject[str]) -> list[str]:
    """The fields without which a kind has nothing to say of this content."""
    return [field for field in kind.needs if getattr(content, field) in (None, "")]


def pieces(text: str) -> Iterator[Piece]:
    """A post as readers see it: its links and hashtags stand out."""
    end = 0
    for match in _MARKED.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()])
        yield Piece(match[0], match.lastgroup or "")
        end = match.end()
    if end < len(text):
        yield Piece(text[end:])
