"""The four ways in which something can fail; the publisher decides by these alone."""

from __future__ import annotations

import datetime as dt


class KutsuError(Exception):
    """Root of all that Kutsu raises on purpose; its text is for people."""


class Faulty(KutsuError):
    """Config, sheet or use is wrong: every fault at once, each with its place and what to do."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, one sentence each."""
        super().__init__("\n".join(faults))
        self.faults = faults


class Refused(KutsuError):
    """The network said a definite no to this message: it is not out and will not be as it is."""


class Held(Refused):
    """The whole channel is unable to publish (dead token, wrong credential): no delivery is burnt by it."""


class Unavailable(KutsuError):
    """Surely not sent: it may be tried again, not before `retry_at` (aware) where the network named a time."""

    def __init__(self, reason: str, retry_at: dt.datetime | None = None) -> None:
        """Keep the reason for people and the earliest next try."""
        super().__init__(reason)
        self.retry_at = retry_at


class Unconfirmed(KutsuError):
    """Perhaps sent: to be looked up on the network, never to be sent again blindly."""


class Duplicate(Unconfirmed):
    """The network says that it has this already: evidence, to be looked up; empty readings then prove nothing."""
