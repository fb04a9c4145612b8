"""What a page shows of one message, of those that go out together, and of a calendar entry: plain values for its templates."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from kutsu.core.calendar import Event
from kutsu.core.preview import Piece
from kutsu.core.publication import Delivery


@dataclass(frozen=True)
class Shown:
    """A picture by its file, with its words; without a file, `words` say why it is missing."""

    file: str
    words: str


@dataclass(frozen=True)
class Letter:
    """What a mailbox shows of a mail before and after it is opened."""

    sender: str
    subject: str
    preheader: str
    text: str
    file: str


@dataclass(frozen=True)
class Sight:
    """One message on one channel; `why` it cannot be written, `lacking` the fields that its kind wants and the row has not.

    `joined` is what is ready and waits for the other required language alone; a `draft` is in a language that is never sent.
    """

    delivery: Delivery
    network: str
    audience: str
    name: str
    handle: str
    pieces: tuple[Piece, ...] = ()
    letter: Letter | None = None
    picture: Shown | None = None
    used: int = 0
    allowed: int = 0
    fits: bool = True
    why: str = ""
    lacking: tuple[str, ...] = ()
    joined: bool = False
    draft: bool = False

    @property
    def spoilt(self) -> str:
        """Why it could not go out even if it were approved."""
        return self.why or (self.picture.words if self.picture and not self.picture.file else "")


@dataclass(frozen=True)
class Part:
    """One kind in one edition at its slot, with its messages by network and audience."""

    kind: str
    edition: str
    slot: dt.datetime
    expires: dt.datetime
    groups: tuple[tuple[Sight, ...], ...]
    due: bool

    @property
    def state(self) -> str:
        """Whether it goes at its slot, is on its way, or waits for something else, perhaps too long already."""
        held = any(
            sight.delivery.held_because or sight.spoilt for group in self.groups for sight in group if not sight.draft
        )
        return ("late" if held else "leaving") if self.due else ("waits" if held else "scheduled")

    @property
    def joined(self) -> bool:
        """Whether something of it is ready and waits for the other required language alone."""
        return any(sight.joined for group in self.groups for sight in group)


@dataclass(frozen=True)
class Slip:
    """A session in a language as a calendar would have it."""

    language: str
    when: str
    event: Event


WAY_OUT = re.compile("-kutsu-unsub-url-")
"""An address of the recipient's own takes its place; a preview has no recipient."""


def plain(parts: Sequence[Part]) -> list[tuple[Part, Sight, str]]:
    """The messages as text alone, in their order: what a mail can carry."""
    return [
        (
            part,
            sight,
            WAY_OUT.sub("…", sight.letter.text) if sight.letter else "".join(piece.text for piece in sight.pieces),
        )
        for part in parts
        for group in part.groups
        for sight in group
        if (sight.letter or sight.pieces) and not sight.draft
    ]
