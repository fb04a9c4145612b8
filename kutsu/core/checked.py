"""What a doctor saw: one line per thing that was looked at, with what was seen there and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "note", "fault"]


@dataclass(frozen=True)
class Checked:
    """One thing that was looked at. A `note` is for the coming days, a `fault` stops something now; both say what to do."""

    level: Level
    what: str
    seen: str
    do: str = ""


def ok(what: str, seen: str) -> Checked:
    """All is well here."""
    return Checked("ok", what, seen)


def note(what: str, seen: str, do: str) -> Checked:
    """Nothing is stopped, but somebody should know."""
    return Checked("note", what, seen, do)


def fault(what: str, seen: str, do: str) -> Checked:
    """Something cannot be done as it is."""
    return Checked("fault", what, seen, do)


def by_days(what: str, days: float, told: str, do: str, soon: int = 14) -> Checked:
    """Something that ends in so many days: over is a fault, near is a note."""
    if days < 0:
        return fault(what, f"{told} ended {abs(int(days))} days ago", do)
    seen = f"{told} has {int(days)} days left"
    return note(what, seen, do) if days < soon else ok(what, seen)
