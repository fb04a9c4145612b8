"""Parts that office systems put on a file, such as labels of secrecy and properties of a document library, carried over a saving.

openpyxl drops them. They concern no cell: they hang on the package or on the workbook by a relation each, and nothing else
points to them. Source: ECMA-376, part 1, 15.2.5 and 15.2.6, part 2, 6.5; [MS-OFFCRYPTO], 2.6 (labels).
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl.xml.functions import Element, fromstring, tostring

CARRIED = ("customXml/", "docMetadata/")
RELATIONS = {"_rels/.rels": "", "xl/_rels/workbook.xml.rels": "xl"}
"""The lists of relations by name, each with the folder that its targets are named from."""
TYPES = "[Content_Types].xml"


def with_carried(saved: bytes, original: bytes) -> bytes:
    """The saved workbook with these parts of the original, and with what lists them."""
    target = BytesIO()
    with ZipFile(BytesIO(original)) as old, ZipFile(BytesIO(saved)) as new, ZipFile(target, "w") as file:
        names = [name for name in old.namelist() if name.startswith(CARRIED)]
        for entry in new.infolist():
            part = new.read(entry)
            lists = names and entry.filename in (*RELATIONS, TYPES)
            file.writestr(entry, _listing(part, old.read(entry.filename), entry.filename, names) if lists else part)
        for name in names:
            file.writestr(name, old.read(name), ZIP_DEFLATED)
    return target.getvalue()


def _listing(new: bytes, old: bytes, name: str, carried: list[str]) -> bytes:
    """A list of types or relations with the entries of the carried parts behind its own."""
    root = fromstring(new)
    for number, entry in enumerate(_entries(fromstring(old), name, carried), start=1):
        if name != TYPES:
            entry.set("Id", f"carried{number}")
        root.append(entry)
    written: Any = tostring(root)  # bytes, whatever the stubs say
    return bytes(written)


def _entries(root: Element, name: str, carried: list[str]) -> Iterator[Element]:
    """The entries that name a carried part."""
    for entry in root:
        part = entry.get("PartName") or posixpath.join("/", RELATIONS.get(name, ""), entry.get("Target", ""))
        if posixpath.normpath(part).lstrip("/") in carried and entry.get("TargetMode") != "External":
            yield entry
