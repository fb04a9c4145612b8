"""One table of cells: how a workbook and a Google Sheet store them, and the one `Cell` that both must give."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from kutsu.core.grid import Cell

SEVENTEEN = round(17 / 24, 10)
MOMENT = dt.datetime(2019, 11, 6, 17)  # noqa: DTZ001 - a spreadsheet knows no zones


@dataclass(frozen=True)
class Case:
    """A cell by name: `value`, number `pattern` and formula in Excel, the same cell kept by Google, and what is read."""

    name: str
    value: Any
    read: Cell
    pattern: str = "General"

    @property
    def google(self) -> dict[str, Any]:
        """The cell as the sandbox of Google Sheets keeps it."""
        return {
            "raw": self.read.raw,
            "shown": self.read.shown,
            "format": self.read.format,
            "formula": self.read.formula,
        }


CASES = (
    Case("text", "6.11.2019", Cell("6.11.2019", "6.11.2019")),
    Case("date", dt.date(2019, 11, 6), Cell(43775.0, "6.11.2019", "date"), "d.m.yyyy"),
    Case("date-as-number", 43775, Cell(43775.0, "43775")),
    Case("number-as-text", "43775", Cell("43775", "43775", "text"), "@"),
    Case("iso-date-format", dt.date(2019, 11, 6), Cell(43775.0, "6.11.2019", "date"), "yyyy-mm-dd"),
    Case("time", dt.time(17), Cell(SEVENTEEN, "17.00", "time"), "h.mm"),
    Case("time-as-number", 17 / 24, Cell(17 / 24, "0,7083333333")),
    Case("moment", MOMENT, Cell(43775 + SEVENTEEN, "6.11.2019 17.00", "datetime"), "d.m.yyyy h:mm"),
    Case("hour-and-tenths", 17.3, Cell(17.3, "17,3")),
    Case("hour-and-hundredths", 17.3, Cell(17.3, "17,30", "number"), "0.00"),
    Case("whole-number", 57, Cell(57.0, "57")),
    Case("hour", 17, Cell(17.0, "17")),
    Case("early-hour", 5, Cell(5.0, "5")),
    Case("postcode-as-number", 2230, Cell(2230.0, "2230")),
    Case("ticked", True, Cell(True, "TOSI")),
    Case("unticked", False, Cell(False, "EPÄTOSI")),
    Case("phone-as-number", 401234567, Cell(401234567.0, "401234567")),
    Case("phone-as-text", "09 555 0101", Cell("09 555 0101", "09 555 0101", "text"), "@"),
    Case(
        "long-text", "“Tule”\n• <b>&amp; 🙂\u00a0", Cell("“Tule”\n• <b>&amp; 🙂\u00a0", "“Tule”\n• <b>&amp; 🙂\u00a0")
    ),
    Case("blank-with-format", None, Cell(), "d.m.yyyy"),
    Case("text-formula", '=UPPER("info")', Cell("INFO", "INFO", "", '=UPPER("info")')),
    Case("number-formula", "=20+20", Cell(40.0, "40", "", "=20+20")),
    Case(
        "translation-formula",
        '=GOOGLETRANSLATE(B7,"fi","sv")',
        Cell("Tolkningsapp", "Tolkningsapp", "", '=GOOGLETRANSLATE(B7,"fi","sv")'),
    ),
)

BY_NAME = {case.name: case.read for case in CASES}
"""What is read of each cell, from either source."""
