"""The sizes of notes, which openpyxl forgets when it reads a workbook: without them a long note shows its first lines only.

They stand in a drawing of an older make (VML) beside each worksheet. Excel does not always write it as well-formed XML, so
it is searched and not parsed. Source: [MS-OI29500], 3.4, and ECMA-376, part 4, 19.4.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import openpyxl
from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.functions import fromstring

from kutsu.sheets.ooxml_pages import worksheets

SHAPE = re.compile(r"<(?:\w+:)?shape\s(.*?)</(?:\w+:)?shape>", re.DOTALL)
PLACE = re.compile(r"<(?:\w+:)?(Row|Column)>\s*(\d+)\s*<")
SIDE = re.compile(r"\b(?<!-)(width|height)\s*:\s*([\d.]+)\s*(pt|px)")
PIXELS = {"px": 1.0, "pt": 4 / 3}

Size = tuple[int, int, dict[str, int]]
"""Row and column (from 1) of a note, and its `width` and `height` in pixels."""


def resize(book: openpyxl.Workbook, content: bytes) -> None:
    """Give every note of the book, as openpyxl read it out of `content`, the size that it has there."""
    reader = ExcelReader(BytesIO(content))
    reader.read_manifest()
    reader.read_workbook()
    with ZipFile(BytesIO(content)) as file:
        for title, path in worksheets(reader).items():
            for row, column, sides in _sizes(file, path):
                cell: Any = book[title].cell(row, column)
                if cell.comment:
                    cell.comment.width, cell.comment.height = sides["width"], sides["height"]


def _sizes(file: ZipFile, path: str) -> Iterator[Size]:
    """The sizes of all notes of one worksheet."""
    folder, name = posixpath.split(path)
    links = f"{folder}/_rels/{name}.rels"
    if links not in file.namelist():
        return
    for link in fromstring(file.read(links)):
        if link.get("Type", "").endswith("/vmlDrawing"):
            drawn = link.get("Target", "").rpartition("/")[2]
            drawing = next((each for each in file.namelist() if each.endswith(f"/{drawn}")), None)
            if drawing:
                yield from _shapes(file.read(drawing).decode("utf-8", "replace"))


def _shapes(drawing: str) -> Iterator[Size]:
    """What is drawn, where its place and its size are told."""
    for shape in SHAPE.findall(drawing):
        place = {name: int(number) + 1 for name, number in PLACE.findall(shape)}
        sides = {name: round(float(size) * PIXELS[unit]) for name, size, unit in SIDE.findall(shape.partition(">")[0])}
        if len(place) == len(sides) == 2:
            yield place["Row"], place["Column"], sides
