"""The outside world in memory: a clock that is set by hand, and a channel, a sheet and a mirror that fail when told to."""

from __future__ import annotations

import datetime as dt
import difflib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kutsu.core.grid import Book, Edit, Page
from kutsu.core.model import Approved, Subject
from kutsu.core.publication import Absent, Claimed, Finding, Found, Message, Picture, Proof, Receipt
from kutsu.pictures.unfit import Unfit
from tests.factories import NOW

READ_BACK = Proof(
    tuple(dt.timedelta(seconds=age) for age in (15, 60, 180)), proves=True, why="the timeline is complete"
)
UNPROVEN = Proof(READ_BACK.readings, proves=False, why="the list omits some")
BLIND = Proof((), proves=False, why="this network cannot be asked")


@dataclass
class HandClock:
    """Stands still until it is moved; a sleep takes it there at once."""

    shows: dt.datetime = NOW

    def now(self) -> dt.datetime:
        """The instant that it was set to."""
        return self.shows

    def seconds(self, span: dt.timedelta) -> float:
        """As many seconds as it says."""
        return span.total_seconds()

    def sleep_until(self, instant: dt.datetime) -> None:
        """Be there, and never go back."""
        self.shows = max(self.shows, instant)

    def move(self, **span: float) -> None:
        """Let time pass, such as `seconds=45`."""
        self.shows += dt.timedelta(**span)


@dataclass(frozen=True)
class After:
    """The network acts, and then its answer is lost in this way."""

    error: Exception


@dataclass
class FakeChannel:
    """The port `Channel` in memory: `out` is what residents see, `meets` what the next requests run into, one each."""

    name: str = "x-fi"
    network: str = "x"
    pictures: bool = False
    repeats: str = ""
    parts: tuple[str, ...] = ("status",)
    proof: Proof = READ_BACK
    timeout: dt.timedelta = dt.timedelta(seconds=18)
    alone: bool = False
    longest: int = 280
    problems: list[str] = field(default_factory=list)
    people: list[tuple[str, ...]] = field(default_factory=lambda: [()])
    marks: Mapping[str, str] = field(default_factory=dict)
    meets: deque[Exception | After | None] = field(default_factory=deque)
    unprepared: deque[Exception] = field(default_factory=deque)
    findings: deque[Finding | Exception] = field(default_factory=deque)
    deletes: deque[Exception | After | None] = field(default_factory=deque)
    out: list[Claimed] = field(default_factory=list)
    watch: Callable[[Claimed], object] | None = None

    def fits(self, message: Message) -> bool:
        """Whether all parts together keep within `longest`."""
        return self.measure(message)[0] <= self.longest

    def measure(self, message: Message) -> tuple[int, int]:
        """The characters of all parts, and `longest`."""
        return sum(map(len, message.parts.values())), self.longest

    def check(self) -> list[str]:
        """The problems that it was given."""
        return self.problems

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:  # noqa: ARG002 - the port's signature
        """The people that it was given."""
        return self.people

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:  # noqa: ARG002 - the port's signature
        """Leave the marks that it was given."""
        if self.unprepared:
            raise self.unprepared.popleft()
        return self.marks

    def send(self, claimed: Claimed) -> Receipt:
        """Put it out, unless it meets a failure; residents see it even when the answer is lost after acting."""
        if self.watch:
            self.watch(claimed)
        met = self.meets.popleft() if self.meets else None
        if isinstance(met, Exception):
            raise met
        self.out.append(claimed)
        if met:
            raise met.error
        return self.receipt(claimed)

    def find(self, claimed: Claimed) -> Finding:
        """What it was told to find, else the truth."""
        told = self.findings.popleft() if self.findings else None
        if isinstance(told, Exception):
            raise told
        seen = any((each.key, each.share) == (claimed.key, claimed.share) for each in self.out)
        return told or (Found(self.receipt(claimed)) if seen else Absent())

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:  # noqa: ARG002 - the port's signature
        """Delete it, unless it meets a failure; it is gone even when the answer is lost after acting."""
        met = self.deletes.popleft() if self.deletes else None
        if isinstance(met, Exception):
            raise met
        self.out = [each for each in self.out if (each.key, each.share) != (claimed.key, claimed.share)]
        if met:
            raise met.error

    def receipt(self, claimed: Claimed) -> Receipt:
        """The yes to a share."""
        return Receipt(f"{claimed.key}#{claimed.share}", f"https://{self.name}.example/{claimed.share}")


@dataclass
class FakeSheet:
    """The port `Sheet` in memory: `holds` is what a reading gives, or how it fails."""

    holds: Book | Exception
    name: str = "demo"
    written: list[tuple[tuple[Edit, ...], tuple[Page, ...]]] = field(default_factory=list)

    def read(self) -> Book:
        """What it holds."""
        if isinstance(self.holds, Exception):
            raise self.holds
        return self.holds

    def stamp(self) -> str:
        """None: it is read at every look."""
        return ""

    def write(self, edits: Sequence[Edit], pages: Sequence[Page] = ()) -> None:
        """Keep what was written; the book stays as it is."""
        self.written.append((tuple(edits), tuple(pages)))


@dataclass
class FakeMirror:
    """The port `Mirror` in memory: `shown` is what it was last told to show; pages in `lost` are not out."""

    name: str = "site"
    shown: Sequence[Approved] = ()
    lost: set[tuple[str, str]] = field(default_factory=set)
    breaks: Exception | None = None

    def show(self, approved: Sequence[Approved]) -> int:
        """Show it; gives how much of it is new."""
        if self.breaks:
            raise self.breaks
        changed = [each for each in approved if each not in self.shown]
        self.shown = approved
        return len(changed)

    def address(self, subject: str, language: str) -> str:
        """A page on a site that is nowhere."""
        return f"https://pilots.example.org/{language}/{subject}/"

    def out(self, approved: Approved) -> bool:
        """Whether this very content was shown and is not lost."""
        page = (approved.content.id, approved.language)
        shown = {(each.content.id, each.language, each.digest) for each in self.shown}
        return page not in self.lost and (*page, approved.digest) in shown


@dataclass
class FakeWeb:
    """Pictures by their addresses, or how they fail; `asked` are the addresses that were looked at, in order."""

    holds: dict[str, Picture | Exception] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def look(self, address: str) -> Picture:
        """What lies there."""
        self.asked.append(address)
        found = self.holds.get(address, Unfit("picture-unanswered", seen="kuvat.example"))
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class FakeArtist:
    """The port `Artist`: a card is its words, and `drawn` tells of what; without a font it fails."""

    drawn: list[tuple[str, str]] = field(default_factory=list)
    fails: Exception | None = None

    def draw(self, content: Subject[str], language: str) -> Picture:
        """The title as a card."""
        if self.fails:
            raise self.fails
        self.drawn.append((content.id, language))
        return Picture(f"card of {content.title}".encode(), "image/png", content.title)


class WordBook:
    """A dictionary of a few words; it suggests the one that is nearest."""

    def __init__(self, known: str) -> None:
        self.known = frozenset(known.split())

    def knows(self, word: str) -> bool:
        return word.casefold() in self.known

    def suggest(self, word: str) -> list[str]:
        found = difflib.get_close_matches(word.casefold(), sorted(self.known), 1)
        return [each.capitalize() if word[0].isupper() else each for each in found]
