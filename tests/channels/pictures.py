"""Pictures for tests of channels, messages and claims that carry them, and what residents see of them."""

from __future__ import annotations

import dataclasses

import requests

from kutsu.clock import TickingClock
from kutsu.core.ports import Channel
from kutsu.core.publication import Claimed, Message, Picture
from tests.channels.stages import Sandbox
from tests.channels.worlds import LINK, claim, message
from tests.paint import jpeg, png

ALT = 'Bussi "P-1" ja kolme ihmistä\nOtaniemessä, <b>ei</b> & 🚌'
AWKWARD = "\r\n--\r\n" + "grain" * 3000
"""What a form of several parts could take for its own end; and a second of work for networks that work on pictures."""


def bus(alt: str = ALT) -> Picture:
    """A PNG of awkward bytes, the same whatever its words."""
    return Picture(png(AWKWARD, 4, 3), "image/png", alt)


def park(alt: str = "") -> Picture:
    """A JPEG, decorative unless it has words."""
    return Picture(jpeg(4, 3), "image/jpeg", alt)


def unseen(name: str) -> Picture:
    """A picture of bytes that no network has, by a name that is used once."""
    return Picture(png(name), "image/png", "Bussi")


def pictured(said: Message, *pictures: Picture) -> Message:
    """`said` with these pictures."""
    return dataclasses.replace(said, pictures=pictures)


def showing(words: str, clock: TickingClock, *pictures: Picture) -> Claimed:
    """A message with `words`, its link and these pictures (the bus), claimed now."""
    return claim(pictured(message(f"{words} {LINK}"), *(pictures or (bus(),))), clock.now())


def prepared(sender: Channel, claimed: Claimed) -> Claimed:
    """The same with the marks that `prepare` leaves."""
    return dataclasses.replace(claimed, marks=sender.prepare(claimed))


def seen(sandbox: Sandbox, words: str) -> list[tuple[bytes, str]]:
    """The pictures of the one publication with these words: bytes and alt text."""
    (publication,) = sandbox.out(words)
    place = f"{sandbox.address}/_sandbox/pictures"
    return [
        (requests.get(f"{place}/{one['digest']}", timeout=5).content, one["alt"]) for one in publication["pictures"]
    ]


def sent(*pictures: Picture) -> list[tuple[bytes, str]]:
    """What `seen` gives of these pictures when they are shown as they are."""
    return [(one.content, one.alt) for one in pictures]
