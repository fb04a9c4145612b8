"""What a tab has beside its cells: rules, formats of whole areas, warnings, widths, a filter.

Kept by area, as Google gives it back by cell: a rule on a column is one entry here and a thousand there. Source:
developers.google.com/workspace/sheets/api/reference/rest/v4/spreadsheets/cells and /other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict

from kutsu.sandbox.networks.google import words
from kutsu.sandbox.store import Json

FORMAT = {
    "numberFormat",
    "backgroundColor",
    "backgroundColorStyle",
    "borders",
    "padding",
    "horizontalAlignment",
    "verticalAlignment",
    "wrapStrategy",
    "textDirection",
    "textFormat",
    "hyperlinkDisplayType",
    "textRotation",
}
NESTED = {
    "numberFormat": {"type", "pattern"},
    "textFormat": {"foregroundColor", "foregroundColorStyle", "fontFamily", "fontSize", "bold", "italic", "underline"},
}
ENUMS = {
    "verticalAlignment": {"TOP", "MIDDLE", "BOTTOM"},
    "wrapStrategy": {"OVERFLOW_CELL", "LEGACY_WRAP", "CLIP", "WRAP"},
    "horizontalAlignment": {"LEFT", "CENTER", "RIGHT"},
}
CONDITIONS = {"BOOLEAN": range(3), "ONE_OF_LIST": range(1, 501), "ONE_OF_RANGE": range(1, 2)}
"""The conditions of rules that are played, and how many values each takes."""


class Strict(BaseModel):
    """A part of a tab's looks; a name that nobody reads is an error."""

    model_config = ConfigDict(extra="forbid")


class Area(Strict):
    """A rectangle, counted from 0; an end that is None reaches as far as the grid."""

    top: int = 0
    left: int = 0
    bottom: int | None = None
    right: int | None = None

    def holds(self, row: int, column: int) -> bool:
        """Whether the cell at these places lies in it."""
        return (
            self.top <= row
            and self.left <= column
            and (self.bottom is None or row < self.bottom)
            and (self.right is None or column < self.right)
        )


class Ruled(Strict):
    """A rule for what may be typed; None takes away what rules there were."""

    area: Area
    rule: Json | None


class Styled(Strict):
    """A format all over an area, of which only the fields named are set."""

    area: Area
    format: Json
    names: list[str]


class Looks(Strict):
    """All that a tab has beside its cells."""

    rules: list[Ruled] = []
    formats: list[Styled] = []
    guards: list[Json] = []
    widths: dict[int, int] = {}
    filter: Json | None = None
    merges: list[Json] = []

    def rule(self, row: int, column: int) -> Json | None:
        """The rule of a cell: the last that was set."""
        return next((each.rule for each in reversed(self.rules) if each.area.holds(row, column)), None)

    def style(self, row: int, column: int) -> Json:
        """The format that areas give to a cell, later ones over earlier ones."""
        style: Json = {}
        for each in self.formats:
            if each.area.holds(row, column):
                style = {name: value for name, value in style.items() if name not in each.names} | each.format
        return style

    def reach(self, height: int) -> int:
        """The row below the last one that has any looks of its own."""
        return max((height if each.area.bottom is None else each.area.bottom for each in self._areas()), default=0)

    def seam(self, row: int) -> tuple[int, ...]:
        """Which areas a row lies in: two empty rows with the same ones look the same."""
        inside = enumerate(each.area for each in self._areas())
        return tuple(place for place, area in inside if area.top <= row and (area.bottom is None or row < area.bottom))

    def _areas(self) -> Iterator[Ruled | Styled]:
        yield from self.rules
        yield from self.formats


def styled(given: Json, fields: Iterable[str], where: str) -> tuple[Json, list[str]]:
    """The part of a `CellFormat` that a mask names, and the names that it sets; raises 400 for what Google does not know."""
    words.only(given, FORMAT, where)
    for name, known in NESTED.items():
        words.only(given.get(name, {}), known, f"{where}.{name}")
    for name, choices in ENUMS.items():
        if name in given and given[name] not in choices:
            raise words.invalid(f"Invalid value at '{where}.{name}', \"{given[name]}\"")
    paths = [field.partition(".")[2].partition(".")[0] for field in fields if field.startswith("userEnteredFormat")]
    names = sorted(FORMAT if "*" in fields or "" in paths else paths)
    words.only(dict.fromkeys(names), FORMAT, f"{where}.fields")
    return {name: given[name] for name in names if name in given}, names


def ruled(rule: Json, where: str) -> Json:
    """A `DataValidationRule`; raises 400 for one that Google would not take."""
    words.only(rule, {"condition", "inputMessage", "strict", "showCustomUi"}, where)
    condition: dict[str, Any] = rule.get("condition", {})
    words.only(condition, {"type", "values"}, f"{where}.condition")
    kind, values = condition.get("type", ""), condition.get("values", [])
    if kind not in CONDITIONS:
        raise words.invalid(f"Invalid value at '{where}.condition.type', \"{kind}\"")
    for value in values:
        words.only(value, {"userEnteredValue", "relativeDate"}, f"{where}.condition.values")
    if len(values) not in CONDITIONS[kind]:
        raise words.invalid(f"Invalid {where}: Invalid number of values for condition {kind}: {len(values)}")
    if kind == "ONE_OF_RANGE" and not str(values[0].get("userEnteredValue", "")).startswith("="):
        raise words.invalid(f"Invalid {where}: ONE_OF_RANGE condition must be a range that begins with '='")
    return rule
