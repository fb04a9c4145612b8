"""What a column and a tab of the sheet are, and how their headers are written in the three languages of the staff."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

STAFF_LANGUAGES = ("fi", "sv", "en")
"""The languages in which headers may be written and faults are told."""

MODEL_ID = "malli"
"""The id of the row that shows staff what a row looks like; whatever stands in it, it is never read."""


class Read(StrEnum):
    """The closed grammar by which the cells of a column are read (see `kutsu.core.cells`)."""

    TEXT = "text"
    LONG = "long"
    NAME = "name"
    """A proper name or free remark: may be the same in every language."""
    DATE = "date"
    MOMENT = "moment"
    """A date, or a date with its time in one cell."""
    TIME = "time"
    SPAN = "span"
    """A time, or start and end in one cell."""
    TICK = "tick"
    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    NUMBER = "number"
    CHOICE = "choice"
    LANGUAGES = "languages"
    ID = "id"
    """The id of a round, pilot or session: part of keys and addresses."""
    IDS = "ids"
    TABLE_ID = "table-id"
    """The id of a row in a table (venue, contact), where `tprek:15321` is usual."""
    AS_TYPED = "as-typed"
    """The id or the name of such a row, or the value of a setting."""
    REMARK = "remark"
    """Not read: staff's own, or Kutsu's own."""


@dataclass(frozen=True)
class Column:
    """One column: the field of the model that it fills, how its cells are read, and how it is headed.

    `headers` has, per staff language, the header that Kutsu writes and then its aliases. With `texts` there is one
    column per text language. `needed` columns must be filled before a row can be published; a needed text column counts
    for its own language, any other for all of them. An `optional` column may be absent from the sheet; one that is `extra`
    is there only where staff put it, and changes what they have to do.
    """

    key: str
    read: Read
    headers: Mapping[str, tuple[str, ...]]
    texts: bool = False
    needed: bool = False
    optional: bool = False
    extra: bool = False


@dataclass(frozen=True)
class TabSchema:
    """One tab: its key, its titles per staff language (first what Kutsu writes, then aliases) and its columns."""

    key: str
    titles: Mapping[str, tuple[str, ...]]
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """The column of `key`, which may carry its text language (`title.fi`); raises KeyError."""
        return self._by_key[key.partition(".")[0]]

    @cached_property
    def _by_key(self) -> Mapping[str, Column]:
        return {column.key: column for column in self.columns}


def named(fi: str, sv: str, en: str) -> dict[str, tuple[str, ...]]:
    """Names per staff language out of `first|alias|alias`."""
    return {ui: tuple(names.split("|")) for ui, names in zip(STAFF_LANGUAGES, (fi, sv, en), strict=True)}


def text(key: str, fi: str, sv: str, en: str, read: Read = Read.TEXT, needed: bool = False) -> Column:
    """A column per text language."""
    return Column(key, read, named(fi, sv, en), texts=True, needed=needed)


def plain(key: str, read: Read, fi: str, sv: str, en: str, needed: bool = False, optional: bool = False) -> Column:
    """A single column, the same for every language."""
    return Column(key, read, named(fi, sv, en), needed=needed, optional=optional)


def header(column: Column, ui: str, text_language: str | None = None) -> str:
    """The header that Kutsu writes in the staff language `ui`, such as "Rubrik (sv)" or "Päivä"."""
    base = column.headers[ui][0]
    return f"{base} ({text_language})" if text_language else base
