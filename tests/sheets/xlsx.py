"""Change the XML of a workbook's first worksheet, as another program would have written it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

SHEET = "xl/worksheets/sheet1.xml"


def part(path: Path, name: str = SHEET) -> bytes:
    """One part of the file."""
    with ZipFile(path) as file:
        return file.read(name)


def rewritten(path: Path, changes: Mapping[bytes, str]) -> None:
    """Replace bytes of the first worksheet; each must be there."""
    target = BytesIO()
    with ZipFile(path) as old, ZipFile(target, "w") as new:
        for entry in old.infolist():
            xml = old.read(entry)
            if entry.filename == SHEET:
                for before, after in changes.items():
                    assert before in xml, before
                    xml = xml.replace(before, after.encode())
            new.writestr(entry, xml)
    path.write_bytes(target.getvalue())
