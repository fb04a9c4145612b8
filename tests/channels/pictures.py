"""Pictures for tests of channels, claims that carry them, and what residents see of them."""

from __future__ import annotations

import dataclasses
import random

import requests

from kutsu.clock import TickingClock
from kutsu.core.ports import Channel
from kutsu.core.publication import Claimed, Picture
from tests.channels.stages import Sandbox
from tests.channels.worlds import LINK, claim, message

ALT = 'Bussi "P-1" ja kolme ihmistä\nOtaniemessä, <b>ei</b> & 🚌'


def bus(alt: str = ALT) -> Picture:
    """A PNG of awkward bytes."""
    return Picture(b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(50_000) + b"\r\n--\n", "image/png", alt)


def park(alt: str = "") -> Picture:
    """A JPEG, decorative unless it has words."""
    return Picture(b"\xff\xd8\xff" + random.Random(2).randbytes(50_000), "image/jpeg", alt)


def pictured(words: str, clock: TickingClock, *pictures: Picture) -> Claimed:
    """A message with `words`, its link and these pictures (the bus), claimed now."""
    said = dataclasses.replace(message(f"{words} {LINK}"), pictures=pictures or (bus(),))
    return claim(said, clock.now())


def prepared(sender: Channel, asked: Claimed) -> Claimed:
    """The same with the marks that `prepare` leaves."""
    return dataclasses.replace(asked, marks=sender.prepare(asked))


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
