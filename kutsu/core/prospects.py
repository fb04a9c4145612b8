"""What would become of a delivery if somebody published now: it goes out, or it does not, and why."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from kutsu.core.halves import Told
from kutsu.core.publication import Delivery, State
from kutsu.core.report import Line


@dataclass(frozen=True)
class Prospect:
    """A delivery, whether it would go out now, and why it would not; `url` is where it is public already."""

    delivery: Delivery
    goes: bool
    why: str
    url: str | None = None


_WHY = {
    State.CLAIMED: "is being sent by another run",
    State.UNCONFIRMED: "perhaps sent: it is being looked up",
    State.WAITING: "perhaps sent: look at the network, then kutsu settle",
    State.HANDED_OVER: "with the mail provider until its slot",
    State.SENT: "sent already",
    State.REFUSED: "refused; mend its text, have it ticked, then kutsu retry",
    State.RETRACTED: "taken back",
}


def prospect(line: Line, row: Told | None, now: dt.datetime, *, goes: bool) -> Prospect:
    """One line of the plan, with what the ledger knows of it; `goes` is the word of who judged what is due."""
    return Prospect(line.delivery, goes, "" if goes else _why(line, row, now), row.url if row else None)


def _why(line: Line, row: Told | None, now: dt.datetime) -> str:
    """Why it does not go out now."""
    delivery = line.delivery
    if line.state is State.EXPIRED:
        return f"expired: its time was over at {said(delivery.expires)}"
    if line.state in _WHY:
        reason = row.reason if row else None
        return f"{_WHY[line.state]}: {reason}" if reason else _WHY[line.state]
    if line.held_because:
        return line.held_because
    if delivery.starts(now) > now:
        return f"not due yet: {said(delivery.starts(now))}"
    reason = f": {row.reason}" if row and row.reason else ""
    return "waits for its next try, or for the rest of its release" + reason


def said(instant: dt.datetime) -> str:
    """An instant as operators read it: `Tue 24.11. 10.00`."""
    return f"{instant:%a} {instant.day}.{instant.month}. {instant:%H.%M}"
