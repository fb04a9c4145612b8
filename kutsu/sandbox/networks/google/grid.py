"""A block of a tab as `GridData`, and what a `Sheet` has beside it."""

from __future__ import annotations

from collections.abc import Iterable

from kutsu.sandbox.networks.google.books import Block, Tab
from kutsu.sandbox.store import Json


def grid(block: Block, locale: str) -> Json:
    """The cells of a block, down to the last that holds something or looks like something."""
    looks, rows, same = block.tab.looks, list[Json](), dict[tuple[int, ...], Json]()
    used = min(len(block.tab.rows), block.bottom)
    for row in range(block.top, max(used, min(looks.reach(block.tab.height), block.bottom))):
        seam = looks.seam(row)
        if row < used or seam not in same:
            cells = [_cell(block.tab, row, column, locale) for column in range(block.left, block.right)]
            same[seam] = {"values": shorn} if (shorn := _shorn(cells)) else {}
            rows.append(same[seam])
            if row < used:
                del same[seam]
        else:
            rows.append(same[seam])
    widths = [{"pixelSize": looks.widths.get(column, USUAL_WIDTH)} for column in range(block.left, block.right)]
    start = {"startRow": block.top, "startColumn": block.left}
    given = {**start, "rowData": _shorn(rows), "columnMetadata": widths if looks.widths else []}
    return {name: value for name, value in given.items() if value}


USUAL_WIDTH = 100
"""Of a column whose width nobody set, in pixels."""


def beside(tab: Tab) -> Json:
    """What a `Sheet` has besides its properties and its cells; nothing is said of what it has not."""
    looks = tab.looks
    given = {"merges": looks.merges, "protectedRanges": looks.guards, "basicFilter": looks.filter}
    return {name: value for name, value in given.items() if value}


def _cell(tab: Tab, row: int, column: int, locale: str) -> Json:
    """One cell with its rule."""
    rule = tab.looks.rule(row, column) if tab.looks.rules else None
    return tab.cell(row, column).full(locale) | ({"dataValidation": rule} if rule else {})


def _shorn(cells: Iterable[Json]) -> list[Json]:
    """A list without its empty end."""
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept
