"""The edges as Protocols: what the core and the publisher ask of the outside world."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Protocol, runtime_checkable

from kutsu.core.grid import Book, Edit, Page
from kutsu.core.model import Approved, Subject
from kutsu.core.publication import Claimed, Finding, Message, Picture, Proof, Receipt


class Clock(Protocol):
    """The only source of time for the edges; it may be offset and scaled, and it ticks."""

    def now(self) -> dt.datetime:
        """The present instant, aware, in the city's zone."""

    def seconds(self, span: dt.timedelta) -> float:
        """How many seconds on the wall `span` of this clock takes: for timeouts and sleeps."""

    def sleep_until(self, instant: dt.datetime) -> None:
        """Block until `instant` of this clock; never returns early."""


class Sheet(Protocol):
    """One shared sheet of the communications staff."""

    name: str

    def read(self) -> Book:
        """Read all tabs in one moment; raises `Unavailable` when the sheet does not answer, `Faulty` when it can never."""

    def stamp(self) -> str:
        """What changes whenever the sheet does, for one small request; empty where there is no such thing. Raises as `read` does."""

    def write(self, edits: Sequence[Edit], pages: Sequence[Page] = ()) -> None:
        """Write each edit into the row that has its id at this moment, and Kutsu's own tabs whole, all raw and in one batch.

        Raises as `read` does; then nothing was written.
        """


class Channel(Protocol):
    """One account or list where a thing is said once."""

    name: str
    network: str
    parts: tuple[str, ...]
    """The template parts of a message here, such as `("status",)`: files under `templates/shapes/<network>/`."""
    pictures: bool
    """Whether a message here can carry pictures with their text alternatives."""
    repeats: str
    """What the network does, in words, when the same text comes again; empty where it just takes it."""
    proof: Proof
    timeout: dt.timedelta
    """The longest that one call of this channel can take, all its requests together; shorter than a lease."""
    alone: bool
    """Whether its requests are made one at a time, because nobody can look up what became of one whose answer is lost."""

    def fits(self, message: Message) -> bool:
        """Whether the network takes a message of this length."""

    def measure(self, message: Message) -> tuple[int, int]:
        """How long a message is as the network counts, and how long it may be: what `fits` goes by, for people to see."""

    def check(self) -> list[str]:
        """Every reason, in words for people, why this channel cannot publish now: credentials, permissions, list without a way out."""

    def shares(self, message: Message) -> Sequence[tuple[str, ...]]:
        """The recipients of each request (as opaque tokens, never addresses); a post has one share with none."""

    def prepare(self, claimed: Claimed) -> Mapping[str, str]:
        """Do everything invisible that makes `send` repeatable or findable; its marks are committed before `send` is called.

        Raises `Refused`, `Held` or `Unavailable`; nothing that `prepare` does can be seen by residents, so it may be repeated.
        """

    def send(self, claimed: Claimed) -> Receipt:
        """Make the one visible request, without a hidden retry; raises `Refused`, `Held`, `Unavailable` or `Unconfirmed`."""

    def find(self, claimed: Claimed) -> Finding:
        """Read back whether this very publication is out; never sends, never raises for the network's faults."""

    def retract(self, claimed: Claimed, receipt: Receipt) -> None:
        """Delete the publication of this receipt in one request that acts; one that is gone already is well, so it may be repeated.

        Raises `Refused` where it cannot be taken back, in words, `Held`, `Unavailable`, or `Unconfirmed`: perhaps deleted.
        """


@runtime_checkable
class Attaches(Protocol):
    """A channel whose messages can carry a calendar entry beside their template parts, as the part `calendar`."""

    attaches: bool


@runtime_checkable
class Composes(Protocol):
    """A channel that can make all of a request before its turn, so that the turn is for the request alone."""

    def compose(self, claimed: Claimed) -> Callable[[], Receipt]:
        """All of `Channel.send` but the request, which the answer makes when it is called; either raises as `send` does."""


@runtime_checkable
class HandsOver(Protocol):
    """A channel whose provider can be given a share ahead of its slot, keeps it until then, and can give it back."""

    ahead: dt.timedelta
    """How long before its slot a share is handed over; nothing where it is sent just in time."""
    give_back: dt.timedelta
    """Until how long before its slot the provider surely gives a share back."""

    def hand_over(self, claimed: Claimed, slot: dt.datetime) -> Receipt:
        """Give the share to the provider, who lets it go at `slot`. Raises as `Channel.send` does; `marks` name what can be taken back."""

    def take_back(self, claimed: Claimed) -> None:
        """Make sure that nothing of this share will leave, whether or not it had arrived there; may be repeated.

        Raises `Refused` when it is too late or the provider takes no more of them, in words, `Held`, `Unavailable` or `Unconfirmed`.
        """


class Speller(Protocol):
    """The dictionary of one language, where this machine has one."""

    def knows(self, word: str) -> bool:
        """Whether a single word is right."""

    def suggest(self, word: str) -> Sequence[str]:
        """What may be meant by an unknown word, the likeliest first; empty where the dictionary has no idea, or no time."""


class Artist(Protocol):
    """Who draws the share card of a thing, where staff gave no picture."""

    def draw(self, content: Subject[str], language: str) -> Picture:
        """The card of `content` in `language`, always the same bytes for the same content, with an alt text of the same words.

        Raises `Faulty` when a script has no font.
        """


class Recipient(Protocol):
    """One who receives mail: an address outside the sheet, and an opaque token for the ledger."""

    @property
    def address(self) -> str:
        """The mail address; it never leaves for a log, an error or the ledger."""

    @property
    def token(self) -> str:
        """What stands for the address wherever else it is named."""


class Audience(Protocol):
    """Whom a mail channel reaches."""

    def recipients(self, language: str, topics: Collection[str] = ()) -> Iterable[Recipient]:
        """Everyone who reads `language`, once, in a stable order, as the list is at this moment.

        Where `topics` are given, only those of them who chose one of these, or none at all. Raises `Faulty` with all bad rows of
        all languages at once, without printing an address.
        """

    def people(self, tokens: Collection[str]) -> Mapping[str, Recipient]:
        """Those of these who are on the list at this moment, by token, in the order of `tokens`; raises as `recipients` does."""


Suppressed = Callable[[Collection[str], str], Mapping[str, str]]
"""Those of these tokens that mail of a scope (an audience, such as `residents`) must not reach, whatever a list says, each with why:
who left, whose mail bounced, who complained."""


WayOut = Callable[[str, str], str]
"""The address at which the recipient with this token, who reads this language, leaves the list with one click."""


class Courier(Protocol):
    """Who brings a mail about the sheet to one official."""

    def write(self, address: str, subject: str, text: str) -> None:
        """Send one mail in plain text, in one request; raises `Refused`, `Held`, `Unavailable` or `Unconfirmed`."""


class Mirror(Protocol):
    """A place that shows the approved plan as it is now; it has revisions, not deliveries."""

    name: str

    def show(self, approved: Sequence[Approved]) -> int:
        """Bring the mirror up to date, each file written whole or not at all; returns how many files changed."""

    def address(self, subject: str, language: str) -> str:
        """The public address of the page of `subject` in `language`."""

    def out(self, approved: Approved) -> bool:
        """Whether the public page was fetched just now and is the one meant (it names the digest of its content)."""
