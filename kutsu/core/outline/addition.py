"""One thing that a sheet lacks: what every spreadsheet must be able to add."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kutsu.core.outline.shape import Example, OutlinedColumn

BODY = 2
"""The first row below the header."""


class What(StrEnum):
    """The kinds of additions."""

    PLACE = "place"
    """Locale and time zone."""
    TAB = "tab"
    COLUMN = "column"
    NOTE = "note"
    CHOICE = "choice"
    """A drop-down or tick-boxes."""
    FORMAT = "format"
    GUARD = "guard"
    """A warning for whoever edits the column, or the header row (`HEADER`)."""
    FREEZE = "freeze"
    FILTER = "filter"
    """A filter reaches over the new columns, so that a sort through it takes them along."""
    MODEL = "model"
    HELP = "help"
    REMARK = "remark"
    """Nothing is added: a person has to look."""


@dataclass(frozen=True)
class Addition:
    """One thing that is added: to which tab (its title), from which row (from 1) on, at which column (from 0).

    `source`, of a drop-down of ids: the title of their tab and the place of their column. `told` is a line for people; a part
    of a new tab or column has none.
    """

    what: What
    tab: str = ""
    column: OutlinedColumn | None = None
    index: int = 0
    row: int = BODY
    source: tuple[str, int] | None = None
    cells: tuple[tuple[int, Example], ...] = ()
    lines: tuple[str, ...] = ()
    told: str = ""
