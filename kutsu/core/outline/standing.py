"""A sheet as it stands, as far as an outline has a say in it: its cells, and what each column has beside them."""

from __future__ import annotations

from dataclasses import dataclass

from kutsu.core.grid import Tab

Columns = frozenset[int]
"""Places of columns, from 0."""
HEADER = -1
"""Among guarded columns: the header row."""


@dataclass(frozen=True)
class StandingTab:
    """One tab; `width` counts the columns up to the last that holds anything at all, be it a note or a merged cell.

    `noted` columns have a note on their header, `ruled` ones a rule (drop-down, tick-box) in some cell below it, `formatted`
    ones a number format in the cells yet to be filled; a `guarded` one warns whoever edits it. `filtered`: a filter ends at `width`.
    """

    tab: Tab
    width: int = 0
    noted: Columns = frozenset()
    ruled: Columns = frozenset()
    formatted: Columns = frozenset()
    guarded: Columns = frozenset()
    frozen: bool = False
    filtered: bool = False


@dataclass(frozen=True)
class Standing:
    """A whole sheet; without `locale` and `zone` for a file, which has none. `guards`: whether a column can warn its editor."""

    tabs: tuple[StandingTab, ...] = ()
    locale: str | None = None
    zone: str | None = None
    guards: bool = False
