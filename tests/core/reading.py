"""Read one value as the cell of a column, for the tests of the grammars."""

from __future__ import annotations

from typing import Any

from kutsu.core.cells.read import Words, read_cell
from kutsu.core.cells.reading import Reading
from kutsu.core.columns import SCHEMAS, TabSchema
from kutsu.core.columns.labels import choices, spoken
from tests.books import CITY, LANGUAGES, NOW, Value, cell

WORDS = Words(choices(CITY.themes), spoken(LANGUAGES))
TABS = {schema.key: schema for schema in SCHEMAS}


def read(where: str, value: Value) -> Reading[Any]:
    """The reading of `value` under a column such as `sessions:day`, whose header is taken from there."""
    tab, key = where.split(":")
    schema: TabSchema = TABS[tab]
    return read_cell(cell(value), schema.column(key), schema.column(key).headers["fi"][0], NOW, WORDS)


def code(reading: Reading[Any]) -> str:
    """The code of what was remarked, or nothing."""
    return reading.remark.code if reading.remark else ""


def said(reading: Reading[Any], language: str = "fi") -> str:
    """What its editor is told."""
    return reading.remark.message[language] if reading.remark else ""
