"""Where an edit belongs: the row that has its id at this moment, never a row number from before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from kutsu.core.cells.normal import blank, digits, folded
from kutsu.core.columns.headers import Columns, find_columns
from kutsu.core.columns.shape import TabSchema
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.grid import Cell, Edit, Tab

OWN = ("preview", "state")
"""The columns that Kutsu alone fills."""

Target = tuple[int, int, str | bool]
"""Row and column, both from 1 as gspread and openpyxl count, and the value for that cell."""


def locate(tab: Tab, schema: TabSchema, languages: Mapping[str, Language], edits: Sequence[Edit]) -> list[Target]:
    """The cell of every edit that is for this tab, in the tab as it was read just now.

    Raises `Faulty` with everything at once: ids that no row has or several have, columns that the tab has not.
    """
    columns, _ = find_columns(tab, schema, languages)
    mine = [edit for edit in edits if edit.tab == schema.key]
    named = [edit for edit in mine if not edit.shows]
    rows, counts = _rows(tab, columns.get("id"))
    ids = {edit.id: folded(edit.id) for edit in named}
    faults = [
        f'{tab.title}: the id "{name}" is on {counts[form] or "no"} rows; nothing was written.'
        for name, form in ids.items()
        if counts[form] != 1
    ]
    wanted = dict.fromkeys(edit.column for edit in mine)
    faults += [f'{tab.title}: there is no column "{key}"; nothing was written.' for key in wanted if key not in columns]
    if faults:
        raise Faulty(faults)
    nameless = unnamed(tab, columns) if len(named) < len(mine) else {}
    places = [(nameless.get(edit.shows) if edit.shows else rows[ids[edit.id]], edit) for edit in mine]
    return [(row, columns[edit.column] + 1, edit.value) for row, edit in places if row is not None]


def unnamed(tab: Tab, columns: Columns) -> dict[tuple[str, ...], int]:
    """The number (from 1) of every row that has no id and shows what no other such row does, by what it shows.

    What Kutsu itself writes does not count; a formula counts as it is written.
    """
    own = {columns[key] for key in OWN if key in columns}
    at = columns["id"]
    shows = {
        number: _shows(row, own)
        for number, row in enumerate(tab.rows[1:], start=2)
        if at >= len(row) or (blank(row[at]) and row[at].raw is not False)
    }
    counts = Counter(shows.values())
    return {texts: number for number, texts in shows.items() if texts and counts[texts] == 1}


def _shows(row: Sequence[Cell], own: Collection[int]) -> tuple[str, ...]:
    """The texts of a row without its blank end."""
    texts = ["" if index in own else cell.formula or cell.shown for index, cell in enumerate(row)]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _rows(tab: Tab, index: int | None) -> tuple[dict[str, int], Counter[str]]:
    """The row number (from 1) of every id as compared, and how many rows have it."""
    ids = [folded(digits(row[index])) if index is not None and index < len(row) else "" for row in tab.rows[1:]]
    return {name: number for number, name in enumerate(ids, start=2)}, Counter(ids)
