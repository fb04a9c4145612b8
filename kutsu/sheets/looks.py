"""How a sheet of Kutsu's making looks, in a workbook and in Google Sheets alike: colours by whose a column is, in RGB."""

from __future__ import annotations

import datetime as dt

from kutsu.core.cells.names import clock
from kutsu.core.outline import Owner
from kutsu.core.outline.shape import Example

HEADS = {Owner.STAFF: "1F4E79", Owner.ID: "9C4A00", Owner.DECISION: "1E6B3A", Owner.KUTSU: "595959"}
BODIES = {Owner.ID: "FDF0E1", Owner.DECISION: "E8F4EA", Owner.KUTSU: "EDEDED"}
ON_HEAD, MODEL = "FFFFFF", "666666"
"""The colours of the letters on a header and in the model row."""
FACE = "Calibri"
"""The letters of a workbook; a font without a name is shown in whatever a program likes."""
HELP_WIDTH = 110
"""Of the tab of help, in characters."""


def as_typed(example: Example) -> str | bool | float | dt.date | None:
    """What is written into a model row: times are text there, as in all cells for times."""
    return clock(example) if isinstance(example, dt.time) else example
