"""One cell of a spreadsheet: as kept, as an editor sees it, and as the Sheets API gives and takes it.

Kept as JSON: `raw` (stored; dates and times are serials from 30.12.1899), `shown`, `format` (date, time, datetime, number,
text or empty), `formula`, `note`. A cell without `shown` shows what its locale makes of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from kutsu.sandbox.networks.google import words
from kutsu.sandbox.networks.google.looks import styled
from kutsu.sandbox.store import Json

DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
TYPES = {"date": "DATE", "time": "TIME", "datetime": "DATE_TIME", "number": "NUMBER", "text": "TEXT"}
TRUTH = {"fi": ("TOSI", "EPÄTOSI"), "sv": ("SANT", "FALSKT")}
DATES = {"fi": ("%-d.%-m.%Y", "%-H.%M"), "sv": ("%Y-%m-%d", "%H:%M")}
FORMATS = {api: name for name, api in TYPES.items()}
FIELDS = frozenset({"userEnteredValue", "userEnteredFormat", "note"})
VALUES: dict[str, type | tuple[type, ...]] = {
    "stringValue": str,
    "numberValue": (int, float),
    "boolValue": bool,
    "formulaValue": str,
}
LONGEST = 50_000
"""Characters in one cell."""

Raw = str | int | float | bool | None


class Cell(BaseModel):
    """A cell as kept."""

    model_config = ConfigDict(extra="forbid", strict=True)

    raw: Raw = None
    shown: str = ""
    format: Literal["date", "time", "datetime", "number", "text", ""] = ""
    formula: str = ""
    note: str = ""
    style: dict[str, Any] = {}

    def blank(self) -> bool:
        """Whether it was never touched."""
        return self.raw is None and not (self.style or self.format or self.shown or self.formula or self.note)

    def restyled(self, look: Json, names: Collection[str]) -> Cell:
        """The same cell with these fields of its format set, and cleared where `look` has them not."""
        kept = {name: value for name, value in self.style.items() if name not in names}
        update: Json = {"style": kept | {name: value for name, value in look.items() if name != "numberFormat"}}
        if "numberFormat" in names:
            update |= {"format": FORMATS.get(look.get("numberFormat", {}).get("type", ""), ""), "shown": ""}
        return self.model_copy(update=update)

    def empty(self) -> bool:
        """Whether a reading of values leaves it out at the end of a row."""
        return self.raw in (None, "") and not self.formula

    def held(self, value: Raw, formula: str = "") -> Cell:
        """The same cell with another value: its format and note stay."""
        return self.model_copy(update={"raw": value, "formula": formula, "shown": ""})

    def seen(self, locale: str) -> str:
        """What the editor sees."""
        if self.shown or self.raw is None or isinstance(self.raw, str):
            return self.shown or str(self.raw or "")
        language = locale.partition("_")[0]
        if isinstance(self.raw, bool):
            return TRUTH.get(language, ("TRUE", "FALSE"))[not self.raw]
        if self.format in ("date", "time", "datetime"):
            return self._moment(*DATES.get(language, ("%-m/%-d/%Y", "%-I:%M %p")))
        return f"{self.raw:.15g}".replace(".", "," if language in DATES else ".")

    def _moment(self, day: str, time: str) -> str:
        """The serial as a date, a time or both."""
        assert isinstance(self.raw, int | float)
        instant = DAY_ZERO + dt.timedelta(minutes=round(self.raw * 24 * 60))
        return instant.strftime({"date": day, "time": time}.get(self.format, f"{day} {time}"))

    def value(self, render: str, dates: str, locale: str) -> Raw:
        """What `values` calls give, by their two render options."""
        if render == "FORMULA" and self.formula:
            return self.formula
        as_text = dates == "FORMATTED_STRING" and self.format in ("date", "time", "datetime")
        if render == "FORMATTED_VALUE" or as_text:
            return self.seen(locale)
        return "" if self.raw is None else self.raw

    def full(self, locale: str) -> Json:
        """The cell as `CellData`; an empty one has nothing but its format and note."""
        answer: Json = {}
        if not self.empty():
            effective = _extended(self.raw)
            entered = {"formulaValue": self.formula} if self.formula else effective
            answer |= {"userEnteredValue": entered, "effectiveValue": effective, "formattedValue": self.seen(locale)}
        if self.format:
            number = {"numberFormat": {"type": TYPES[self.format]}}
            answer |= {"userEnteredFormat": self.style | number, "effectiveFormat": self.style | number}
        elif self.style:
            answer |= {"userEnteredFormat": self.style, "effectiveFormat": self.style}
        return answer | ({"note": self.note} if self.note else {})


def _extended(raw: Raw) -> Json:
    """A value as `ExtendedValue`."""
    if isinstance(raw, bool):
        return {"boolValue": raw}
    return {"stringValue": raw or ""} if isinstance(raw, str | None) else {"numberValue": raw}


def taken(cell: Cell, given: Json, fields: frozenset[str], where: str) -> Cell:
    """The cell after `updateCells` or `repeatCell`: each field of the mask is set, and cleared when it is not given."""
    words.only(given, FIELDS, where)
    roots = {name.partition(".")[0] for name in fields}
    if strange := roots - FIELDS - {"*"}:
        raise words.invalid(f"Invalid value at '{where}.fields': {min(strange)}")
    masked = FIELDS if "*" in roots else roots
    if "userEnteredFormat" in masked:
        cell = cell.restyled(*styled(given.get("userEnteredFormat", {}), fields, f"{where}.user_entered_format"))
    if "note" in masked:
        cell = cell.model_copy(update={"note": given.get("note", "")})
    if "userEnteredValue" in masked:
        value = given.get("userEnteredValue", {})
        _checked(value, f"{where}.user_entered_value")
        formula = value.get("formulaValue", "")
        return cell.held(next(iter(value.values()), None), formula)
    return cell


def _checked(value: Json, where: str) -> None:
    """An `ExtendedValue` has one of its fields at most, of that field's type, and not too much in it."""
    words.only(value, VALUES, where)
    if len(value) > 1:
        raise words.invalid(f"Invalid value at '{where}' (value), oneof field 'value' is already set.")
    for name, given in value.items():
        if not isinstance(given, VALUES[name]) or (name == "numberValue" and isinstance(given, bool)):
            raise words.invalid(f"Invalid value at '{where}.{name}', {given!r}")
        if isinstance(given, str) and len(given) > LONGEST:
            raise words.invalid(f"Your input contains more than the maximum of {LONGEST} characters in a single cell.")
