"""Where an edit belongs: the row that has its id at this moment, never a row number from before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kutsu.core.cells.normal import digits, folded
from kutsu.core.columns.headers import find_columns
from kutsu.core.columns.shape import TabSchema
from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.grid import Edit, Tab

Target = tuple[int, int, str | bool]
"""Row and column, both from 1 as gspread and openpyxl count, and the value for that cell."""


def locate(tab: Tab, schema: TabSchema, languages: Mapping[str, Language], edits: Sequence[Edit]) -> list[Target]:
    """The cell of every edit that is for this tab, in the tab as it was read just now.

    Raises `Faulty` with everything at once: ids that no row has or several have, columns that the tab has not.
    """
    columns, _ = find_columns(tab, schema, languages)
    mine = [edit for edit in edits if edit.tab == schema.key]
    rows, counts = _rows(tab, columns.get("id"))
    ids = {edit.id: folded(edit.id) for edit in mine}
    faults = [
        f'{tab.title}: the id "{name}" is on {counts[form] or "no"} rows; nothing was written.'
        for name, form in ids.items()
        if counts[form] != 1
    ]
    wanted = dict.fromkeys(edit.column for edit in mine)
    faults += [f'{tab.title}: there is no column "{key}"; nothing was written.' for key in wanted if key not in columns]
    if faults:
        raise Faulty(faults)
    return [(rows[ids[edit.id]], columns[edit.column] + 1, edit.value) for edit in mine]


def _rows(tab: Tab, index: int | None) -> tuple[dict[str, int], Counter[str]]:
    """The row number (from 1) of every id as compared, and how many rows have it."""
    ids = [folded(digits(row[index])) if index is not None and index < len(row) else "" for row in tab.rows[1:]]
    return {name: number for number, name in enumerate(ids, start=2)}, Counter(ids)
