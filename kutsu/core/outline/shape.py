"""What a new sheet consists of, in words that any spreadsheet can be laid down from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

Example = str | int | bool | dt.date | dt.time | None
"""What stands in the model row under one column, as staff would type it."""


class Owner(StrEnum):
    """Whose a column is, which its colour tells."""

    STAFF = "staff"
    ID = "id"
    DECISION = "decision"
    KUTSU = "kutsu"


@dataclass(frozen=True)
class OutlinedColumn:
    """One column: its header and note, what its cells look like, and what may be chosen in them.

    `format` is one of `date`, `time`, `text` or empty; `options` are offered, though a reader takes the words of another staff
    language too; `refers` is the key of the tab whose ids are offered instead; in a `free` column anything else is typed
    without a warning; `width` is in characters.
    """

    key: str
    header: str
    note: str
    owner: Owner
    format: str = ""
    tick: bool = False
    options: tuple[str, ...] = ()
    refers: str = ""
    free: bool = False
    width: int = 16
    example: Example = None


@dataclass(frozen=True)
class OutlinedTab:
    """One tab: its key in the schema, its title and its columns."""

    key: str
    title: str
    columns: tuple[OutlinedColumn, ...]


@dataclass(frozen=True)
class Outline:
    """A whole new sheet: its tabs, then the tab that explains it, its paragraphs by language."""

    tabs: tuple[OutlinedTab, ...]
    help_title: str
    help: Mapping[str, tuple[str, ...]]
