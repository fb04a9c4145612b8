"""What a row of the ledger means to somebody who asks: were residents told, since when, and why does it stand so."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from kutsu.archive.entries import Said
from kutsu.core.publication import State
from kutsu.ledger.pauses import SHEET
from kutsu.ledger.records import Recorded

STAFF, OPERATOR = "communications staff, by the sheet", "an operator"
"""In which roles something is asked for: by the tick of the sheet, or by the command line."""

_DOUBT = frozenset({State.UNCONFIRMED, State.WAITING})
_ADDRESS = re.compile(r"[^\s@<>()\"',;:]+@[^\s@<>()\"',;:]+")
_TOKEN = re.compile(r"\b[0-9a-f]{32}\b")


def role(by: str) -> str:
    """In which role somebody did something: no person leaves the ledger."""
    return STAFF if by == SHEET else OPERATOR


@dataclass(frozen=True)
class Discretion:
    """Leaves out of reasons what is nobody's business: addresses and tokens of mail, and the `names` of persons."""

    names: Collection[str]

    def __call__(self, reason: str | None) -> str | None:
        """A reason that may be public."""
        if reason is None:
            return None
        for name in sorted(self.names, key=len, reverse=True):
            reason = re.sub(rf"\bby {re.escape(name)}(?!\w)", f"by {role(name)}", reason) if name else reason
        return _TOKEN.sub("[…]", _ADDRESS.sub("[…]", reason))


def said(found: Recorded) -> Said:
    """Whether residents were told by this delivery, as the ledger knows."""
    told = {_told(found, share, state) for share, state in enumerate(found.shares)}
    if "perhaps" in told:
        return "perhaps"
    if "yes" in told:
        return "partly" if "no" in told else "yes"
    return "later" if "later" in told else "no"


def said_at(found: Recorded) -> dt.datetime | None:
    """Since when: the network's first yes, the slot of what its provider held until then, or the last request of what is in doubt."""
    accepted: list[dt.datetime] = [each["at"] for each in found.receipts]
    begun: list[dt.datetime] = [each["opened_at"] for each in found.attempts]
    match said(found):
        case "no":
            return None
        case "perhaps":
            return min(accepted, default=None) or max(begun, default=None)
    if held(found):
        accepted = [max(found.row["slot"], *accepted)]
    settled: dt.datetime | None = found.row["settled_at"]
    return min(accepted, default=settled)


def held(found: Recorded) -> bool:
    """Whether its provider had it ahead of its slot."""
    return bool(found.receipts) and any(each["outcome"] == State.HANDED_OVER for each in found.attempts)


def _told(found: Recorded, share: int, state: State) -> Said:
    """The same of one request."""
    mine = [each for each in found.attempts if each["share"] == share]
    if state is State.SENT:
        return "yes" if mine or any(each["share"] == share for each in found.receipts) or not found.people else "no"
    if state in _DOUBT or (state is State.CLAIMED and any(each["closed_at"] is None for each in mine)):
        return "perhaps"
    if state is State.RETRACTED:
        return "no" if _in_time(found, share, mine) else "yes"
    return "later" if state is State.HANDED_OVER else "no"


def _in_time(found: Recorded, share: int, mine: Collection[Mapping[str, Any]]) -> bool:
    """Whether a request was taken back from its provider before it left."""
    ahead = any(each["outcome"] == State.HANDED_OVER for each in mine)
    gone = [
        each["closed_at"]
        for each in found.retractions
        if each["share"] == share and each["closed_at"] and not each["reason"]
    ]
    return ahead and bool(gone) and min(gone) < found.row["slot"]
