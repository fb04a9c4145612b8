"""Lay down an outline as a new workbook, which staff open in Excel or LibreOffice: all that an empty one lacks."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

import openpyxl

from kutsu.core.config import Language
from kutsu.core.errors import Faulty
from kutsu.core.outline import HEADERS_IN, Outline
from kutsu.core.outline.additions import additions
from kutsu.core.outline.standing import Standing
from kutsu.sheets.excel_additions import add


def write_new(
    path: Path, outlines: Mapping[str, Outline], languages: Mapping[str, Language], ui: str = HEADERS_IN
) -> None:
    """Write a new file, headed in the staff language `ui`; raises `Faulty` where there is one already, or no folder for it."""
    book, content = openpyxl.Workbook(), BytesIO()
    book.remove(book.worksheets[0])
    add(book, additions(outlines, Standing(), languages, ui))
    book.save(content)
    try:
        with path.open("xb") as file:
            file.write(content.getvalue())
    except FileExistsError as there:
        raise Faulty(
            [
                f"{path} is there already and stays as it is. Give another name, or move the file away; "
                "`kutsu sheet upgrade` adds to it what it lacks."
            ]
        ) from there
    except FileNotFoundError as missing:
        raise Faulty([f"There is no folder {path.parent}. Make it first."]) from missing
