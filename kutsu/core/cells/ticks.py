"""One cell -> ticked or not. `ok kai` is neither."""

from __future__ import annotations

from kutsu.core.cells.normal import folded, typed
from kutsu.core.cells.reading import Reading, seen, wrong
from kutsu.core.grid import Cell

_YES = frozenset({"true", "tosi", "sant", "x", "✓", "✔", "☑", "kyllä", "k", "1", "ja", "yes"})
_NO = frozenset({"false", "epätosi", "falskt", "ei", "nej", "no", "0", "-", "–", "☐", ""})


def tick(cell: Cell, code: str = "tick-unclear") -> Reading[bool]:
    """Whether a box is ticked; an empty cell is not. `code` names the message where it cannot be told."""
    if isinstance(cell.raw, bool):
        return Reading(cell.raw)
    word = folded(str(int(cell.raw)) if cell.raw in (0, 1) else typed(cell)).replace("\ufe0f", "")
    if word in _YES or word in _NO:
        return Reading(word in _YES)
    return wrong(code, seen=seen(cell))
