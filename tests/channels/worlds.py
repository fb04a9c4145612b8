"""Messages, claims and a steady clock for tests of channels."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from kutsu.channels.email.letter import WAY_OUT
from kutsu.clock import TickingClock
from kutsu.core.publication import Claimed, Message

HELSINKI = ZoneInfo("Europe/Helsinki")
NOON = dt.datetime(2026, 5, 4, 12, 0, tzinfo=HELSINKI)
LINK = "https://kokeilut.example.org/fi/pilots/P-1"


def message(status: str = f"Tule testaajaksi! Hae näin & heti: {LINK}", **parts: str) -> Message:
    """One message with the parts of every channel."""
    text = f"Tule testaajaksi!\n{LINK}\nPoistu listalta: {WAY_OUT}"
    html = f'<html lang="fi"><p>Tule testaajaksi! <a href="{WAY_OUT}">Poistu listalta</a></p></html>'
    return Message("fi", {"status": status, "subject": "Tule testaajaksi", "text": text, "html": html, **parts}, LINK)


def claim(
    said: Message, at: dt.datetime = NOON, recipients: tuple[str, ...] = (), marks: Mapping[str, str] | None = None
) -> Claimed:
    """`said`, claimed as testers-wanted of the pilot P-1."""
    return Claimed("P-1/testers-wanted/fi/channel/", said, at, recipients=recipients, marks=marks or {})


def clock(scale: float = 1.0) -> TickingClock:
    """A clock that shows a Monday's noon in Helsinki now."""
    return TickingClock.starting(HELSINKI, NOON, scale)
