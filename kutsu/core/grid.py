"""A sheet as it was read: cells with what is stored and what the editor sees, and the edits that Kutsu makes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

Raw = str | float | bool | None
"""A stored value: dates and times are serial numbers (day 0 is 30.12.1899), as Google Sheets gives them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `raw` as stored, `shown` as the editor sees it, `format` of `date`, `time`, `datetime`, `number`, `text` or empty."""

    raw: Raw = None
    shown: str = ""
    format: str = ""
    formula: str = ""


@dataclass(frozen=True)
class Tab:
    """One tab: its title and its rows, the header first; rows may be short (trailing blanks are omitted).

    `gid` stays when staff rename the tab; then `was` is the title by which it is known.
    """

    title: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    gid: str = ""
    was: str = ""


@dataclass(frozen=True)
class Book:
    """One whole spreadsheet, read in one moment.

    `stamp` is what the sheet answered for one both before and after the reading, and empty where these differ. A book that
    is `recalled` was not read again, since the sheet still answers the stamp of its last good reading.
    """

    sheet: str
    tabs: tuple[Tab, ...]
    read_at: dt.datetime
    locale: str = "fi_FI"
    zone: str = "Europe/Helsinki"
    stamp: str = ""
    recalled: bool = False


@dataclass(frozen=True)
class Edit:
    """A value for the cell in the row of `id` under the column `column` (its key, such as `approve.fi`) of the tab `tab` (its key).

    Where `shows` is given, the row has no id yet, and the only one without that shows just this is meant; where there is
    none, or another like it, nothing is written.
    """

    tab: str
    id: str
    column: str
    value: str | bool
    shows: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A tab of Kutsu's own, whole: whatever stood in the tab of this title gives way to these rows of text, the header first."""

    title: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Place:
    """Where a row stands: sheet name, tab title, row number from 1."""

    sheet: str
    tab: str
    row: int


@dataclass(frozen=True)
class Fault:
    """What is wrong at one cell, in the words of its editor.

    `cell` is an A1 address or empty for a whole tab, `column` the header as written, `severity` `error` (the row is
    held) or `note` (accepted, and told what was understood), `message` one sentence per language fi, sv, en.
    """

    sheet: str
    tab: str
    row: int | None
    column: str | None
    cell: str | None
    severity: str
    code: str
    message: dict[str, str] = field(hash=False)
