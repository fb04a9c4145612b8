"""Whether the sheet says that everything waits: a tick in the *Settings* tab, in any of the editors' languages."""

from __future__ import annotations

from collections.abc import Mapping

from kutsu.core.cells.ticks import tick
from kutsu.core.grid import Cell

NAMES = ("tauko", "paus", "pause")
"""The setting's name; `tauko` is the one that Kutsu writes."""


def wants_pause(settings: Mapping[str, str]) -> bool | None:
    """Whether a pause is ticked; None where no sheet has the setting at all: a row that is gone takes no tick away.

    What is neither yes nor no counts as yes, for silence can be mended and words cannot.
    """
    values = [settings[name] for name in NAMES if name in settings]
    return any(map(asks, values)) if values else None


def asks(value: str) -> bool:
    """Whether a value asks for the pause; an empty one does not."""
    return bool(value) and tick(Cell(value, value)).value is not False
