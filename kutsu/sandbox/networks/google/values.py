"""The `values` calls of the Sheets API: plain values by A1 range, in and out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kutsu.sandbox.networks.google import words
from kutsu.sandbox.networks.google.books import Block, Book
from kutsu.sandbox.store import Json

OPTIONS = ("majorDimension", "valueRenderOption", "dateTimeRenderOption")
RENDERS = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
DATES = ("SERIAL_NUMBER", "FORMATTED_STRING")
DIMENSIONS = ("ROWS", "COLUMNS")


def option(given: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> str:
    """An option that is one of a few words, the first by default."""
    value = given.get(name, choices[0])
    if value not in choices:
        raise words.invalid(f"Invalid value at '{name}', \"{value}\"")
    return str(value)


def rendered(book: Book, block: Block, given: Mapping[str, Any]) -> Json:
    """A block as `ValueRange`; without `values` when nothing is in it."""
    dimension = option(given, "majorDimension", DIMENSIONS)
    render, dates = option(given, "valueRenderOption", RENDERS), option(given, "dateTimeRenderOption", DATES)
    rows = [[cell.value(render, dates, book.locale) for cell in row] for row in block.rows()]
    if dimension == "COLUMNS":
        width = max(map(len, rows), default=0)
        rows = [[row[place] if place < len(row) else "" for row in rows] for place in range(width)]
    answer: Json = {"range": block.address, "majorDimension": dimension}
    return answer | ({"values": rows} if rows else {})


def written(book: Book, given: Json, entered: str) -> Json:
    """Write one `ValueRange` and tell what was updated; null leaves a cell as it is, an empty string clears it."""
    words.only(given, {"range", "majorDimension", "values"}, "data")
    if entered != "RAW":
        raise words.invalid("'valueInputOption' is required but not specified, and the sandbox plays RAW only")
    block = book.block(str(given.get("range", "")))
    rows = given.get("values", [])
    if option(given, "majorDimension", DIMENSIONS) == "COLUMNS":
        raise words.invalid("The sandbox writes rows only")
    width, count = max(map(len, rows), default=0), 0
    start_only = block.height == block.width == 1
    if not start_only and (len(rows) > block.height or width > block.width):
        raise words.invalid(f"Requested writing within range [{block.address}], but tried writing outside of it")
    for down, row in enumerate(rows):
        for along, value in enumerate(row):
            if value is not None:
                place = (block.top + down, block.left + along)
                block.tab.put(*place, block.tab.cell(*place).held(None if value == "" else value))
                count += 1
    area = Block(block.tab, block.top, block.left, block.top + max(len(rows), 1), block.left + max(width, 1))
    return {"updatedRange": area.address, "updatedRows": len(rows), "updatedColumns": width, "updatedCells": count}


def cleared(book: Book, address: str) -> str:
    """Empty a block, formats and notes stay; gives its address."""
    block = book.block(address)
    for row, column in block.places():
        if not block.tab.cell(row, column).empty():
            block.tab.put(row, column, block.tab.cell(row, column).held(None))
    return block.address
