"""Whether a saved workbook still holds all that the one before it held: asked before the one takes the other's place."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

LOOK = ("number_format", "font", "fill", "border", "alignment", "protection")


def differences(before: bytes, after: bytes, rewritten: str) -> list[str]:
    """What of `before` is not in `after` as it was, each by its place; the tab `rewritten` is Kutsu's own and may change."""
    old, new, old_results, new_results = (
        openpyxl.load_workbook(BytesIO(content), rich_text=not results, data_only=results)
        for results in (False, True)
        for content in (before, after)
    )
    found = list(_of_book(old, new))
    for sheet in old.worksheets:
        if sheet.title in new.sheetnames and sheet.title != rewritten:
            found += _of_cells(sheet, new[sheet.title], looks=True)
            found += _of_cells(old_results[sheet.title], new_results[sheet.title], looks=False)
            found += _of_sheet(sheet, new[sheet.title])
    return found


def _of_book(old: openpyxl.Workbook, new: openpyxl.Workbook) -> Iterator[str]:
    """What concerns the workbook as a whole: no tab has gone or moved, and names still mean the same."""
    if new.sheetnames[: len(old.sheetnames)] != old.sheetnames:
        yield "the order of the tabs"
    if {key: name.attr_text for key, name in old.defined_names.items()} != {
        key: name.attr_text for key, name in new.defined_names.items()
    }:
        yield "the names of ranges"


def _of_cells(old: Worksheet, new: Worksheet, *, looks: bool) -> Iterator[str]:
    """Every cell that held something, and what it looked like."""
    before, after = _Looks(), _Looks()
    for cell in (cell for row in old.iter_rows() for cell in row):
        same: Any = new[cell.coordinate]
        if _content(cell) is not None and _content(cell) != _content(same):
            yield f"{old.title} {cell.coordinate}: what stands there"
        elif looks and cell.has_style and before[cell] != after[same]:
            yield f"{old.title} {cell.coordinate}: how it looks"
        elif looks and cell.comment and (same.comment is None or cell.comment.text != same.comment.text):
            yield f"{old.title} {cell.coordinate}: its note"
        elif looks and cell.hyperlink and (same.hyperlink is None or cell.hyperlink.target != same.hyperlink.target):
            yield f"{old.title} {cell.coordinate}: its link"


class _Looks(dict[bytes, tuple[str, ...]]):
    """How the cells of one tab look, read once for all that look the same."""

    def __getitem__(self, cell: Any) -> tuple[str, ...]:
        key = cell._style.tobytes()
        if key not in self:
            self[key] = tuple(repr(getattr(cell, name)).replace("=False", "=None") for name in LOOK)  # no is no
        return super().__getitem__(key)


def _content(cell: Any) -> object:
    """What a cell holds; a formula that fills others by its words and its area, rich text by its runs."""
    text = getattr(cell.value, "text", None)
    return (text, cell.value.ref) if text is not None else cell.value and (type(cell.value).__name__, repr(cell.value))


def _of_sheet(old: Worksheet, new: Worksheet) -> Iterator[str]:
    """What a tab has beside its cells."""
    for words, before, after in _features(old, new):
        if before != after:
            yield f"{old.title}: {words}"
    rules = [tostring(rule.to_tree()) for rule in new.data_validations.dataValidation]
    if any(tostring(rule.to_tree()) not in rules for rule in old.data_validations.dataValidation):
        yield f"{old.title}: rules for what may be typed"
    if old.freeze_panes and old.freeze_panes != new.freeze_panes:
        yield f"{old.title}: what stays in view"


def _features(old: Worksheet, new: Worksheet) -> Iterator[tuple[str, object, object]]:
    """What must be the same before and after, with its name."""
    yield "merged cells", sorted(map(str, old.merged_cells.ranges)), sorted(map(str, new.merged_cells.ranges))
    yield "colours by condition", _conditions(old), _conditions(new)
    yield "hidden or shown", old.sheet_state, new.sheet_state
    yield "its lock", dict(old.protection), dict(new.protection)
    yield "rows", _rows(old), {key: look for key, look in _rows(new).items() if key in _rows(old)}
    widths = _widths(new)
    yield "columns", _widths(old), {key: widths.get(key) for key in _widths(old)}
    yield "tables", sorted(old.tables), sorted(new.tables)


def _conditions(sheet: Worksheet) -> list[tuple[str, list[bytes]]]:
    """Conditional formats by their ranges."""
    return [
        (str(area.sqref), [tostring(rule.to_tree()) for rule in area.rules]) for area in sheet.conditional_formatting
    ]


def _rows(sheet: Worksheet) -> dict[int, tuple[object, ...]]:
    return {number: (row.height, row.hidden, row.outlineLevel) for number, row in sheet.row_dimensions.items()}


def _widths(sheet: Worksheet) -> dict[int, tuple[object, ...]]:
    """Width and hiding of each column that has them set, up to the last that holds anything."""
    held: list[Any] = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.comment]
    last = max((cell.column for cell in held), default=0)
    return {
        number: (look.width, look.hidden, look.outlineLevel)
        for look in sheet.column_dimensions.values()
        for number in range(look.min or 0, min(look.max or -1, last) + 1)
    }
